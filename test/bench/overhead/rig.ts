import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IndexedWorkspace } from '../../../src/core/context/findFiles.ts';
import { startRun } from '../../../src/core/run/run.ts';
import type { RunDeps } from '../../../src/core/run/session/runDeps.ts';
import type { Job } from '../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../src/core/run/state/runState.ts';
import { defaultSettings, type Settings } from '../../../src/core/settings/settings.ts';
import { createDiskWorkspace } from '../../../src/node/diskWorkspace.ts';
import { createHttpModels } from '../../../src/node/http/httpModels.ts';
import { retryOptions } from '../../../src/node/http/retryOptions.ts';
import { createFileJournal } from '../../../src/node/journal/fileJournal.ts';
import { createChecker } from '../../../src/node/languageServer/createChecker.ts';
import { connectWithProcess } from '../../../src/node/languageServer/process/processConnection.ts';
import { createMeter } from '../../../src/node/meter.ts';
import { openSqliteLedger } from '../../../src/node/sqlite/sqliteLedger.ts';
import { ThreadedIndex } from '../../../src/node/textIndex/threadedIndex.ts';
import { startScriptedEndpoint } from '../../models/endpoint.ts';
import type { Script } from '../../models/script.ts';
import { SampleCopy } from '../../unit/models/sampleCopy.ts';
import { type Arrival, countedScript } from './countedScript.ts';

/** What one job came to. */
export interface Done {
  readonly arrivals: readonly Arrival[];
  /** Milliseconds from the start to the first request. */
  readonly firstMs: number;
  /** Milliseconds from the end of each answer to the next request. */
  readonly gapsMs: readonly number[];
}

/** The product as both hosts put it together, on a copy of the sample workspace and against the scripted endpoint. */
export async function createRig(root: string) {
  const sample = new SampleCopy();
  const folder = await mkdtemp(path.join(tmpdir(), 'tiercel-overhead-'));
  const index = new ThreadedIndex({
    ...{ root: sample.folder, file: path.join(folder, 'index') },
    program: path.join(root, 'dist/indexThread.cjs'),
    ...{ idleMs: 600_000, log: () => {} },
  });
  const workspace: IndexedWorkspace = {
    ...createDiskWorkspace(sample.folder),
    find: (query, limit, signal) => index.find(query, limit, {}, signal),
  };
  const checker = createChecker({
    ...{ root: sample.folder, workspace, connect: connectWithProcess, servers: {} },
    ...{ fallbackFolders: [], log: () => {} },
  });
  const opened = await openSqliteLedger(path.join(folder, 'ledger.sqlite'), { now: Date.now });
  if (opened.type !== 'opened') throw new Error(opened.message);
  const meter = createMeter({
    tokenizerProgram: path.join(root, 'dist/tokenizer.cjs'),
    ...{ userAgent: 'tiercel', version: '0', onProblem: () => {} },
  });
  let nth = 0;

  /** Does something against an endpoint of its own, with the times at which its requests came and its answers ended. */
  const against = async (script: Script, job: (baseUrl: string) => Promise<void>): Promise<Done> => {
    const arrivals: Arrival[] = [];
    const endpoint = await startScriptedEndpoint(countedScript(script, arrivals), { chunking: 'whole' });
    try {
      const start = performance.now();
      await job(endpoint.url);
      const ends = await Promise.all(arrivals.map(({ endedAt }) => endedAt));
      if (endpoint.violations.length > 0) throw new Error(endpoint.violations.join('; '));
      const [first, ...others] = arrivals;
      return {
        arrivals,
        firstMs: (first?.at ?? Number.NaN) - start,
        gapsMs: others.map(({ at }, index) => at - (ends[index] ?? Number.NaN)),
      };
    } finally {
      await endpoint.close();
    }
  };

  return {
    sample,
    checker,
    against,
    /** Puts a file back as the sample has it. */
    restore: (file: string) =>
      copyFile(path.join(root, 'test/fixtures/sample', file), path.join(sample.folder, file)),
    /** A run with these settings; its tiers answer at the endpoint. */
    run: async (job: Job, baseUrl: string, change: Partial<Settings> = {}): Promise<RunState> => {
      const { nano, mini, planner } = defaultSettings.tiers;
      const settings: Settings = {
        ...defaultSettings,
        routing: { ...defaultSettings.routing, learn: false, explore: 0 },
        startPlansBelowUsd: 100,
        tiers: { nano: { ...nano, baseUrl }, mini: { ...mini, baseUrl }, planner: { ...planner, baseUrl } },
        ...change,
      };
      const deps: RunDeps = {
        ...{
          workspace,
          checker,
          settings,
          countTokens: meter.countTokens,
          retry: retryOptions,
          now: Date.now,
        },
        endpoint: createHttpModels({ tiers: settings.tiers, keyFor: () => 'key', userAgent: 'tiercel' }),
        ledger: meter.ledgerFor(opened.ledger, 'bench', ''),
        journal: createFileJournal(path.join(folder, 'runs')),
        newId: () => `run${++nth}`,
      };
      const end = await startRun(job, deps, { signal: new AbortController().signal, onChange: () => {} });
      const isDone = end.phase.type === 'ended' && end.phase.outcome === 'done';
      if (!isDone) throw new Error(`the job came to ${JSON.stringify(end.phase)}: ${end.tasks[0]?.note}`);
      return end;
    },
    close: async () => {
      await Promise.all([checker.dispose(), index.close(), meter.close()]);
      opened.ledger.close();
      sample.dispose();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
