import assert from 'node:assert/strict';
import { enclosingBlock, openedBlock } from '../../../../src/core/context/code/enclosingBlock.ts';

const source = `import { a } from './a.ts';

export function first(): number {
  return 1;
}

export class Shop {
  total = 0;

  sum(items: number[]): number {
    let sum = 0;
    for (const item of items) {
      sum += item;
    }
    return sum;
  }

  last(): number {
    return this.total;
  }
}

const end = 1;
`;
const lines = source.trimEnd().split('\n');

describe('enclosingBlock', () => {
  /** The first and last line (from 1) of the block around the line that holds the word. */
  const check = (word: string, most: number, expected: readonly [number, number]) => {
    const at = lines.findIndex((line) => line.includes(word));
    const span = enclosingBlock(lines, { first: at, last: at }, most);
    assert.deepEqual([span.first + 1, span.last + 1], expected);
  };

  it('goes outwards from loop to method to class, as far as there is room', () => {
    check('sum += item', 40, [7, 21]);
    check('sum += item', 10, [10, 16]);
  });
  it('is the lines around where the block is too long', () => {
    check('sum += item', 6, [11, 15]);
    check('sum += item', 1, [13, 13]);
  });
  it('takes the lines around at the outermost level', () => {
    check('const end', 40, [20, 23]);
    check('import', 40, [1, 4]);
  });
  it('does not leave the text', () => {
    assert.deepEqual(enclosingBlock(['a'], { first: 5, last: 5 }, 10), { first: 0, last: 0 });
  });
});

describe('openedBlock', () => {
  const check = (word: string, most: number, expected: readonly [number, number]) => {
    const at = lines.findIndex((line) => line.includes(word));
    const span = openedBlock(lines, at, most);
    assert.deepEqual([span.first + 1, span.last + 1], expected);
  };

  it('goes from the opening line to the closing one', () => {
    check('function first', 15, [3, 5]);
    check('class Shop', 30, [7, 21]);
    check('const end', 15, [23, 23]);
  });
  it('stops at the most lines', () => check('class Shop', 4, [7, 10]));
});

describe('a block whose head goes over several lines', () => {
  const heads: readonly (readonly [string, readonly string[]])[] = [
    [
      'in TypeScript',
      ['function sum(', '  items: number[],', '): number {', '  start();', '  add(items);', '}'],
    ],
    ['in Python', ['def sum(', '    items,', ') -> int:', '    start()', '    add(items)']],
    [
      'as a callback',
      ['const sum = items.reduce(', '  (a, b) => a,', ').map((each) => {', '  add(each);', '});'],
    ],
  ];
  for (const [name, block] of heads)
    it(`is whole ${name}`, () => {
      const text = ['one();', '', ...block, '', 'two();'];
      const at = text.findIndex((line) => line.includes('add('));
      const whole = { first: 2, last: 1 + block.length };
      assert.deepEqual(openedBlock(text, 2, 40), whole);
      assert.equal(enclosingBlock(text, { first: at, last: at }, 40).first <= whole.first, true);
      assert.deepEqual(enclosingBlock([...block], { first: at - 2, last: at - 2 }, 40), {
        first: 0,
        last: block.length - 1,
      });
    });
});
