import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import type { ModelReply, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import type { AttemptRow } from '../../../../src/core/routing/attempts.ts';
import { startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { defaultSettings, type Settings } from '../../../../src/core/settings/settings.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { MemoryAttempts } from '../../support/memoryAttempts.ts';
import { reply, ScriptedModel } from '../../support/scriptedModel.ts';

export type Answer = (request: ModelRequest, nth: number) => ModelReply | Promise<ModelReply>;

export const gate = (kind: string) => reply(JSON.stringify({ route: 'single_edit', kind, files: ['a.ts'] }));

/** A run that changes `a.ts`, whose checker takes the word WRONG for an error. */
export function learningRun(
  ledger: Ledger,
  answer: Answer,
  more: {
    readonly settings?: Partial<Settings>;
    readonly history?: readonly AttemptRow[];
    readonly random?: () => number;
    readonly text?: string;
    readonly limits?: RunDeps['limits'];
    /** Told of each event before it is kept; what it throws, the journal does. */
    readonly onAppend?: (event: RunEvent) => void;
  } = {},
) {
  const workspace = new InMemoryWorkspace({ 'a.ts': 'one\n' });
  const endpoint = new ScriptedModel(answer);
  const attempts = new MemoryAttempts(more.history);
  const events: RunEvent[] = [];
  const works: ((signal: AbortSignal) => Promise<void>)[] = [];
  let time = 1_000;
  const deps: RunDeps = {
    workspace,
    checker: new FakeChecker(workspace, errorsWhere({ WRONG: 'that is wrong' })),
    endpoint,
    ledger,
    journal: {
      append: async (_run, event) => {
        more.onAppend?.(event);
        events.push(event);
      },
      load: async () => ({ runs: [events], problems: [] }),
    },
    settings: { ...defaultSettings, startPlansBelowUsd: 100, ...more.settings },
    attempts,
    retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
    now: () => ++time,
    newId: () => 'r1',
    background: (work) => works.push(work),
    ...(more.random && { random: more.random }),
    ...(more.limits && { limits: more.limits }),
  };
  const { signal } = new AbortController();
  return {
    workspace,
    endpoint,
    attempts,
    events,
    start: () =>
      startRun({ type: 'request', text: more.text ?? 'Change it' }, deps, { signal, onChange: () => {} }),
    /** Does what the run has left to be done beside it; gives how much that was. */
    background: async () => {
      for (const work of works) await work(signal);
      return works.length;
    },
    reasons: () => events.flatMap((event) => (event.type === 'attempt-start' ? [event.reason] : [])),
  };
}
