import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { scratchVariable } from '../../../src/node/commands/endProcesses.ts';
import { runProcess } from '../../../src/node/commands/runProcess.ts';
import { startScriptedEndpoint } from '../../models/endpoint.ts';
import { script } from '../../models/streamScript.ts';
import { type BenchOptions, type Row, row } from '../bench.ts';
import { openWorkload, stateOf, workers } from './workload.ts';

const rounds = 5;
const limitMs = 1_000;

/** How soon nothing is left of a run once it is cancelled: the slowest of a few times. */
export async function cancelRows(options: Pick<BenchOptions, 'root' | 'log'>): Promise<readonly Row[]> {
  const limit = { unit: 'ms', reference: 'what is promised', referenceFigure: limitMs };
  const good = { good: 'below 1,000 ms', holds: (ms: number) => ms < limitMs };
  return [
    row({
      what: `from cancel to the end of the run and of its last request, ${workers} streaming`,
      ...{ figure: await cancelRuns(options), ...limit, ...good },
    }),
    row({
      what: 'from cancel to the end of a command and of what it started, deaf to being asked',
      ...{ figure: await cancelCommands(), ...limit, ...good },
    }),
  ];
}

async function cancelRuns(options: Pick<BenchOptions, 'root' | 'log'>): Promise<number> {
  let asked = () => {};
  const endpoint = await startScriptedEndpoint(
    (call) => {
      if (call.run !== 'load') asked();
      return script(call);
    },
    { eventsPerSecond: 200 },
  );
  const load = await openWorkload(options, endpoint.url);
  try {
    await load.warmUp();
    let slowest = 0;
    for (let round = 0; round < rounds; round++) {
      const before = endpoint.calls.length;
      const ids = Array.from({ length: workers }, (_, at) => `task${at}`);
      const all = new Promise<void>((resolve) => {
        let left = workers;
        asked = () => --left === 0 && resolve();
      });
      const controller = new AbortController();
      const ended = load.run(stateOf(`cancel${round}`, ids), { signal: controller.signal });
      await all;
      // In the midst of their answers, which take ten seconds.
      await setTimeout(500);
      const from = performance.now();
      controller.abort();
      const ends = await Promise.all(endpoint.calls.slice(before).map((call) => call.ended));
      const { phase } = await ended;
      slowest = Math.max(slowest, performance.now() - from);
      if (ends.some((end) => end !== 'closedByClient')) throw new Error(`requests ended as ${ends.join()}`);
      if (phase.type !== 'ended') throw new Error(`the run is ${phase.type}`);
    }
    return slowest;
  } finally {
    await load.close();
    await endpoint.close();
  }
}

/** Processes that end at no polite word, each holding a connection to whoever waits for their end. */
async function cancelCommands(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiercel-cancel-'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const deaf = `process.on('SIGTERM', () => {}); require('node:net').connect(${port}, '127.0.0.1');`;
  const program = `${deaf} require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}]);`;
  try {
    let slowest = 0;
    for (let round = 0; round < rounds; round++) {
      const controller = new AbortController();
      const gone: Promise<void>[] = [];
      const both = new Promise<void>((resolve) => {
        server.removeAllListeners('connection').on('connection', (socket) => {
          gone.push(new Promise((end) => socket.resume().once('close', () => end())));
          socket.on('error', () => undefined);
          if (gone.length === 2) resolve();
        });
      });
      const ended = runProcess([process.execPath, '-e', program], {
        ...{ folder, mark: folder, environment: { ...process.env, [scratchVariable]: folder } },
        limits: { timeMs: 60_000, outputBytes: 1e6 },
        ...{ signal: controller.signal, onStart: () => undefined },
      }).catch(() => undefined);
      await both;
      const from = performance.now();
      controller.abort();
      await Promise.all([ended, ...gone]);
      slowest = Math.max(slowest, performance.now() - from);
    }
    return slowest;
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
