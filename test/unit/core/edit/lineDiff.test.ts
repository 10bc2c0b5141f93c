import assert from 'node:assert/strict';
import { type LineChange, lineChanges } from '../../../../src/core/edit/lineDiff.ts';
import { applyTextEdit } from '../../../../src/core/edit/textEdit.ts';
import { editBetween } from '../../support/editBetween.ts';

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `line ${at}`);

const sizeOf = ({ oldStart, oldEnd, newStart, newEnd }: LineChange): string =>
  `${oldStart}: ${oldEnd - oldStart} by ${newEnd - newStart}`;

describe('lineChanges', () => {
  const check = (old: readonly string[], next: readonly string[], expected: readonly string[]): void => {
    assert.deepEqual(lineChanges(old, next).map(sizeOf), expected);
    const [from, to] = [old.map((line) => `${line}\n`).join(''), next.map((line) => `${line}\n`).join('')];
    assert.equal(applyTextEdit(editBetween(from, to), from), to);
  };
  const abc = ['a', 'b', 'c'];

  it('finds none in equal texts', () => check(abc, abc, []));
  it('finds a replaced line', () => check(abc, ['a', 'x', 'c'], ['1: 1 by 1']));
  it('finds an added and a removed line apart', () =>
    check(abc, ['x', 'a', 'b'], ['0: 0 by 1', '2: 1 by 0']));
  it('finds all of a text that shares nothing', () => check(abc, ['x', 'y'], ['0: 3 by 2']));

  describe('of more changes than it looks for the fewest of', () => {
    const old = numbered(4000);

    it('keeps lines that stand once in both between them', () => {
      const next = old.map((line, at) => (at % 5 === 2 ? `${line} changed` : line));
      const expected = old.flatMap((_, at) => (at % 5 === 2 ? [`${at}: 1 by 1`] : []));
      check(old, next, expected);
    });
    it('keeps lines that stand twice where they lie between such', () => {
      const twice = old.map((line, at) => (at % 5 === 1 ? '' : line));
      const next = twice.map((line, at) => (at % 5 === 3 ? `${line} changed` : line));
      check(
        twice,
        next,
        twice.flatMap((_, at) => (at % 5 === 3 ? [`${at}: 1 by 1`] : [])),
      );
    });
    it('takes lines that changed places for moved, and the longest row that did not for kept', () => {
      const next = [...old.slice(2500), ...old.slice(0, 2500)];
      check(old, next, ['0: 0 by 1500', '2500: 1500 by 0']);
    });
    it('replaces all of a text that shares no line', () => {
      check(
        old,
        numbered(3000).map((line) => `${line}!`),
        ['0: 4000 by 3000'],
      );
    });
  });
});
