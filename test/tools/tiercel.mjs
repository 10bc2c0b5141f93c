// `npm run -s tiercel -- ARGS`: the command line of this checkout, built if needed, on a Node that is new enough.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildIfNeeded } from './build.mjs';
import { root } from './install.mjs';
import { findNode } from './node.mjs';

buildIfNeeded();
const child = spawn(findNode(), [path.join(root, 'dist/cli.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
