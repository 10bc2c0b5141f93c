import assert from 'node:assert/strict';
import type { FurtherEvidence } from '../../../../src/core/verify/evidence.ts';
import { lineMovesOf } from '../../../../src/core/verify/lineMoves.ts';
import { judge, withEvidence } from '../../../../src/core/verify/verdict.ts';
import { diagnostic, report, written } from './diagnostics.ts';

interface Expected {
  readonly outcome: 'passed' | 'failed' | 'unchecked';
  readonly fixed?: readonly string[];
  readonly introduced?: readonly string[];
  readonly remaining?: readonly string[];
}

function check(
  input: Parameters<typeof report>[0] & { readonly targets?: readonly string[]; readonly changed?: string[] },
  expected: Expected,
): void {
  const verdict = judge(report(input), (input.targets ?? []).map(diagnostic), input.changed ?? ['a.ts']);
  assert.deepEqual(
    {
      outcome: verdict.outcome,
      fixed: written(verdict.fixed),
      introduced: written(verdict.introduced),
      remaining: written(verdict.remaining),
    },
    { fixed: [], introduced: [], remaining: [], ...expected },
  );
}

const wrong = 'a.ts:5 2322 wrong type';

describe('judge', () => {
  it('passes when the target is gone and nothing is new', () => {
    check({ before: [wrong], targets: [wrong] }, { outcome: 'passed', fixed: [wrong] });
    check({}, { outcome: 'passed' });
  });
  it('fails when the target is still there, also when it moved', () => {
    check({ before: [wrong], after: [wrong], targets: [wrong] }, { outcome: 'failed', remaining: [wrong] });
    const moved = 'a.ts:9 2322 wrong type';
    check({ before: [wrong], after: [moved], targets: [wrong] }, { outcome: 'failed', remaining: [moved] });
  });
  it('fails on a new error in any file', () => {
    const other = 'b.ts:1 2554 too few arguments';
    check({ before: [wrong], after: [other] }, { outcome: 'failed', fixed: [wrong], introduced: [other] });
  });
  it('counts a second error of the same kind as new', () => {
    const second = 'a.ts:40 2322 wrong type';
    check(
      { before: [wrong], after: [wrong, second] },
      { outcome: 'failed', introduced: [second], remaining: [wrong] },
    );
  });
  it('reports a new warning and passes', () => {
    check({ after: ['!a.ts:1 6133 unused'] }, { outcome: 'passed', introduced: ['!a.ts:1 6133 unused'] });
  });
  it('fails on a warning that became an error', () => {
    check(
      { before: ['!a.ts:1 6133 unused'], after: ['a.ts:1 6133 unused'] },
      { outcome: 'failed', fixed: ['!a.ts:1 6133 unused'], introduced: ['a.ts:1 6133 unused'] },
    );
  });
  it('takes what the edit moved for the same, the nearest first', () => {
    const moved = 'a.ts:12 2304 cannot find q';
    check(
      { before: ['a.ts:10 2304 cannot find q'], after: [moved] },
      { outcome: 'passed', remaining: [moved] },
    );
    check(
      {
        before: ['a.ts:5 2304 no x', 'a.ts:9 2304 no x'],
        after: ['a.ts:10 2304 no x'],
        targets: ['a.ts:5 2304 no x'],
      },
      { outcome: 'passed', fixed: ['a.ts:5 2304 no x'], remaining: ['a.ts:10 2304 no x'] },
    );
  });
  it('takes what moved from one changed file into another for the same', () => {
    const moved = 'b.ts:2 2322 wrong type';
    check(
      { before: [wrong], after: [moved], changed: ['a.ts', 'b.ts'] },
      { outcome: 'passed', remaining: [moved] },
    );
    check(
      { before: [wrong], after: [moved], changed: ['a.ts'] },
      { outcome: 'failed', fixed: [wrong], introduced: [moved] },
    );
  });
  it('does not call a file checked that no server looked at', () => {
    check({ changed: ['a.ts', 'a.css'] }, { outcome: 'unchecked' });
    check({ notChecked: [{ path: 'a.ts', reason: 'did not answer' }] }, { outcome: 'unchecked' });
    check({ notChecked: [{ path: 'z.ts', reason: 'too many files' }] }, { outcome: 'passed' });
    check(
      { before: [wrong], after: [wrong, wrong], changed: ['a.css'] },
      {
        outcome: 'failed',
        introduced: [wrong],
        remaining: [wrong],
      },
    );
  });
  it('does not call a target fixed that the server never reported', () => {
    check({ targets: ['a.ts:3 no-var use let'] }, { outcome: 'unchecked' });
    const verdict = judge(report({}), [diagnostic('a.ts:3 no-var use let')], ['a.ts']);
    assert.deepEqual(verdict.notChecked, [
      {
        path: 'a.ts',
        reason:
          "TypeScript 7.0.2 did not report the problem no-var on line 3, so it can't be seen to be gone",
      },
    ]);
  });
  it('knows a target in the words of another version of the server', () => {
    check(
      { before: [wrong], targets: ['a.ts:5 2322 the type is wrong'] },
      { outcome: 'passed', fixed: [wrong] },
    );
  });
  it('lets two targets of one kind each have their own diagnostic', () => {
    const second = 'a.ts:9 2322 wrong type';
    check(
      { before: [wrong, second], after: [second], targets: [wrong, second] },
      { outcome: 'failed', fixed: [wrong], remaining: [second] },
    );
  });
  it('does not take the problem beside a target for the target, though they are of one code', () => {
    const outcome = (before: readonly string[], after: readonly string[], targets: readonly string[]) =>
      judge(report({ before, after }), targets.map(diagnostic), ['a.ts']).outcome;
    const [user, car] = ['a.ts:5:10 2339 no zzz on User', 'a.ts:5:20 2339 no qqq on Car'];
    for (const targets of [[car], [car, user], [user, car]])
      assert.equal(outcome([user, car], [car], targets), 'failed', targets.join());
    assert.equal(outcome([user, car], [car], [user]), 'passed');
    const twin = 'a.ts:5:20 2339 no zzz on User';
    assert.equal(outcome([user, twin], [twin], [twin]), 'failed');
    // Told by another version of the server, it is known by its place alone.
    assert.equal(outcome([user, car], [car], ['a.ts:5:20 2339 Car lacks qqq']), 'failed');
    assert.equal(outcome([user, car], [user], ['a.ts:5:20 2339 Car lacks qqq']), 'passed');
  });
  it('knows a target by where it was found, where other changes have moved it to the place of another', () => {
    const [upper, lower] = ['a.ts:5 2339 no zzz', 'a.ts:9 2339 no zzz'];
    const target = { ...diagnostic(lower), asFound: diagnostic(upper) };
    const lineMoves = [
      { from: 'a.ts', to: 'a.ts', changes: [{ oldStart: 0, oldEnd: 0, newStart: 0, newEnd: 4 }] },
    ];
    const left = { ...report({ before: [upper, lower], after: [lower] }), lineMoves };
    assert.equal(judge(left, [target], ['a.ts']).outcome, 'failed');
    assert.equal(judge(left, [diagnostic(lower)], ['a.ts']).outcome, 'passed');
  });
  it('does not call a target fixed that may be the one which is left where its lines were rewritten', () => {
    const outcome = (
      edit: readonly [string, string],
      before: readonly string[],
      after: string,
      target: number,
    ) => {
      const [old, next] = edit.map((text) => new Map([['a.ts', text]]));
      const said = {
        ...report({ before, after: [after] }),
        lineMoves: lineMovesOf(old ?? new Map(), next ?? new Map()),
      };
      return judge(said, before.slice(target, target + 1).map(diagnostic), ['a.ts']).outcome;
    };
    const both = ["a.ts:1:5 2304 no 'a'", "a.ts:2:5 2304 no 'b'"];
    const fewer = ['use(a)\nuse(b)\n', 'use(c)\n'] as const;
    assert.deepEqual(
      [0, 1].map((at) => outcome(fewer, both, "a.ts:1:5 2304 no 'c'", at)),
      ['failed', 'failed'],
    );
    assert.equal(outcome(['use(a)\nuse(b)\n', 'use(b, 1)\n'], both, "a.ts:1:5 2304 no 'b'", 0), 'passed');
    const even = ['use(a)\nuse(b)\n', 'use(x)\nuse(c)\n'] as const;
    assert.deepEqual(
      [0, 1].map((at) => outcome(even, both, "a.ts:2:5 2304 no 'c'", at)),
      ['passed', 'failed'],
    );
    const oneLine = ["a.ts:1:7 2339 no 'zzz'", "a.ts:1:12 2339 no 'qqq'"];
    const shorter = ['[user.zzz, car.qqq]', '[x, car.www]'] as const;
    assert.equal(outcome(shorter, oneLine, "a.ts:1:9 2339 no 'www'", 1), 'failed');
    const twins = ["a.ts:1:7 2339 no 'zzz'", "a.ts:1:17 2339 no 'zzz'"];
    const first = ['[user.zzz, user.zzz]', '[user.name, user.zzz]'] as const;
    assert.deepEqual(
      [0, 1].map((at) => outcome(first, twins, "a.ts:1:18 2339 no 'zzz'", at)),
      ['passed', 'failed'],
    );
    const second = ['[user.zzz, user.zzz]', '[user.zzz, session.user.name]'] as const;
    assert.deepEqual(
      [0, 1].map((at) => outcome(second, twins, "a.ts:1:7 2339 no 'zzz'", at)),
      ['failed', 'passed'],
    );
    const nearer = ['[session.user.zzz, user.zzz]', '[user.name, user.zzz]'] as const;
    const far = ["a.ts:1:15 2339 no 'zzz'", "a.ts:1:25 2339 no 'zzz'"];
    assert.deepEqual(
      [0, 1].map((at) => outcome(nearer, far, "a.ts:1:18 2339 no 'zzz'", at)),
      ['passed', 'failed'],
    );
    const bothChanged = ['[user.zzz, user.zzz]', '[session.user.zzz, user.name]'] as const;
    const oneLess = ['[user.zzz, user.zzz]', '[user.zzz]'] as const;
    for (const [edit, left] of [
      [bothChanged, 15],
      [oneLess, 7],
    ] as const)
      assert.deepEqual(
        [0, 1].map((at) => outcome(edit, twins, `a.ts:1:${left} 2339 no 'zzz'`, at)),
        ['failed', 'failed'],
      );
  });
  it('says of each changed file that is not checked why', () => {
    const verdict = judge(report({}), [], ['a.ts', 'a.css']);
    assert.deepEqual(verdict.notChecked, [{ path: 'a.css', reason: 'no server looked at it' }]);
  });
});

