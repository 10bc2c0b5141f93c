// `npm run format [-- PATH...]`: mends what of lint and format can be mended by itself, in all files or in these.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { install, root } from './install.mjs';

install(root);
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/@biomejs/biome/bin/biome'),
    ...['check', '--write', '--config-path=.vscode/lint.json', ...process.argv.slice(2)],
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
