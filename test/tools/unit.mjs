// Runs the tests in test/unit: `node test/tools/unit.mjs [part of a path ...]`.
import { availableParallelism } from 'node:os';
import { install, installLanguageServers, root } from './install.mjs';
import { needNewNode } from './node.mjs';

await needNewNode();
install(root);
installLanguageServers();
const { bundleUnitTests } = await import('./bundle.mjs');
const { runMocha } = await import('./mocha.mjs');
const parts = process.argv.slice(2);
const files = await bundleUnitTests(parts, ['unit', ...parts].join('-').replace(/\W+/g, '-'));
// A test that hangs is ended; how long one takes on a busy machine is no reason to fail it.
await runMocha(files, {
  reporter: 'dot',
  timeoutMs: 20_000,
  jobs: Math.min(files.length, availableParallelism()),
});