describe('withEvidence', () => {
  const checkEvidence = (evidence: FurtherEvidence, parts: Parameters<typeof report>[0], expected: string) =>
    assert.equal(withEvidence(judge(report(parts), [], ['a.ts']), evidence).outcome, expected);
  const command = (outcome: 'passed' | 'failed' | 'stopped' | 'notRun') => ({
    command: ['npm', 'test'],
    exitCode: outcome === 'failed' ? 1 : null,
    ms: 1,
    outcome,
    summary: '',
  });
  const suspicions = [{ kind: 'testLiteral', path: 'a.ts', line: 0, detail: 'returns 42' }] as const;
  const unchecked = { checked: [] };

  it('fails on a failed command', () => {
    checkEvidence({ commands: [command('passed'), command('failed')] }, {}, 'failed');
    checkEvidence({ commands: [command('failed')] }, unchecked, 'failed');
  });
  it('lets other commands change nothing', () => {
    checkEvidence({ commands: [command('passed')] }, {}, 'passed');
    checkEvidence({ commands: [command('passed')] }, unchecked, 'unchecked');
    checkEvidence({ commands: [command('stopped'), command('notRun')] }, {}, 'passed');
    checkEvidence({ commands: [command('passed')] }, { after: [wrong] }, 'failed');
  });
  it('does not let a suspect change pass', () => {
    checkEvidence({ suspicions }, {}, 'unchecked');
    checkEvidence({ suspicions }, { after: [wrong] }, 'failed');
  });
  it('keeps what it had', () => {
    const verdict = judge(report({}), [], ['a.ts']);
    const first = withEvidence(verdict, { commands: [command('failed')], suspicions });
    const both = withEvidence(first, { commands: [command('passed')] });
    assert.deepEqual(
      [both.outcome, both.commands?.map(({ outcome }) => outcome), both.suspicions],
      ['failed', ['failed', 'passed'], suspicions],
    );
    assert.deepEqual(withEvidence(verdict, {}), verdict);
  });
});
