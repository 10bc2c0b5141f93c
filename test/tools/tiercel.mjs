// `npm run -s tiercel -- ARGS`: the command line of this checkout, built if needed, on a Node that is new enough.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { root } from './install.mjs';
import { findNode } from './node.mjs';

buildIfNeeded();
const child = spawn(findNode(), [path.join(root, 'dist/cli.js'), ...process.argv.slice(2)], {
  // npm runs this in the project's folder; paths in ARGS are meant from where the user stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
