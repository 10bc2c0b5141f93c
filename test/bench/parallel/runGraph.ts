import { createHash } from 'node:crypto';
import type { ModelReply, ModelRequest } from '../../../src/core/model/modelClient.ts';
import { resumeRun } from '../../../src/core/run/run.ts';
import type { RunDeps } from '../../../src/core/run/session/runDeps.ts';
import type { RunState } from '../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../src/core/settings/settings.ts';
import { openSqliteLedger } from '../../../src/node/sqlite/sqliteLedger.ts';
import { InMemoryWorkspace } from '../../unit/support/inMemoryWorkspace.ts';
import { runTask } from '../../unit/support/runTask.ts';
import { replaceLine, reply, tool } from '../../unit/support/scriptedModel.ts';
import { trustingChecker } from '../trustingChecker.ts';
import type { Graph } from './graphs.ts';
import { SimulatedTime } from './simulatedTime.ts';

export interface GraphRun {
  /** Milliseconds from the first task to the end of the run. */
  readonly wallMs: number;
  /** Of these, what the processor did. */
  readonly workedMs: number;
}

/**
 * Hashes at once. The true function does it on a thread of its own, where neither the clock sees that something is
 * under way nor anybody would have to wait for it as long as for a model.
 */
function hashAtOnce(): void {
  const digest: SubtleCrypto['digest'] = async (_, data) =>
    new Uint8Array(
      createHash('sha256')
        .update(new Uint8Array(data as ArrayBuffer))
        .digest(),
    ).buffer;
  Object.defineProperty(crypto.subtle, 'digest', { value: digest, configurable: true });
}

/** Runs a graph as a planned run, each task an edit of its own file by one answer of a model that takes its time. */
export async function runGraph(graph: Graph, atOnce: number): Promise<GraphRun> {
  const opened = await openSqliteLedger(':memory:', { now: Date.now });
  if (opened.type !== 'opened') throw new Error(opened.message);
  hashAtOnce();
  const time = new SimulatedTime();
  const latencies = new Map(graph.map(({ id, ms }) => [id, ms]));
  const fileOf = (id: string) => `src/${id}.ts`;
  const answer = async ({ task }: ModelRequest): Promise<ModelReply> => {
    await time.sleep(latencies.get(task) ?? 0);
    return reply(replaceLine(fileOf(task), 'before', 'after'), tool('finish', { summary: 'Done' }));
  };
  const deps: RunDeps = {
    workspace: new InMemoryWorkspace(Object.fromEntries(graph.map(({ id }) => [fileOf(id), 'before\n']))),
    checker: trustingChecker,
    endpoint: { send: answer },
    ledger: opened.ledger,
    journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
    settings: {
      ...defaultSettings,
      maxParallel: atOnce,
      budgets: { runUsd: 1_000, dayUsd: 1_000 },
      routing: { ...defaultSettings.routing, explore: 0 },
    },
    retry: { maxAttempts: 1, sleep: (ms) => time.sleep(ms), random: () => 0 },
    now: () => Math.round(time.now()),
    newId: () => 'graph',
  };
  try {
    const end = await time.during(
      resumeRun(stateOf(graph, fileOf), deps, { signal: new AbortController().signal, onChange: () => {} }),
    );
    const undone = end.tasks.filter(({ state }) => state !== 'done');
    if (undone.length > 0 || end.phase.type !== 'ended')
      throw new Error(
        `${undone.length} tasks were not done: ${undone[0]?.note} ${JSON.stringify(end.phase)}`,
      );
    return { wallMs: time.now(), workedMs: time.worked() };
  } finally {
    opened.ledger.close();
  }
}

function stateOf(graph: Graph, fileOf: (id: string) => string): RunState {
  const none = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, usd: 0 };
  return {
    ...{ run: 'graph', job: { type: 'request', text: 'Do all of it' }, startedAt: 0, budgetUsd: 1_000 },
    phase: { type: 'running', step: 'Working' },
    ...{ summary: '', planApproved: true, gate: { route: 'single_edit', kind: 'edit', files: [] } },
    ...{ proposals: [], overhead: [], total: none },
    tasks: graph.map(({ id, after }) => ({
      task: runTask({ id, title: `Task ${id}`, files: [fileOf(id)], dependsOn: after }),
      ...{ state: 'waiting', tier: 'none', attempts: [], note: '', changes: [], spend: none },
    })),
  };
}
