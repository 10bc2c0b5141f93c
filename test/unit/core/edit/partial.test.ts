import assert from 'node:assert/strict';
import { describePartial } from '../../../../src/core/edit/describeOutcome.ts';
import { applyEdits, applyPatch } from '../../../../src/core/edit/patch.ts';
import { searching, updating } from './patchTexts.ts';

interface Told {
  readonly taken: Record<string, string | null>;
  /** By file: the changes that applied, and those that did not, with the reason. */
  readonly hunks: Record<string, string>;
}

function told(result: ReturnType<typeof applyPatch>): Told {
  assert.ok(!result.ok, 'it was applied whole');
  const hunks = (result.files ?? []).map(({ path, applied, failed, problem }) => [
    path,
    [
      applied.join(' '),
      ...failed.map(({ number, code }) => `${number} ${code}`),
      ...(problem ? [problem.code] : []),
    ].join(', '),
  ]);
  return { taken: Object.fromEntries(result.changes ?? []), hunks: Object.fromEntries(hunks) };
}

function check(
  files: Record<string, string>,
  patch: string,
  expected: Told,
  format: 'v4a' | 'search_replace' = 'v4a',
) {
  assert.deepEqual(told(applyPatch(format, patch, new Map(Object.entries(files)))), expected);
}

const abc = { 'a.ts': 'a\nb\nc\n' };
const two = (first: string, second: string) => updating(`${first}\n@@\n${second}`);

describe('a patch that fits in part', () => {
  it('keeps the first change', () =>
    check(abc, two('-a\n+A', '-x\n+y'), {
      taken: { 'a.ts': 'A\nb\nc\n' },
      hunks: { 'a.ts': '1, 2 context_not_found' },
    }));
  it('keeps the last change', () =>
    check(abc, two('-x\n+y', '-c\n+C'), {
      taken: { 'a.ts': 'a\nb\nC\n' },
      hunks: { 'a.ts': '2, 1 context_not_found' },
    }));
  it('keeps those round the one that fails', () =>
    check(abc, updating('-a\n+A\n@@\n-x\n+y\n@@\n-c\n+C'), {
      taken: { 'a.ts': 'A\nb\nC\n' },
      hunks: { 'a.ts': '1 3, 2 context_not_found' },
    }));
  it('tells why each one fails', () =>
    check({ 'a.ts': 'a\nx\nx\nB\n' }, updating('-a\n+A\n@@\n-x\n+y\n@@\n x\n+B\n@@\n-z\n+Z'), {
      taken: { 'a.ts': 'A\nx\nx\nB\n' },
      hunks: { 'a.ts': '1, 2 ambiguous, 3 ambiguous, 4 context_not_found' },
    }));
  it('keeps neither of two that replace one line', () =>
    check(abc, updating('-a\n+1\n@@\n-a\n+2\n@@\n-c\n+C'), {
      taken: { 'a.ts': 'a\nb\nC\n' },
      hunks: { 'a.ts': '3, 1 invalid_patch, 2 invalid_patch' },
    }));
  it('keeps nothing of a change with lines left out of which a part fails', () =>
    check({ 'a.ts': 'a\n1\n2\nb\nc\n' }, updating('-a\n+A\n // ... existing code ...\n-x\n+y\n@@\n-c\n+C'), {
      taken: { 'a.ts': 'a\n1\n2\nb\nC\n' },
      hunks: { 'a.ts': '2, 1 context_not_found' },
    }));
  it('keeps the files that fit', () =>
    check(
      { 'a.ts': 'a\n', 'b.ts': 'b\n' },
      '*** Begin Patch\n*** Update File: a.ts\n-a\n+A\n*** Update File: b.ts\n-x\n+y\n*** Add File: c.ts\n+c\n*** End Patch',
      { taken: { 'a.ts': 'A\n', 'c.ts': 'c\n' }, hunks: { 'a.ts': '1', 'b.ts': ', 1 context_not_found' } },
    ));
  it('counts on over two sections of one file', () =>
    check(
      abc,
      '*** Begin Patch\n*** Update File: a.ts\n-a\n+A\n*** Update File: a.ts\n-x\n+y\n*** End Patch',
      { taken: { 'a.ts': 'A\nb\nc\n' }, hunks: { 'a.ts': '1, 2 context_not_found' } },
    ));
  it('does not move the file', () =>
    check(abc, updating('*** Move to: b.ts\n-a\n+A\n@@\n-x\n+y'), {
      taken: { 'a.ts': 'A\nb\nc\n' },
      hunks: { 'a.ts': '1, 2 context_not_found, context_not_found' },
    }));
  it('does not delete a file that it can not add again', () =>
    check(
      abc,
      '*** Begin Patch\n*** Delete File: a.ts\n*** Add File: a.ts\n+a\n+// ... existing code ...\n*** End Patch',
      { taken: {}, hunks: { 'a.ts': ', invalid_patch' } },
    ));
  it('keeps nothing when it is broken off', () =>
    check(abc, two('-a\n+A', '-c\n+C').replace('*** End Patch\n', ''), { taken: {}, hunks: {} }));
  it('keeps blocks that fit', () =>
    check(
      abc,
      searching('a', 'A') + searching('x', 'y') + searching('c', 'C'),
      { taken: { 'a.ts': 'A\nb\nC\n' }, hunks: { 'a.ts': '1 3, 2 context_not_found' } },
      'search_replace',
    ));
  it('keeps nothing of blocks when the last is broken off', () =>
    check(
      abc,
      `${searching('a', 'A')}<<<<<<< SEARCH\nc\n=======\nC`,
      { taken: {}, hunks: {} },
      'search_replace',
    ));
  it('keeps edits that fit', () => {
    const edits = [
      { path: 'a.ts', old: 'a', new: 'A' },
      { path: 'a.ts', old: 'x', new: 'y' },
      { path: 'a.ts', old: 'c', new: 'C' },
    ];
    assert.deepEqual(told(applyEdits(edits, new Map(Object.entries(abc)))), {
      taken: { 'a.ts': 'A\nb\nC\n' },
      hunks: { 'a.ts': '1 3, 2 context_not_found' },
    });
  });
  it('is told to the model as what not to send again and what to', () => {
    const patch =
      '*** Begin Patch\n*** Update File: a.ts\n-a\n+A\n@@\n-x\n+y\n@@\n-c\n+C\n*** Add File: n.ts\n+n\n*** Delete File: gone.ts\n*** End Patch';
    const result = applyPatch('v4a', patch, new Map(Object.entries(abc)));
    assert.ok(!result.ok && result.files && result.changes);
    assert.deepEqual(describePartial(result.files, result.changes).split('\n'), [
      'Applied, not to be sent again: n.ts.',
      'Changes 1 and 3 of a.ts were applied, not to be sent again.',
      'Change 2 was not (line numbers are from before this patch):',
      'Change 2 fits nowhere in the file (3 lines). Read the file again and send the change against what it holds now.',
      'Send only change 2 of a.ts again.',
      'Not applied: gone.ts: There is no such file to delete.',
    ]);
  });
  it('tells that a new file is there, whose later change failed', () => {
    const patch = '*** Begin Patch\n*** Add File: n.ts\n+n\n*** Update File: n.ts\n-x\n+y\n*** End Patch';
    const result = applyPatch('v4a', patch, new Map());
    assert.ok(!result.ok && result.files && result.changes);
    const [first] = describePartial(result.files, result.changes).split('\n');
    assert.equal(first, 'n.ts was applied, not to be sent again.');
  });
});

