// Runs the tests in test/e2e: `node test/tools/e2e.mjs [part of a path]`. They drive the packaged extension in a real
// VS Code as a person would; their screenshots are in out/e2e.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { bringVscode, install, root } from './install.mjs';
import { needNewNode } from './node.mjs';

await needNewNode();
process.chdir(root);
install(root);
await bringVscode();
const { bundleForWorkbench } = await import('./bundle.mjs');
const { runMocha } = await import('./mocha.mjs');
const { packageExtension } = await import('./package.mjs');
await packageExtension();
rmSync(path.join(root, 'out/e2e'), { recursive: true, force: true });
const files = await bundleForWorkbench(['test/e2e/**/*.test.ts'], 'e2e-tests');
await runMocha(
  files.filter((file) => file.includes(process.argv[2] ?? '')),
  { reporter: 'spec', timeoutMs: 120_000 },
);
