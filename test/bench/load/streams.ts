import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { ModelClient, ModelRequest } from '../../../src/core/model/modelClient.ts';
import { resumeRun } from '../../../src/core/run/run.ts';
import type { RunState } from '../../../src/core/run/state/runState.ts';
import { defaultSettings, type Settings } from '../../../src/core/settings/settings.ts';
import { createHttpModels } from '../../../src/node/http/httpModels.ts';
import { retryOptions } from '../../../src/node/http/retryOptions.ts';
import { createFileJournal } from '../../../src/node/journal/fileJournal.ts';
import { createMeter } from '../../../src/node/meter.ts';
import { openSqliteLedger } from '../../../src/node/sqlite/sqliteLedger.ts';
import { InMemoryWorkspace } from '../../unit/support/inMemoryWorkspace.ts';
import { runTask } from '../../unit/support/runTask.ts';
import { type BenchOptions, type Row, row } from '../bench.ts';
import { trustingChecker } from '../trustingChecker.ts';
import { resolution, startIdle } from './idle.ts';
import { countPanelMessages } from './panelMessages.ts';

const workers = 32;
const tokensPerSecond = 200;
/** Each says 2,000 tokens (streamScript.ts). */
const secondsATask = 10;
/** The endpoint is asked ever wider as it answers: these for each worker bring it to all workers at once. */
const warmUps = 16;

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
  const folder = await mkdtemp(path.join(tmpdir(), 'tiercel-load-'));
  const tools: typeof import('../../tools/models.mjs') = await import(
    pathToFileURL(path.join(root, 'test/tools/models.mjs')).href
  );
  const endpoint = await tools.startScriptedEndpoint('streamScript', {
    eventsPerSecond: tokensPerSecond * haste,
  });
  const opened = await openSqliteLedger(path.join(folder, 'ledger.sqlite'), { now: Date.now });
  if (opened.type !== 'opened') throw new Error(opened.message);
  const meter = createMeter({
    tokenizerProgram: path.join(root, 'dist/tokenizer.cjs'),
    ...{ userAgent: 'tiercel', version: '0', onProblem: log },
  });
  const settings = settingsFor(endpoint.url);
  const models = createHttpModels({ tiers: settings.tiers, keyFor: () => 'key', userAgent: 'tiercel' });
  const tasks = Array.from({ length: (workers * seconds) / secondsATask }, (_, at) => `task${at}`);
  let state = stateOf(tasks);
  const panel = await countPanelMessages(() => [state]);
  const watch = watchLoop();
  try {
    await warmUp(models);
    log(`load: ${workers} workers stream for ${seconds} s`);
    watch.start();
    const end = await resumeRun(
      state,
      {
        workspace: new InMemoryWorkspace(Object.fromEntries(tasks.map((id) => [`src/${id}.ts`, 'before\n']))),
        checker: trustingChecker,
        endpoint: models,
        ledger: meter.ledgerFor(opened.ledger, 'load', ''),
        countTokens: meter.countTokens,
        journal: createFileJournal(path.join(folder, 'runs')),
        ...{ settings, retry: retryOptions, now: Date.now, newId: () => 'load' },
      },
      {
        signal: new AbortController().signal,
        onChange: (next) => {
          state = next;
          panel.update();
        },
      },
    );
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
    opened.ledger.close();
    await meter.close();
    await endpoint.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function warmUp(models: ModelClient): Promise<void> {
  const { signal } = new AbortController();
  const request = {
    ...{ run: 'load', task: 'warmUp', role: 'work', tier: 'mini', instructions: '', tools: [] },
    ...{ input: [{ type: 'user', text: 'Ready?' }], maxOutputTokens: 100, cacheKey: 'load' },
  } as const satisfies ModelRequest;
  const lane = async () => {
    for (let nth = 0; nth < warmUps; nth++) {
      const { type } = await models.send(request, { signal });
      if (type !== 'completed') throw new Error(`the endpoint answered with ${type}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, lane));
}

/** Looks at this process from `start` to `end`. */
function watchLoop() {
  const delay = monitorEventLoopDelay({ resolution });
  const heap: { readonly at: number; readonly bytes: number }[] = [];
  let startedAt = 0;
  let cpu = process.cpuUsage();
  let idle: ReturnType<typeof startIdle> | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let looks: ReturnType<typeof setInterval> | undefined;
  const stretches: number[] = [];
  const worked = () => {
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1_000;
  };
  let before = 0;
  const look = () => {
    const now = worked();
    stretches.push(now - before);
    before = now;
  };
  const lookAtHeap = () => {
    // Collecting garbage all at once is this benchmark's doing, and no delay of the product.
    delay.disable();
    globalThis.gc?.();
    heap.push({ at: performance.now(), bytes: process.memoryUsage().heapUsed });
    delay.enable();
    before = worked();
  };
  return {
    start: () => {
      startedAt = performance.now();
      cpu = process.cpuUsage();
      idle = startIdle();
      delay.enable();
      timer = setInterval(lookAtHeap, 5_000);
      looks = setInterval(look, resolution);
    },
    end: async () => {
      clearInterval(timer);
      clearInterval(looks);
      delay.disable();
      const seconds = (performance.now() - startedAt) / 1_000;
      const workedMs = worked();
      return {
        ...{ startedAt, seconds },
        delayMs: delay.percentile(99) / 1e6 - resolution,
        idleMs: (await idle?.end()) ?? Number.NaN,
        stretchMs: percentile(stretches, 0.99),
        workedShare: workedMs / 1_000 / seconds,
        growth: slope(heap.filter(({ at }) => at - startedAt > 10_000)) * 60_000,
      };
    },
  };
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

/** Bytes a millisecond, by least squares. */
function slope(points: readonly { readonly at: number; readonly bytes: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [at, bytes] = [mean(points.map((point) => point.at)), mean(points.map((point) => point.bytes))];
  const over = points.reduce((sum, point) => sum + (point.at - at) * (point.bytes - bytes), 0);
  return over / points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
}

function settingsFor(baseUrl: string): Settings {
  const { nano, mini, planner } = defaultSettings.tiers;
  return {
    ...defaultSettings,
    tiers: { nano: { ...nano, baseUrl }, mini: { ...mini, baseUrl }, planner: { ...planner, baseUrl } },
    maxParallel: workers,
    budgets: { runUsd: 1_000, dayUsd: 1_000 },
  };
}

function stateOf(ids: readonly string[]): RunState {
  const none = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, usd: 0 };
  return {
    ...{ run: 'load', job: { type: 'request', text: 'Do all of it' }, startedAt: 0, budgetUsd: 1_000 },
    phase: { type: 'running', step: 'Working' },
    ...{ summary: '', planApproved: true, gate: { route: 'single_edit', kind: 'edit', files: [] } },
    ...{ proposals: [], overhead: [], total: none },
    tasks: ids.map((id) => ({
      task: runTask({ id, title: `Task ${id}`, files: [`src/${id}.ts`] }),
      ...{ state: 'waiting', tier: 'none', attempts: [], note: '', changes: [], spend: none },
    })),
  };
}
