import assert from 'node:assert/strict';
import { hunksOf } from '../../../../src/core/edit/proposal/hunks.ts';
import type { Proposal } from '../../../../src/core/edit/proposal/proposal.ts';
import { placeHunks } from '../../../../src/host/review/placeHunks.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';

const lines = (count: number, change: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: count }, (_, at) => `${change[at] ?? `line ${at}`}\n`).join('');

function proposal(base: string | null, content: string | null, decisions?: readonly string[]): Proposal {
  const hunks = hunksOf(base, content);
  return {
    id: 'p',
    run: 'r',
    title: 'A change',
    tasks: [],
    tier: 'nano',
    files: [
      {
        path: 'a.ts',
        base,
        content,
        hunks,
        decisions: hunks.map((_, at) => (decisions?.[at] ?? 'open') as 'open'),
      },
    ],
    verdict: passedVerdict,
  };
}

describe('hunks in an editor', () => {
  const check = (given: Proposal, current: string, expected: readonly string[]) =>
    assert.deepEqual(
      placeHunks([given], 'a.ts', current).map(
        ({ line, removed, added, stale }) =>
          `${line}: -${removed.join(',')} +${added.join(',')}${stale === undefined ? '' : ' stale'}`,
      ),
      expected,
    );
  const two = proposal(lines(30), lines(30, { 2: 'two', 20: 'twenty' }));

  it('stand where they were made', () => check(two, lines(30), ['2: -line 2 +two', '20: -line 20 +twenty']));
  it('move with what was written above them', () =>
    check(two, `new\n${lines(30)}`, ['3: -line 2 +two', '21: -line 20 +twenty']));
  it('know what was accepted before', () =>
    check(
      proposal(lines(30), lines(30, { 2: 'two', 20: 'twenty' }), ['accepted', 'open']),
      lines(30, { 2: 'two' }),
      ['20: -line 20 +twenty'],
    ));
  it('are told as lines that only come, or only go', () => {
    check(proposal('a\nb\n', 'a\nnew\nb\n'), 'a\nb\n', ['1: - +new']);
    check(proposal('a\nold\nb\n', 'a\nb\n'), 'a\nold\nb\n', ['1: -old +']);
  });
  it('are stale where their lines have changed', () =>
    check(two, lines(30, { 2: 'of the user' }), ['2: -line 2 +two stale', '20: -line 20 +twenty']));
  it('are gone where the file is already as proposed', () =>
    check(two, lines(30, { 2: 'two', 20: 'twenty' }), []));
  it('do not mind the kind of line breaks', () =>
    check(proposal('a\nb\n', 'a\nB\n'), 'a\r\nb\r\n', ['1: -b +B']));
  it('of other files and of new files have no place', () => {
    assert.deepEqual(placeHunks([two], 'b.ts', ''), []);
    check(proposal(null, 'new\n'), 'new\n', []);
  });
});
