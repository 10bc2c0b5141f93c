import assert from 'node:assert/strict';
import type { HunkView, ProposalView } from '../../../src/protocol/panel.ts';
import {
  describeTally,
  hunkKey,
  hunksInOrder,
  nextOpenHunk,
  openHunks,
  openUnverified,
  stepHunk,
  tally,
} from '../../../src/webview/model/review.ts';

const decisions: Record<string, HunkView['decision']> = {
  o: 'open',
  a: 'accepted',
  r: 'rejected',
  s: 'stale',
};

/** A proposal for each text: files parted by "/", a letter for each hunk (o open, a accepted, r rejected, s stale). */
function proposals(...texts: readonly string[]): ProposalView[] {
  return texts.map((text, proposal) => ({
    id: `p${proposal}`,
    title: '',
    tier: 'nano',
    files: text.split('/').map((letters, file) => ({
      path: `f${file}`,
      change: 'changed' as const,
      hunks: [...letters].map((letter, index) => ({
        index,
        mark: `m${index}`,
        oldStart: 1,
        newStart: 1,
        text: '',
        decision: decisions[letter] ?? 'open',
      })),
    })),
    evidence: {
      outcome: 'passed' as const,
      summary: '',
      fixed: [],
      introduced: [],
      remaining: [],
      checked: [],
      notChecked: [],
      ms: 0,
    },
  }));
}

/** A hunk's key by its place in the order shown, from 0. */
function key(of: readonly ProposalView[], place: number): string | undefined {
  const hunk = hunksInOrder(of)[place];
  return hunk && hunkKey(hunk);
}

describe('the hunks of a run', () => {
  it('come in the order shown', () => {
    assert.deepEqual(
      hunksInOrder(proposals('oa/r', 's')).map(({ proposal, path, mark, decision }) => [
        proposal,
        path,
        mark,
        decision,
      ]),
      [
        ['p0', 'f0', 'm0', 'open'],
        ['p0', 'f0', 'm1', 'accepted'],
        ['p0', 'f1', 'm0', 'rejected'],
        ['p1', 'f0', 'm0', 'stale'],
      ],
    );
  });
  it('are open until decided', () => {
    const file = proposals('oaos')[0]?.files[0];
    assert.deepEqual(file && openHunks(file), ['m0', 'm2']);
  });
  it('are counted by decision', () => {
    assert.deepEqual(tally(proposals('oa/r', 'so')), { open: 2, accepted: 1, rejected: 1, stale: 1 });
  });
});

describe('describeTally', () => {
  it('leaves out what has not come up', () => {
    assert.equal(describeTally(tally(proposals('ooa/s'))), '2 changes to review, 1 accepted, 1 stale');
    assert.equal(describeTally(tally([])), '');
  });
});

describe('openUnverified', () => {
  it('counts only what is open and has not passed', () => {
    const [first, second, third] = proposals('o', 'a', 'o');
    assert.ok(first && second && third);
    const unchecked = (proposal: ProposalView): ProposalView => ({
      ...proposal,
      evidence: { ...proposal.evidence, outcome: 'unchecked' },
    });
    assert.equal(openUnverified([unchecked(first), unchecked(second), third]), 1);
  });
});

describe('stepHunk', () => {
  const check = (texts: readonly string[], from: number | undefined, step: 1 | -1, expected: number) => {
    const all = proposals(...texts);
    const start = from === undefined ? undefined : key(all, from);
    assert.equal(stepHunk(all, start, step), key(all, expected));
  };

  it('goes through files and proposals, decided hunks too', () => {
    check(['oa', 'o'], 0, 1, 1);
    check(['oa', 'o'], 1, 1, 2);
    check(['oa', 'o'], 2, -1, 1);
  });
  it('stays at an end', () => {
    check(['oa'], 1, 1, 1);
    check(['oa'], 0, -1, 0);
  });
  it('starts with the first one', () => {
    check(['oa'], undefined, 1, 0);
    check(['oa'], undefined, -1, 0);
  });
  it('finds none where there is none', () => {
    assert.equal(stepHunk([], undefined, 1), undefined);
  });
});

describe('nextOpenHunk', () => {
  const check = (texts: readonly string[], from: number, expected: number | undefined) => {
    const all = proposals(...texts);
    assert.equal(
      nextOpenHunk(all, key(all, from) ?? ''),
      expected === undefined ? undefined : key(all, expected),
    );
  };

  it('skips what is decided', () => check(['oaro'], 0, 3));
  it('goes on in the next proposal', () => check(['oa', 'ro'], 0, 3));
  it('comes back to the first open one above', () => check(['ao/o', 'o'], 3, 1));
  it('finds none when the last one is being decided', () => check(['ao'], 1, undefined));
});
