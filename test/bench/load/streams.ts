import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchOptions, type Row, row } from '../bench.ts';
import { countPanelMessages } from './panelMessages.ts';
import { watchLoop } from './watchLoop.ts';
import { openWorkload, stateOf, workers } from './workload.ts';

const tokensPerSecond = 200;
/** Each says 2,000 tokens (streamScript.ts). */
const secondsATask = 10;

/**
 * Workers that all stream at once from an endpoint in another process, as an extension host has them.
 * @param seconds what they stream, in seconds at 200 tokens each
 * @param haste how many times faster it comes
 */
export async function streamRows(
  { root, log }: Pick<BenchOptions, 'root' | 'log'>,
  seconds: number,
  haste = 1,
): Promise<readonly Row[]> {
  const tools: typeof import('../../tools/models.mjs') = await import(
    pathToFileURL(path.join(root, 'test/tools/models.mjs')).href
  );
  const endpoint = await tools.startScriptedEndpoint('streamScript', {
    eventsPerSecond: tokensPerSecond * haste,
  });
  const load = await openWorkload({ root, log }, endpoint.url);
  const tasks = Array.from({ length: (workers * seconds) / secondsATask }, (_, at) => `task${at}`);
  let state = stateOf('load', tasks);
  const panel = await countPanelMessages(() => [state]);
  const watch = watchLoop();
  try {
    await load.warmUp();
    log(`load: ${workers} workers stream for ${seconds} s`);
    watch.start();
    const end = await load.run(state, {
      signal: new AbortController().signal,
      onChange: (next) => {
        state = next;
        panel.update();
      },
    });
    const seen = await watch.end();
    const undone = end.tasks.filter((each) => each.state !== 'done');
    if (undone.length > 0) throw new Error(`${undone.length} tasks were not done: ${undone[0]?.note}`);
    const perWorker = (tasks.length * tokensPerSecond * secondsATask) / workers / seen.seconds;
    const messages = panel.since(seen.startedAt);
    return [
      row({
        what: `tokens a second and worker, ${workers} workers for ${Math.round(seen.seconds)} s`,
        ...{ figure: perWorker, unit: 'tokens/s', reference: 'sent', referenceFigure: tokensPerSecond },
        good: 'ratio at least 0.9',
        holds: (_, ratio) => ratio >= 0.9,
      }),
      row({
        what: 'event-loop delay, 99th percentile',
        ...{ figure: seen.delayMs, unit: 'ms', reference: 'an idle process', referenceFigure: seen.idleMs },
        good: 'below 20 ms',
        holds: (ms) => ms < 20,
      }),
      row({
        what: 'work between two looks at the loop, 99th percentile',
        ...{ figure: seen.stretchMs, unit: 'ms of work', reference: 'the limit', referenceFigure: 20 },
        good: 'below 20 ms, whatever else the machine does',
        holds: (ms) => ms < 20,
      }),
      row({
        what: 'work of the processor',
        ...{ figure: seen.workedShare * 100, unit: '%', reference: 'one processor', referenceFigure: 100 },
        good: 'at most half',
        holds: (_, ratio) => ratio <= 0.5,
      }),
      row({
        what: 'growth of the heap in a minute, after the first ten seconds',
        ...{ figure: seen.growth / 1e6, unit: 'MB', reference: 'text streamed in a minute' },
        referenceFigure: (workers * tokensPerSecond * 60 * 12) / 1e6,
        good: 'ratio at most 0.5',
        holds: (_, ratio) => ratio <= 0.5,
      }),
      row({
        what: 'messages to the panel in any second',
        ...{ figure: messages.most, unit: 'messages', reference: 'the limit', referenceFigure: 20 },
        good: 'at most 20',
        holds: (most) => most <= 20,
      }),
    ];
  } finally {
    panel.dispose();
    await load.close();
    await endpoint.stop();
  }
}
