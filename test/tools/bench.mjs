// `npm run bench`: runs every benchmark in test/bench, prints a table of each and writes out/bench.json;
// `npm run bench -- NAME...` those alone. test/bench/bench.ts says how to add one.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, root } from './install.mjs';
import { needNewNode } from './node.mjs';

await needNewNode();
install(root);
const { buildIfNeeded } = await import('./build.mjs');
buildIfNeeded();
const { bundleBenches } = await import('./bundle.mjs');
process.setSourceMapsEnabled(true);
const { frame, benches } = await bundleBenches();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.has(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}. There are: ${[...benches.keys()].join(', ')}.\n`,
  );
  process.exit(2);
}
/** @param {string} file */
const load = (file) => import(pathToFileURL(path.join(root, file)).href);
const { runBenches } = await load(frame);
const chosen = [];
for (const [name, file] of benches)
  if (wanted.length === 0 || wanted.includes(name)) chosen.push((await load(file)).bench);
const holds = await runBenches(chosen, {
  root,
  log: (/** @type {string} */ line) => process.stderr.write(`${line}\n`),
});
process.exitCode = holds ? 0 : 1;
