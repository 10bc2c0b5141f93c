// What F5 needs: `debug.mjs prepare` builds, bundles the host tests and puts a fresh sample in out/debug;
// `debug.mjs model PORT` runs the scripted model until it is interrupted.
import path from 'node:path';
import { build } from './build.mjs';
import { install, root } from './install.mjs';
import { needNewNode } from './node.mjs';
import { prepareSample } from './sample.mjs';

await needNewNode();
install(root);
const { bundleHostTests } = await import('./bundle.mjs');
const { startScriptedEndpoint } = await import('./models.mjs');
const [what, port] = process.argv.slice(2);
if (what === 'prepare') {
  build();
  await bundleHostTests();
  prepareSample(path.join(root, 'out/debug/sample'));
} else if (what === 'model') {
  process.stdout.write('The scripted model starts\n');
  const { url } = await startScriptedEndpoint('sampleScript', { port: Number(port ?? 0) });
  process.stdout.write(`The scripted model listens at ${url}\n`);
} else {
  process.stderr.write('usage: debug.mjs prepare | model [PORT]\n');
  process.exit(2);
}
