import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startScriptedEndpoint } from './endpoint.ts';
import type { Script } from './script.ts';

/*
 * The scripted endpoint as a process of its own: `node test/models/main.ts SCRIPT [--port N] [--latency MS] [--pace EVENTS]`, with
 * SCRIPT a module that exports `script`. Prints {"url": …} on stdout when it listens, each violation on stderr, and ends
 * when its stdin does: with 0 where every request was valid, else 1. Needs a Node that runs TypeScript (22.18 or later).
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' }, latency: { type: 'string' }, pace: { type: 'string' } },
});
const [file] = positionals;
if (file === undefined) {
  console.error('usage: main.ts SCRIPT [--port N] [--latency MS] [--pace EVENTS]');
  process.exit(2);
}
const module = (await import(pathToFileURL(file).href)) as { readonly script?: Script };
if (typeof module.script !== 'function') {
  console.error(`${file} exports no function named script`);
  process.exit(2);
}
const endpoint = await startScriptedEndpoint(module.script, {
  port: Number(values.port ?? 0),
  latencyMs: Number(values.latency ?? 0),
  ...(values.pace !== undefined && { eventsPerSecond: Number(values.pace) }),
});
console.log(JSON.stringify({ url: endpoint.url }));
process.stdin.resume();
process.stdin.once('end', async () => {
  for (const each of endpoint.violations) console.error(each);
  await endpoint.close();
  process.exit(endpoint.violations.length === 0 ? 0 : 1);
});
