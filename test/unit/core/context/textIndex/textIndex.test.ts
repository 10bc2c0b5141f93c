import assert from 'node:assert/strict';
import { TextIndex } from '../../../../../src/core/context/textIndex/textIndex.ts';

function indexOf(files: Readonly<Record<string, string>>): TextIndex {
  const index = new TextIndex();
  for (const [path, text] of Object.entries(files)) index.set(path, text, '1');
  return index;
}

const shop = {
  'src/cart.ts': 'import { price } from "./price.ts";\nexport function cartTotal() { return price(); }\n',
  'src/price.ts': 'export const price = () => 4; // what a thing costs\n',
  'src/render.ts': 'export function render() { return "total"; }\n',
  'test/cart.test.ts':
    'import { cartTotal } from "../src/cart.ts";\ncartTotal(); cartTotal(); // cart total\n',
  'README.md': 'A cart and its total. The cart total is the price of all.\n',
};

describe('TextIndex', () => {
  const check = (
    query: string,
    expected: readonly string[],
    files: Readonly<Record<string, string>> = shop,
  ) => {
    const found = indexOf(files)
      .search(query, 20)
      .map(({ path }) => path);
    assert.deepEqual(found.slice(0, expected.length), expected, found.join(', '));
  };

  it('finds the file that declares a name before those that use it', () =>
    check('cartTotal is wrong', ['src/cart.ts']));
  it('finds a name by its parts', () => check('the total of a cart', ['src/cart.ts']));
  it('finds words by their stem', () => check('pricing', ['src/price.ts']));
  for (const name of ['顧客番号', 'получитьЗаказ', 'ελληνικά', 'नमस्ते', 'größe', 'Überweisung', 'Café'])
    it(`finds ${name} by its name, and not by a part of it`, () => {
      const files = {
        ...shop,
        'src/gr.ts': 'gr e berweisung Caf',
        'src/named.ts': `export const ${name} = 1;`,
      };
      check(name, ['src/named.ts'], files);
      assert.equal(indexOf(files).search(name, 9).length, 1);
    });
  it('finds a file whose name is outside of ASCII', () =>
    check('顧客', ['src/顧客.ts'], { ...shop, 'src/顧客.ts': '' }));
  it('finds a file by its name', () => check('render', ['src/render.ts']));
  it('puts tests and prose after programs', () =>
    check('cart total', ['src/cart.ts', 'src/price.ts', 'src/render.ts']));
  it('puts tests higher where a request is about them', () =>
    check('add a missing test for cartTotal', ['src/cart.ts', 'test/cart.test.ts']));
  it('puts a path that is mentioned first', () =>
    check('cart total wrong\n  at total (/home/me/shop/src/price.ts:1:2)', ['src/price.ts']));
  it('brings in what the best files import', () => {
    const found = indexOf({
      'a/one.ts': 'import "./two.ts";\nneedle',
      'a/two.ts': 'other',
      'a/three.ts': 'other',
    });
    assert.deepEqual(
      found.search('needle', 9).map(({ path }) => path),
      ['a/one.ts', 'a/two.ts'],
    );
  });
  it('prefers words that stand together', () => {
    const between = 'x\n'.repeat(1_000);
    const far = `alpha\n${between}omega\n`;
    check('alpha omega', ['b.ts', 'a.ts'], { 'a.ts': far, 'b.ts': `${between}alpha\nomega\n` });
  });
  it('finds nothing for words that no file has', () =>
    assert.deepEqual(indexOf(shop).search('zebra', 9), []));
  it('finds nothing in an empty index', () => assert.deepEqual(new TextIndex().search('cart', 9), []));

  it('knows a file by its new text alone once it was replaced', () => {
    const index = indexOf(shop);
    index.search('cart', 1);
    index.set('src/cart.ts', 'export const basket = 1;\n', '2');
    assert.equal(index.search('basket', 1)[0]?.path, 'src/cart.ts');
    assert.equal(index.stampOf('src/cart.ts'), '2');
    assert.ok(!index.search('cartTotal', 9).some(({ path, score }) => path === 'src/cart.ts' && score > 5));
  });
  it('forgets a removed file', () => {
    const index = indexOf(shop);
    index.remove('src/cart.ts');
    assert.ok(!index.search('cartTotal', 9).some(({ path }) => path === 'src/cart.ts'));
    assert.equal(index.size, 4);
  });
  it('takes less room than half of the texts that it knows', () => {
    const word = (k: number) => `name${(k * 2_654_435_761) % 9_973}`;
    const index = new TextIndex();
    let characters = 0;
    for (let file = 0; file < 400; file++) {
      const lines = Array.from({ length: 80 }, (_, k) => {
        const [a, b, c] = [file + k, file * 7 + k, k * 3].map(word);
        return `  const ${a} = ${b}(${c}, options.value); // ${a} of ${c}`;
      });
      const text = lines.join('\n');
      characters += text.length;
      index.set(`src/part${file % 20}/file${file}.ts`, text, file);
    }
    const { docs, segments } = index.arrays();
    const bytes = [
      docs.lengths,
      docs.ends,
      docs.imports,
      ...segments.flatMap(({ terms, ends, bytes }) => [terms, ends, bytes]),
    ];
    const size = bytes.reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert.ok(size < characters / 2, `${size} bytes for ${characters} characters`);
  });
  it('gives the same answer however often files were replaced', () => {
    const once = indexOf(shop);
    const often = indexOf(shop);
    for (let round = 0; round < 30; round++)
      for (const [path, text] of Object.entries(shop)) {
        often.set(path, `${text}${round}`, `${round}`);
        often.search('cart', 3);
        often.set(path, text, '1');
      }
    assert.deepEqual(often.search('cart total price', 9), once.search('cart total price', 9));
  });
  it('takes a long log for what is rare in it', () => {
    const log = Array.from({ length: 3_000 }, (_, k) => `noise${k} cart`).join(' ');
    check(`${log} basketOfFruit`, ['src/basket.ts'], {
      ...shop,
      'src/basket.ts': 'const basketOfFruit = 1;',
    });
  });
});
