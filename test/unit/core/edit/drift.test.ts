import assert from 'node:assert/strict';
import { driftOf } from '../../../../src/core/edit/proposal/drift.ts';
import { hunksOf } from '../../../../src/core/edit/proposal/hunks.ts';
import type { HunkDecision, ProposedFile } from '../../../../src/core/edit/proposal/proposal.ts';

const lines = (change: Readonly<Record<number, string>> = {}) =>
  [...Array(40).keys()].map((k) => `${change[k] ?? `line ${k}`}\n`).join('');

function fileOf(base: string | null, content: string | null, ...decisions: HunkDecision[]): ProposedFile {
  const hunks = hunksOf(base, content);
  return { path: 'a.ts', base, content, hunks, decisions: hunks.map((_, k) => decisions[k] ?? 'open') };
}

describe('what became of a file since it was proposed', () => {
  const two = (...decisions: HunkDecision[]) =>
    fileOf(lines(), lines({ 5: 'five', 30: 'thirty' }), ...decisions);
  /** The hunks that have no place now; undefined where the file is as it was. */
  const check = (file: ProposedFile, current: string | null, expected: readonly number[] | undefined) => {
    const drift = driftOf(file, current);
    assert.deepEqual(drift && [...drift.unfit.keys()], expected);
  };

  it('is nothing where it is as it was', () => check(two(), lines(), undefined));
  it('is nothing where only what was accepted is in it', () =>
    check(two('accepted'), lines({ 5: 'five' }), undefined));
  it('is nothing that matters where all is decided', () =>
    check(two('accepted', 'rejected'), 'gone', undefined));
  it('leaves hunks that fit all the same', () => check(two(), lines({ 17: 'other' }), []));
  it('leaves no place to a hunk whose lines are others now', () => check(two(), lines({ 5: 'other' }), [0]));
  it('leaves no place to any where the file is gone', () => check(two(), null, [0, 1]));
  it('says why', () => {
    const reason = driftOf(two(), lines({ 30: 'other' }))?.unfit.get(1);
    assert.match(reason ?? '', /^a\.ts has changed since/);
  });
});
