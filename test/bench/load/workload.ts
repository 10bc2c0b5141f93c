import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelRequest } from '../../../src/core/model/modelClient.ts';
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
import type { BenchOptions } from '../bench.ts';
import { trustingChecker } from '../trustingChecker.ts';

export const workers = 32;
/** The endpoint is asked ever wider as it answers: these for each worker bring it to all workers at once. */
const warmUps = 16;

export interface Workload {
  /** Asks the endpoint until it is asked by all workers at once. */
  readonly warmUp: () => Promise<void>;
  /** Runs what `stateOf` made. */
  readonly run: (
    state: RunState,
    options: { readonly signal: AbortSignal; readonly onChange?: (state: RunState) => void },
  ) => Promise<RunState>;
  readonly close: () => Promise<void>;
}

/** What runs of many workers need, with ledger and journal on the disk as an extension host has them. */
export async function openWorkload(
  { root, log }: Pick<BenchOptions, 'root' | 'log'>,
  baseUrl: string,
): Promise<Workload> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiercel-load-'));
  const opened = await openSqliteLedger(path.join(folder, 'ledger.sqlite'), { now: Date.now });
  if (opened.type !== 'opened') throw new Error(opened.message);
  const meter = createMeter({
    tokenizerProgram: path.join(root, 'dist/tokenizer.cjs'),
    ...{ userAgent: 'tiercel', version: '0', onProblem: log },
  });
  const settings = settingsFor(baseUrl);
  const models = createHttpModels({ tiers: settings.tiers, keyFor: () => 'key', userAgent: 'tiercel' });
  return {
    warmUp: () => warmUp(models),
    run: async (state, { signal, onChange = () => undefined }) => {
      const { run, job, startedAt: time, budgetUsd } = state;
      const journal = createFileJournal(path.join(folder, 'runs'));
      await journal.append(run, { type: 'run-start', run, job, time, budgetUsd, ceiling: 'planner' });
      const files = state.tasks.flatMap(({ task }) => task.files);
      return resumeRun(
        state,
        {
          workspace: new InMemoryWorkspace(Object.fromEntries(files.map((file) => [file, 'before\n']))),
          checker: trustingChecker,
          endpoint: models,
          ledger: meter.ledgerFor(opened.ledger, state.run, ''),
          countTokens: meter.countTokens,
          journal,
          ...{ settings, retry: retryOptions, now: Date.now, newId: () => state.run },
        },
        { signal, onChange },
      );
    },
    close: async () => {
      opened.ledger.close();
      await meter.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function warmUp(models: ReturnType<typeof createHttpModels>): Promise<void> {
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

function settingsFor(baseUrl: string): Settings {
  const { nano, mini, planner } = defaultSettings.tiers;
  return {
    ...defaultSettings,
    tiers: { nano: { ...nano, baseUrl }, mini: { ...mini, baseUrl }, planner: { ...planner, baseUrl } },
    maxParallel: workers,
    budgets: { runUsd: 1_000, dayUsd: 1_000 },
  };
}

/** A run of one task for each of the names, none of them begun. */
export function stateOf(run: string, ids: readonly string[]): RunState {
  const none = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, usd: 0 };
  return {
    ...{ run, job: { type: 'request', text: 'Do all of it' }, startedAt: 0, budgetUsd: 1_000 },
    phase: { type: 'running', step: 'Working' },
    ...{ summary: '', planApproved: true, gate: { route: 'single_edit', kind: 'edit', files: [] } },
    ...{ proposals: [], overhead: [], total: none },
    tasks: ids.map((id) => ({
      task: runTask({ id, title: `Task ${id}`, files: [`src/${id}.ts`] }),
      ...{ state: 'waiting', tier: 'none', attempts: [], note: '', changes: [], spend: none },
    })),
  };
}
