import assert from 'node:assert/strict';
import { proposedFiles } from '../../../../src/core/run/publish/proposedFiles.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { applyEvent } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { type CheckRule, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { errorAt } from '../../support/runTask.ts';
import { replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';

const text = Array.from({ length: 20 }, (_, at) => `l${at}\n`).join('');
const first = text.replace('l2\n', 'A2\n').replace('l15\n', 'A15\n');
const task = { kind: 'edit', instructions: 'do it', acceptance: 'done' };

describe('a proposal of planned work that the user has had a hand in', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  interface Case {
    /** What the second task changes; `b` unless given. */
    readonly file?: 'a' | 'b';
    /** What the user does meanwhile with the first one's proposal, which changes two places of `a`. */
    readonly does?: RunEvent;
    /** What `a` holds then. */
    readonly now?: string;
    /** The line that the second replaces. */
    readonly line?: string;
    /** Whether the review sends the first back. */
    readonly isSentBack?: boolean;
    /** Whether what the second does stands only beside the first one's second place. */
    readonly needs?: boolean;
    /** What fails where the first one's first place is there without its second. */
    readonly fails?: 'check' | 'command';
  }

  /**
   * A run of two tasks, the second after the first, that stands still between them.
   *
   * @param expected each proposal in the end: its tasks, and for each hunk what was decided
   */
  const check = (
    title: string,
    { file = 'b', does, now = text, line = 'l9', isSentBack = false, needs = false, fails }: Case,
    expected: readonly string[],
  ) =>
    it(`${title}, with work in ${file === 'a' ? 'the same file' : 'another file'} after it`, async () => {
      const workspace = new InMemoryWorkspace({ a: text, b: text });
      const worked: (string | undefined)[] = [];
      let isDown = true;
      const endpoint = new ScriptedModel(({ role, task: id, tier }) => {
        if (role === 'gate') return reply(JSON.stringify({ route: 'plan', kind: 'edit', files: [] }));
        if (role === 'plan') {
          const tasks = [
            { ...task, id: 'one', title: 'one', files: ['a'], dependsOn: [] },
            { ...task, id: 'two', title: 'two', files: [file], dependsOn: ['one'] },
          ];
          return reply(JSON.stringify({ summary: 'both', tasks }));
        }
        if (role === 'review') {
          const tasks = isSentBack ? [{ id: 'one', verdict: 'revise', reason: 'not so' }] : [];
          return reply(JSON.stringify({ verdict: isSentBack ? 'revise' : 'accept', summary: '', tasks }));
        }
        worked.push(id);
        const done = tool('finish', { summary: 'done' });
        if (id === 'one') return reply(replaceLine('a', 'l2', 'A2'), replaceLine('a', 'l15', 'A15'), done);
        if (!isDown) return reply(replaceLine(file, line, needs ? 'NEEDS' : 'B'), done);
        const fault = { kind: 'unreachable', model: 'm', endpoint: 'e', detail: '', tier } as const;
        return { type: 'fault', fault };
      });
      const rule: CheckRule = (path, own, all) =>
        ['NEEDS', ...(fails === 'check' ? ['A2'] : [])]
          .filter((word) => own.includes(word) && !all('a')?.includes('A15'))
          .map((word) => errorAt(path, own, word, 'no A15'));
      const commands: NonNullable<RunDeps['commands']> = {
        allowed: () => ['npm test'],
        run: () => Promise.reject(new Error('no worker asks for it')),
        check: async (changes) => {
          const text = changes.get('a') ?? '';
          const outcome = text.includes('A2') && !text.includes('A15') ? 'failed' : 'passed';
          return [{ command: ['npm', 'test'], exitCode: 0, ms: 1, outcome, before: 'passed', summary: '' }];
        },
      };
      const deps: RunDeps = {
        ...{ workspace, endpoint, ledger: await ledgers.open(), checker: new FakeChecker(workspace, rule) },
        ...(fails === 'command' && { commands }),
        journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
        settings: { ...defaultSettings, maxParallel: 1, startPlansBelowUsd: 100 },
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
        now: () => 1,
        newId: () => 'r1',
      };
      const options = { signal: new AbortController().signal, onChange: () => {} };
      const paused = await startRun({ type: 'request', text: 'do both' }, deps, options);
      isDown = false;
      workspace.files.set('a', now);
      const { proposals } = await resumeRun(does ? applyEvent(paused, does) : paused, deps, options);
      assert.deepEqual(
        proposals.map(({ tasks, files }) =>
          [tasks.join('+'), ...files.flatMap(({ decisions }) => decisions)].join(' '),
        ),
        expected,
      );
      assert.equal(worked.filter((id) => id === 'one').length, 1, 'what can not be proposed is not paid for');
      // The one that the run stood still at, the one it went on with, and what the review wanted.
      assert.equal(worked.filter((id) => id === 'two').length, isSentBack ? 3 : 2);
    });
  const decided = (decision: 'accepted' | 'rejected', ...hunks: readonly number[]): RunEvent => ({
    ...{ type: 'hunks-decided', proposal: 'r1/one', path: 'a', hunks, decision },
  });
  const edited = (): RunEvent => {
    const [file] = proposedFiles([{ path: 'a', base: text, content: first.replace('A15', 'mine') }]);
    assert.ok(file);
    return { type: 'file-edit', proposal: 'r1/one', file };
  };
  check('goes into one with what builds on it where it is as it was made', {}, ['one+two open open open']);
  for (const file of ['a', undefined] as const) {
    const where = file && { file };
    check('stays as it was written', { ...where, does: edited() }, ['one open open', 'two open']);
    const inPart = { ...where, does: decided('rejected', 1) };
    check('stays as far as it was rejected', inPart, ['one open rejected', 'two open']);
    const whole = { ...where, does: decided('rejected', 0, 1) };
    check('stays rejected', whole, ['one rejected rejected', 'two open']);
    for (const fails of ['check', 'command'] as const) {
      const half = { ...inPart, fails };
      check(`is no hindrance where what is left of it fails a ${fails}`, half, [
        'one open rejected',
        'two open',
      ]);
    }
    check('is not sent back', { ...inPart, isSentBack: true }, ['one open rejected', 'two open']);
    const accepted = { ...where, does: decided('accepted', 1), now: text.replace('l15', 'A15') };
    check('is there as far as it was accepted', { ...accepted, needs: true }, [
      'one open accepted',
      'two open',
    ]);
  }
  check(
    'has its rejected lines where the next task looks for them',
    { file: 'a', does: decided('rejected', 1), line: 'l15' },
    ['one open rejected', 'two open'],
  );
});