describe('the reported edit', () => {
  const edits = (patch: string, files: Record<string, string>) => {
    const result = applyPatch('v4a', patch, new Map(Object.entries(files)));
    return Object.fromEntries([...(result.edits ?? [])].map(([path, edit]) => [path, edit.replacements]));
  };
  it('holds each changed stretch and nothing else', () =>
    assert.deepEqual(edits(updating('-a\n+A\n b\n-c\n+C'), abc), {
      'a.ts': [
        { start: 0, end: 2, text: 'A\n' },
        { start: 4, end: 6, text: 'C\n' },
      ],
    }));
  it('is one for several sections of a file', () =>
    assert.deepEqual(
      edits('*** Begin Patch\n*** Update File: a.ts\n-a\n*** Update File: a.ts\n-c\n+C\n*** End Patch', abc),
      {
        'a.ts': [
          { start: 0, end: 2, text: '' },
          { start: 4, end: 6, text: 'C\n' },
        ],
      },
    ));
  it('goes with a moved file, and tells a new one from nothing', () =>
    assert.deepEqual(
      edits(
        '*** Begin Patch\n*** Update File: a.ts\n*** Move to: b.ts\n-b\n*** Add File: n.ts\n+n\n*** Delete File: d.ts\n*** End Patch',
        { ...abc, 'd.ts': 'd\n' },
      ),
      { 'b.ts': [{ start: 2, end: 4, text: '' }], 'n.ts': [{ start: 0, end: 0, text: 'n\n' }] },
    ));
});
