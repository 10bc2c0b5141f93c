// `npm run -s tiercel -- ARGS`: the command line of this checkout, built if needed, on a Node that is new enough.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { root } from './install.mjs';
import { findNode } from './node.mjs';

const parent = process.ppid;
buildIfNeeded();
const child = spawn(findNode(), [path.join(root, 'dist/cli.js'), ...process.argv.slice(2)], {
  // npm runs this in the project's folder; paths in ARGS are meant from where the user stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
// Who ends npm ends its shell with it, which passes no signal on: all that is seen of it here is another parent.
if (process.env.npm_lifecycle_event === 'tiercel')
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 200).unref();
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
