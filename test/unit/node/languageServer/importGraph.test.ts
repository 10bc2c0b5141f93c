import assert from 'node:assert/strict';
import { affectedFiles } from '../../../../src/node/languageServer/project/affectedFiles.ts';
import { ImportGraph } from '../../../../src/node/languageServer/project/importGraph.ts';

function graphOf(files: Readonly<Record<string, string>>): ImportGraph {
  const graph = new ImportGraph();
  for (const [file, text] of Object.entries(files)) graph.set(file, text);
  return graph;
}

describe('affectedFiles', () => {
  type Files = Readonly<Record<string, string>>;
  const affected = async (files: Files, changes: Readonly<Record<string, string | null>>) => {
    const found = await affectedFiles(
      new Map(Object.entries(changes)),
      graphOf(files),
      async (path) => files[path],
    );
    return [...found].sort();
  };
  /** Who is affected when a file goes away. */
  const check = async (files: Files, gone: string, expected: readonly string[]) =>
    assert.deepEqual(await affected(files, { [gone]: null }), expected);
  const one = (text: string) => ({
    'src/a.ts': 'export const a = 1;',
    'src/b.ts': text,
    'c.ts': 'export {};',
  });

  it('reads all the ways to import', async () => {
    await check(one("import { a } from './a.js';"), 'src/a.ts', ['src/b.ts']);
    await check(one('import type {\n  a,\n} from "./a";'), 'src/a.ts', ['src/b.ts']);
    await check(one("import './a.ts';"), 'src/a.ts', ['src/b.ts']);
    await check(one("export * from './a.js';"), 'src/a.ts', ['src/b.ts']);
    await check(one("export const a = import('./a.js');"), 'src/a.ts', ['src/b.ts']);
    await check(one("const a = require('./a');"), 'src/a.ts', ['src/b.ts']);
    await check(one("export type A = typeof import('../src/a.js');"), 'src/a.ts', ['src/b.ts']);
    await check(
      { ...one(''), 'src/b.js': "/** @type {import('./a.js').A} */\nexport const b = 1;" },
      'src/a.ts',
      ['src/b.js'],
    );
    await check(one("export const b = 'a';"), 'src/a.ts', []);
  });
  it('goes through other files, and around circles', () =>
    check(
      {
        'a.ts': "export * from './c.js';",
        'b.ts': "import { a } from './a.js'; export const b = a;",
        'c.ts': "export { b as c } from './b.js';",
        'd.ts': "import { c } from './c.js'; c;",
        'e.ts': 'export {};',
      },
      'a.ts',
      ['b.ts', 'c.ts', 'd.ts'],
    ));
  it('finds folders by their index, and data', async () => {
    await check({ 'lib/index.ts': 'export {};', 'a.ts': "import './lib';" }, 'lib/index.ts', ['a.ts']);
    await check({ 'lib/index.ts': 'export {};', 'lib/a.ts': "import '.';" }, 'lib/index.ts', ['lib/a.ts']);
    await check({ 'data.json': '', 'a.ts': "import data from './data.json';" }, 'data.json', ['a.ts']);
  });
  it('takes an alias or a package of the workspace by its last name', async () => {
    await check(
      { 'src/models/user.ts': 'export {};', 'a.ts': "import '@app/models/user';" },
      'src/models/user.ts',
      ['a.ts'],
    );
    await check(
      { 'packages/ui/src/button.ts': 'export {};', 'a.ts': "import '@acme/ui';" },
      'packages/ui/src/button.ts',
      ['a.ts'],
    );
  });
  it('knows who waits for a file that is created', () =>
    check({ 'a.ts': "export * from './new.js';", 'b.ts': "export * from './a.js';" }, 'new.ts', [
      'a.ts',
      'b.ts',
    ]));
  it('takes all files for dependants of what is global', async () => {
    await check({ 'globals.d.ts': 'declare const version: string;', 'a.ts': 'export {};' }, 'globals.d.ts', [
      'a.ts',
      'globals.d.ts',
    ]);
    await check({ 'g.ts': 'declare global { var x: 1 }\nexport {};', 'a.ts': 'export {};' }, 'g.ts', [
      'a.ts',
      'g.ts',
    ]);
  });

  it('knows a script from a module by what stands outermost', async () => {
    const all = ['a.ts', 'b.ts', 'g.ts'];
    const everyone = (text: string) =>
      check({ 'g.ts': text, 'a.ts': 'export {};', 'b.ts': 'export {};' }, 'g.ts', all);
    const nobody = (text: string) => check({ 'g.ts': text, 'a.ts': 'export {};' }, 'g.ts', []);
    await everyone('namespace App {\n  export const a = 1;\n}\n');
    await everyone('/*\nexport of goods\n*/\ninterface Goods {}\n');
    await everyone('const text = `\nimport x from "y"\n`;\n');
    await everyone("const lazy = import('./a.js');\n");
    await everyone("const a = require('./a.js');\n");
    await everyone('export as namespace Lib;\nexport const a: 1;\n');
    await nobody('// A comment.\n/* another */\nexport const a = 1;\n');
    await nobody('const a = 1;\n\nexport { a };\n');
    await nobody("'use strict';\nimport './a.js';\n");
    await check({ 'g.js': 'module.exports = 1;', 'a.ts': 'export {};' }, 'g.js', []);
  });
  it('reads imports that take nothing, and with comments in between', async () => {
    await check(one("import {} from './a.js';"), 'src/a.ts', ['src/b.ts']);
    await check(one("export {} from './a.js';"), 'src/a.ts', ['src/b.ts']);
    await check(one("import { a } from /* here */ // and\n  './a.js';"), 'src/a.ts', ['src/b.ts']);
    await check({ 'x.d.css.ts': 'export const a: 1;', 'b.ts': "import './x.css';" }, 'x.d.css.ts', ['b.ts']);
  });
  it('reads in settings which names stand for files that are called otherwise', async () => {
    const aliased = (settings: Files, specifier: string) =>
      check({ ...settings, 'lib/start.ts': 'export {};', 'a.ts': `import '${specifier}';` }, 'lib/start.ts', [
        'a.ts',
      ]);
    const paths = '{\n  // Names.\n  "compilerOptions": { "paths": { "@core": ["./lib/start.ts"], } }\n}';
    await aliased({ 'tsconfig.json': paths }, '@core');
    await aliased({ 'tsconfig.json': '{"extends":"./base.json"}', 'base.json': paths }, '@core');
    await aliased({ 'package.json': '{"imports":{"#db/*":{"default":"./lib/start.js"}}}' }, '#db/main');
    await aliased({ 'lib/package.json': '{"name":"@acme/core"}' }, '@acme/core');
    await aliased({ 'package.json': '{"name":"acme","exports":{"./x":"./lib/start.js"}}' }, 'acme/x');
    await aliased({ 'package.json': '{"name":"acme","exports":{"types":"./lib/start.d.ts"}}' }, 'acme');
  });
  it('takes all files where settings lead imports anywhere, or can not be read', async () => {
    for (const settings of ['{"compilerOptions":{"rootDirs":["a","b"]}}', '{"compilerOptions":']) {
      const files = { 'tsconfig.json': settings, 'a.ts': 'export {};', 'b.ts': 'export {};' };
      await check(files, 'a.ts', ['a.ts', 'b.ts', 'tsconfig.json']);
    }
  });

  const lib = `import { rate } from './rate.js';
let count = 0;
export function sum(a: number, b: number): number {
  return a + b * rate;
}
export function guess(a: number) {
  return sum(a, a);
}
export const twice = (a: number): number => {
  return a * 2;
};
const hidden = 1;
export const shown = hidden;
export function next(): number {
  return ++count;
}
export const current = () => count;
export class Till {
  total = 0;
  add(cents: number): void {
    this.total += cents;
  }
  value() {
    return twice(this.total);
  }
}
export interface Item { cents: number }
`;
  const shop = {
    'lib.ts': lib,
    'rate.ts': 'export const rate = 1;\n',
    'sum.ts': "import { sum } from './lib.js';\nexport const s = (): number => sum(1, 2);\n",
    'guess.ts': "import { guess } from './lib.js';\nexport const g = guess(1);\n",
    'fromGuess.ts': "import { g } from './guess.js';\nexport const f = g;\n",
    'till.ts':
      "import type { Till } from './lib.js';\nexport function show(till: Till): number {\n  return till.value();\n}\n",
    'all.ts': "import * as lib from './lib.js';\nexport const i: lib.Item = { cents: 1 };\n",
    'again.ts': "export { shown as seen } from './lib.js';\n",
    'user.ts': "import { seen } from './again.js';\nconsole.log(seen);\n",
    'count.ts': "import { current } from './lib.js';\ncurrent();\n",
    'lazy.ts': "export const lazy = () => import('./lib.js');\n",
  };
  /** Who is affected when the first text in lib.ts is replaced by the second. */
  const edit = async (from: string, to: string, expected: readonly string[]) => {
    assert.ok(lib.includes(from));
    assert.deepEqual(await affected(shop, { 'lib.ts': lib.replace(from, to) }), [...expected].sort());
  };
  const whole = ['all.ts', 'lazy.ts'];

  it("sees that a body is nobody else's affair where the type is written down", async () => {
    await edit('a + b * rate', 'b', []);
    await edit('a * 2', "a / 2 + 'x'.length / 3", []);
    await edit('this.total += cents', 'this.total = cents', []);
    await edit('export function sum', '// About sums.\nexport function sum', []);
  });
  it('asks who uses a name that has changed, directly or through others', async () => {
    await edit('sum(a, a)', 'String(a)', ['guess.ts', 'fromGuess.ts', ...whole]);
    await edit('a: number, b: number', 'a: string, b: number', [
      'sum.ts',
      'guess.ts',
      'fromGuess.ts',
      ...whole,
    ]);
    await edit('return twice(this.total)', "return ''", ['till.ts', ...whole]);
    await edit('hidden = 1', "hidden = ''", ['again.ts', 'user.ts', ...whole]);
    await edit('cents: number }', 'cents: string }', whole);
  });
  it('keeps a body that sets what others see narrowed', () =>
    edit('++count', 'count--', ['count.ts', ...whole]));
  it('takes all users where a text is not plain', async () => {
    const users = Object.keys(shop).filter((file) => !['lib.ts', 'rate.ts', 'till.ts'].includes(file));
    await edit('let count = 0;', 'let count = 0;\nguess(1);', [...users, 'till.ts']);
    await edit('return a + b * rate;', "if (a) /'/.test(''); return 1;", [...users, 'till.ts']);
  });
  it('asks all files when a package comes in that may declare things for all', async () => {
    const all = Object.keys(shop).filter((file) => file !== 'lib.ts');
    const found = await affected(shop, { 'lib.ts': `import 'globals';\n${lib}` });
    assert.deepEqual(
      found.filter((file) => file !== 'lib.ts'),
      all.sort(),
    );
  });
  it('asks all files when what others add to a module may land elsewhere', async () => {
    const files = {
      'from.ts': 'export namespace Names {}\n',
      'through.ts': "export * from './from.js';\n",
      'other.ts': 'export {};\n',
      'adds.ts': "import './through.js';\ndeclare module './through.js' { interface Names { a: 1 } }\n",
    };
    const others = ['adds.ts', 'from.ts', 'other.ts', 'through.ts'];
    assert.deepEqual(await affected(files, { 'through.ts': "export * from './other.js';\n" }), others);
    assert.deepEqual(await affected(files, { 'from.ts': 'export const Names = 1;\n' }), others);
    assert.deepEqual(await affected(files, { 'other.ts': 'export const a = 1;\n' }), []);
    const { 'through.ts': through, ...gone } = files;
    assert.deepEqual(await affected(gone, { 'through.ts': through }), ['adds.ts', 'from.ts', 'other.ts']);
  });
  it('asks all files when what is global comes or goes with an import', async () => {
    const files = {
      'a.ts': "import 'globals';\nimport './b.js';\n",
      'b.ts': "import './types.js';\n",
      'c.ts': 'export const c = 1;\n',
      'other.ts': "import 'shared';\nimport './c.js';\n",
      'types.d.ts': 'declare global { var x: 1 }\nexport {};\n',
      'view.tsx': "import 'shared';\nexport const view = <p/>;\n",
    };
    const reachesAll = async (path: string, text: string | null, expected: boolean) => {
      const found = await affected(files, { [path]: text });
      assert.equal(new Set([...found, path]).size === Object.keys(files).length, expected, `${text}`);
    };
    await reachesAll('a.ts', "import './b.js';\n", true);
    await reachesAll('a.ts', "import 'globals';\n", true);
    await reachesAll('a.ts', null, true);
    await reachesAll('c.ts', "import './b.js';\nexport const c = 1;\n", true);
    await reachesAll('c.ts', "import 'shared';\nexport const c = 1;\n", false);
    await reachesAll('c.ts', "import './other.js';\nexport const c = 1;\n", false);
    await reachesAll('c.ts', '/// <reference lib="dom" />\nexport const c = 1;\n', true);
    await reachesAll('view.tsx', "import 'more';\nexport const view = <p/>;\n", true);
    await reachesAll('view.tsx', 'export const view = <b/>;\n', false);
  });
});

describe('ImportGraph.danglingImporters', () => {
  const files = { 'a.ts': 'export {};', 'b.ts': "import './a.js';", 'c.ts': "import './b.js';" };
  const check = (changes: Readonly<Record<string, string | null>>, expected: readonly string[]) => {
    const found = graphOf(files).danglingImporters(new Map(Object.entries(changes)));
    assert.deepEqual(
      found.map(({ file, gone }) => `${file} ${gone}`),
      expected,
    );
  };

  it('names who still imports a deleted file', () => {
    check({ 'a.ts': null }, ['b.ts a.ts']);
    check({ 'a.ts': null, 'b.ts': 'export {};' }, []);
    check({ 'a.ts': null, 'b.ts': null }, ['c.ts b.ts']);
  });
  it('lets another file take its place', () => {
    check({ 'a.ts': null, 'a.tsx': 'export {};' }, []);
    check({ 'a.ts': null, 'x/a.ts': 'export {};' }, ['b.ts a.ts']);
  });
});
