import assert from 'node:assert/strict';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { QuickFix } from '../../../../src/core/verify/checker.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { type CheckRule, errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

const words = { ALPHA: 'no alpha', BETA: 'no beta', EITHER: 'one of two', NEVER: 'no help' };
const fixes: Readonly<Record<string, readonly string[]>> = {
  [words.ALPHA]: ['import alpha\nalpha'],
  [words.BETA]: ['import beta\nbeta'],
  [words.EITHER]: ['this', 'that'],
};

const codedByMessage: CheckRule = (...of) =>
  errorsWhere(words)(...of).map((each) => ({ ...each, code: each.message }));

/** Imports what is missing, each on a line of its own, so that what comes after it moves. */
class ImportingChecker extends FakeChecker {
  override async quickFixes(target?: Diagnostic): Promise<readonly QuickFix[]> {
    if (!target) return [];
    return (fixes[target.message] ?? []).map((newText) => ({
      id: 'import',
      title: `Take ${newText}`,
      preferred: false,
      edits: new Map([[target.path, [{ range: target.range, newText }]]]),
    }));
  }
}

describe('a run that is cut off among its quick fixes', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  const told = ({ phase, tasks, proposals, remaining }: RunState) => ({
    phase,
    remaining,
    tasks: tasks.map(({ task, state, changes }) => ({ task, state, changes })),
    proposals,
  });

  it('comes to what it would have come to without the cut, wherever that was', async () => {
    const workspace = new InMemoryWorkspace({
      'a.ts': 'ALPHA\nBETA\nEITHER\nNEVER\n',
      'b.ts': 'ALPHA\n',
    });
    const journaled: RunEvent[] = [];
    const depsFor = async (append: (event: RunEvent) => void): Promise<RunDeps> => ({
      ...{ workspace, endpoint: undefined, ledger: await ledgers.open() },
      checker: new ImportingChecker(workspace, codedByMessage),
      journal: {
        append: async (_, event) => append(event),
        load: async () => ({ runs: [], problems: [] }),
      },
      settings: { ...defaultSettings, ceiling: 'none' },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    });
    const options = { signal: new AbortController().signal, onChange: () => {} };
    const whole = await startRun(
      { type: 'fixProblems' },
      await depsFor((event) => journaled.push(event)),
      options,
    );
    assert.equal(
      whole.phase.type === 'ended' && whole.phase.message,
      '4 of 4 tasks done, 1 proposal, 2 fixes to choose from',
    );
    const end = journaled.findIndex(({ type }) => type === 'quick-fixes-end');
    for (let cut = 1; cut <= end; cut += 1) {
      const state = foldEvents(journaled.slice(0, cut));
      assert.ok(state);
      const resumed = await resumeRun(state, await depsFor(() => {}), options);
      assert.deepEqual(told(resumed), told(whole), `cut off behind ${JSON.stringify(journaled[cut - 1])}`);
    }
  });
});
