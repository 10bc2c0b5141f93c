import assert from 'node:assert/strict';
import { acceptHunks } from '../../../../src/core/edit/proposal/accept.ts';
import { editHunk, hunksInPlaceOf } from '../../../../src/core/edit/proposal/editHunk.ts';
import { hunksOf } from '../../../../src/core/edit/proposal/hunks.ts';
import type { ProposedFile } from '../../../../src/core/edit/proposal/proposal.ts';

function fileOf(base: string | null, content: string | null): ProposedFile {
  const hunks = hunksOf(base, content);
  return { path: 'a.ts', base, content, hunks, decisions: hunks.map(() => 'open') };
}

const lines = (change: Readonly<Record<number, string>> = {}, end = '\n') =>
  [...Array(30).keys()].map((k) => (change[k] ?? `line ${k}`) + end).join('');

/** What the file becomes where the user edits a hunk's new side and accepts that alone. */
function accepted(file: ProposedFile, index: number, text: string): string | null | undefined {
  const hunk = file.hunks[index];
  const edited = editHunk(file, index, text);
  if (!hunk || !edited) return undefined;
  const result = acceptHunks(edited, file.base, hunksInPlaceOf(edited, hunk));
  return result.type === 'content' ? result.content : undefined;
}

/** The new side of a hunk, as the user finds it. */
const newSide = (file: ProposedFile, index: number) =>
  (file.hunks[index]?.lines ?? []).flatMap((line) => (line.type === 'removed' ? [] : [line.text])).join('\n');

describe('a hunk that the user writes otherwise', () => {
  const two = fileOf(lines(), lines({ 5: 'five', 20: 'twenty' }));

  it('is accepted as written, and by itself', () => {
    const text = newSide(two, 0).replace('five', 'FIVE\nand more');
    assert.equal(accepted(two, 0, text), lines({ 5: 'FIVE\nand more' }));
  });
  it('leaves the decisions on the others', () => {
    const file: ProposedFile = { ...two, decisions: ['open', 'rejected'] };
    const edited = editHunk(file, 0, newSide(file, 0).replace('five', 'FIVE'));
    assert.deepEqual(edited?.decisions, ['open', 'rejected']);
  });
  it('keeps the file’s line ends', () => {
    const file = fileOf(lines({}, '\r\n'), lines({ 5: 'five' }, '\r\n'));
    const text = newSide(file, 0).replace('five', 'a\nb');
    assert.equal(accepted(file, 0, text), lines({ 5: 'a\r\nb' }, '\r\n'));
  });
  it('ends the file as it ended', () => {
    assert.equal(accepted(fileOf('a\nb', 'a\nc'), 0, 'a\nd'), 'a\nd');
    assert.equal(accepted(fileOf('a\nb\n', 'a\nc\n'), 0, 'a\nd'), 'a\nd\n');
  });
  it('may be a new file', () => assert.equal(accepted(fileOf(null, 'a\n'), 0, 'b\nc'), 'b\nc\n'));
  it('may be emptied', () => assert.equal(accepted(fileOf('a\nb\n', 'a\nc\n'), 0, ''), ''));
  it('is none any more where it is written back', () =>
    assert.equal(editHunk(fileOf('a\nb\n', 'a\nc\n'), 0, 'a\nb'), undefined));
  it('is not edited once decided, or where the file is to go', () => {
    assert.equal(editHunk({ ...two, decisions: ['accepted', 'open'] }, 0, 'x'), undefined);
    assert.equal(editHunk(fileOf('a\n', null), 0, 'x'), undefined);
    assert.equal(editHunk(two, 7, 'x'), undefined);
  });
});
