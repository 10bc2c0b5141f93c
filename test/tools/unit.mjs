// Bundles test/unit and runs it with mocha: `node test/tools/unit.mjs [part of a path]`.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { findNode, isNewEnough } from './node.mjs';

if (!isNewEnough()) {
  const again = spawnSync(findNode(), process.argv.slice(1), { stdio: 'inherit' });
  process.exit(again.status ?? 1);
}

const { globSync } = await import('node:fs');
const { default: esbuild } = await import('esbuild');
const filter = process.argv[2] ?? '';
const out = path.join(root, 'out', filter ? `unit-${filter.replace(/\W+/g, '-')}` : 'unit');
rmSync(out, { recursive: true, force: true });
const files = globSync('test/unit/**/*.test.ts', { cwd: root }).filter((file) => file.includes(filter));
await esbuild.build({
  absWorkingDir: root,
  entryPoints: files,
  outbase: 'test/unit',
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
const mocha = spawnSync(
  process.execPath,
  [
    '--enable-source-maps',
    'node_modules/mocha/bin/mocha.js',
    '--reporter',
    'dot',
    '--recursive',
    '--extension',
    'mjs',
    out,
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(mocha.status ?? 1);
