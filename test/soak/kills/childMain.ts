// A process of its own that runs, or goes on with, the run of killScript.ts and kills itself at a point of it:
// `child.mjs JOB FOLDER URL POINT TORN`, the job `plan` or `labels`. Prints how many points there were, and what the run came to.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { BatchClient } from '../../../src/core/model/batch.ts';
import type { ModelClient } from '../../../src/core/model/modelClient.ts';
import { modelTiers, type TierTable } from '../../../src/core/model/tier.ts';
import { resumeRun, startRun } from '../../../src/core/run/run.ts';
import type { RunDeps } from '../../../src/core/run/session/runDeps.ts';
import { foldEvents } from '../../../src/core/run/state/applyEvent.ts';
import type { Journal } from '../../../src/core/run/state/journal.ts';
import { defaultSettings } from '../../../src/core/settings/settings.ts';
import { createBatchClient } from '../../../src/node/batch/batchClient.ts';
import { createHttpModels } from '../../../src/node/http/httpModels.ts';
import { createFileJournal } from '../../../src/node/journal/fileJournal.ts';
import { journalLine } from '../../../src/node/journal/journalLines.ts';
import type { SqliteLedger } from '../../../src/node/sqlite/ledgerStore.ts';
import { openSqliteLedger } from '../../../src/node/sqlite/sqliteLedger.ts';
import { errorsWhere, FakeChecker } from '../../unit/support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../unit/support/inMemoryWorkspace.ts';
import { files, problemFiles } from './script.ts';

const [job = '', folder = '', url = '', pointText = '0', torn = ''] = process.argv.slice(2);
const runId = 'killed';
let points = 0;
/** The point at which a batch had been made, and nothing said so yet. */
let madeAt: number | undefined;

/** One more moment at which the process may be gone; `last` is done at once before it is. */
function point(last?: () => void): void {
  points += 1;
  if (points !== Number(pointText)) return;
  last?.();
  process.kill(process.pid, 'SIGKILL');
  // The signal ends this thread before it wakes.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const runs = path.join(folder, 'runs');
const onDisk = createFileJournal(runs);
const journal: Journal = {
  async append(run, event) {
    point(() => {
      const line = journalLine(event);
      if (torn) appendFileSync(path.join(runs, `${run}.jsonl`), line.slice(0, line.length / 2));
    });
    await onDisk.append(run, event);
    point();
  },
  load: () => onDisk.load(),
};
const withPoints = (ledger: SqliteLedger): RunDeps['ledger'] => ({
  ...ledger,
  async reserve(ticket, budgets) {
    const answer = await ledger.reserve(ticket, budgets);
    point();
    return answer;
  },
  async settle(id, outcome) {
    point();
    await ledger.settle(id, outcome);
    point();
  },
});
const sending = (models: ModelClient): ModelClient => ({
  async send(request, options) {
    const reply = await models.send(request, options);
    point();
    return reply;
  },
});

const tiers = Object.fromEntries(
  modelTiers.map((tier) => [tier, { ...defaultSettings.tiers[tier], baseUrl: url }]),
) as unknown as TierTable;
const opened = await openSqliteLedger(path.join(folder, 'ledger.sqlite'), { now: Date.now });
if (opened.type === 'unavailable') throw new Error(opened.message);
const isPlan = job === 'plan';
const workspace = new InMemoryWorkspace(isPlan ? files : problemFiles);
const models = { tiers, keyFor: () => 'right', userAgent: 'tiercel/test' };
const batches = createBatchClient(models);
const made: BatchClient = {
  ...batches,
  async submit(...batch) {
    point();
    const answer = await batches.submit(...batch);
    madeAt = points + 1;
    point();
    return answer;
  },
};
const deps: RunDeps = {
  workspace,
  checker: new FakeChecker(workspace, errorsWhere({ WRONG: 'that is wrong' })),
  endpoint: sending(createHttpModels(models)),
  ...(!isPlan && { batches: made }),
  ledger: withPoints(opened.ledger),
  journal,
  settings: { ...defaultSettings, tiers, startPlansBelowUsd: 100, batchLabelsAbove: 0 },
  retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
  now: Date.now,
  newId: () => runId,
};
const options = { signal: new AbortController().signal, onChange: () => {} };
const hold = await onDisk.hold(runId);
if (!hold) throw new Error('the run is held by somebody who is gone');
const earlier = foldEvents((await onDisk.read(runId)) ?? []);
const state =
  earlier === undefined
    ? await startRun(
        isPlan ? { type: 'request', text: 'Change all of it' } : { type: 'fixProblems' },
        deps,
        options,
      )
    : earlier.phase.type === 'ended'
      ? earlier
      : await resumeRun(earlier, deps, options);
await hold.release();
opened.ledger.close();
console.log(JSON.stringify({ points, madeAt, state }));
