import assert from 'node:assert/strict';
import { editHunk } from '../../../../src/core/edit/proposal/editHunk.ts';
import { hunksOf } from '../../../../src/core/edit/proposal/hunks.ts';
import type { HunkDecision, Proposal, ProposedFile } from '../../../../src/core/edit/proposal/proposal.ts';
import { markOf, openPicks, readPick } from '../../../../src/host/proposals/hunkPicks.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';

const lines = (count: number, change: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: count }, (_, line) => `${change[line] ?? `line ${line}`}\n`).join('');

function fileOf(content: string, decisions: readonly HunkDecision[]): ProposedFile {
  const base = lines(40);
  return { path: 'a.txt', base, content, hunks: hunksOf(base, content), decisions };
}

const proposalOf = (file: ProposedFile): Proposal => ({
  id: 'p',
  run: 'r',
  title: '',
  tasks: [],
  tier: 'none',
  files: [file],
  verdict: passedVerdict,
});

describe('what was picked', () => {
  const changes = { 2: 'two', 5: 'five', 8: 'eight', 11: 'eleven', 22: 'twenty', 33: 'thirty' };
  const proposed = fileOf(lines(40, changes), ['open', 'open', 'open']);
  const marks = proposed.hunks.map(markOf);
  const check = (now: ProposedFile, picked: readonly (string | undefined)[], expected: string) => {
    const pick = { proposal: 'p', path: 'a.txt', marks: picked.map(String) };
    const read = readPick({ proposals: [proposalOf(now)] }, pick);
    assert.equal(
      read ? `${read.places.hunks.join()}${read.isChanged ? ' changed' : ''}` : undefined,
      expected,
    );
  };
  // The user has left two lines as they were: the first hunk is two now, and those below have other places.
  const edited = editHunk(proposed, 0, lines(15, { 2: 'two', 11: 'eleven' }).trimEnd());

  it('is known by what it is', () => {
    check(proposed, [marks[1]], '1');
    check(proposed, marks, '0,1,2');
  });

  it('is the same hunk at another place', () => {
    assert.equal(edited?.hunks.length, 4);
    check(edited, [marks[1]], '2');
    check(edited, [marks[2]], '3');
  });

  it('is not taken once it was edited, though a hunk stands at its place', () => {
    assert.ok(edited);
    check(edited, [marks[0]], ' changed');
    check(edited, [marks[0], marks[2]], '3 changed');
  });

  it('is left out where it is decided', () =>
    check({ ...proposed, decisions: ['accepted', 'open', 'open'] }, [marks[0], marks[1]], '1'));

  it('is nothing in a proposal or a file that is not there', () => {
    const read = (proposal: string, path: string) =>
      readPick({ proposals: [proposalOf(proposed)] }, { proposal, path, marks });
    assert.equal(read('other', 'a.txt'), undefined);
    assert.equal(read('p', 'b.txt'), undefined);
  });

  it('is all that is open where nothing else is said', () =>
    assert.deepEqual(openPicks(proposalOf({ ...proposed, decisions: ['open', 'rejected', 'open'] })), [
      { proposal: 'p', path: 'a.txt', marks: [marks[0], marks[2]] },
    ]));
});
