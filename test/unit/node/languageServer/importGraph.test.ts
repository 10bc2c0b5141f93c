import assert from 'node:assert/strict';
import { ImportGraph } from '../../../../src/node/languageServer/importGraph.ts';

function graphOf(files: Readonly<Record<string, string>>): ImportGraph {
  const graph = new ImportGraph();
  for (const [file, text] of Object.entries(files)) graph.set(file, text);
  return graph;
}

describe('ImportGraph.dependants', () => {
  const check = (files: Readonly<Record<string, string>>, changed: string, expected: readonly string[]) => {
    const text = files[changed] ?? 'export {};';
    assert.deepEqual([...graphOf(files).dependants(new Map([[changed, text]]))].sort(), expected);
  };
  const one = (text: string) => ({
    'src/a.ts': 'export const a = 1;',
    'src/b.ts': text,
    'c.ts': 'export {};',
  });

  it('reads all the ways to import', () => {
    check(one("import { a } from './a.js';"), 'src/a.ts', ['src/b.ts']);
    check(one('import type {\n  a,\n} from "./a";'), 'src/a.ts', ['src/b.ts']);
    check(one("import './a.ts';"), 'src/a.ts', ['src/b.ts']);
    check(one("export * from './a.js';"), 'src/a.ts', ['src/b.ts']);
    check(one("export const a = import('./a.js');"), 'src/a.ts', ['src/b.ts']);
    check(one("const a = require('./a');"), 'src/a.ts', ['src/b.ts']);
    check(one("export type A = typeof import('../src/a.js');"), 'src/a.ts', ['src/b.ts']);
    check(one("/** @type {import('./a.js').A} */\nexport const b = 1;"), 'src/a.ts', ['src/b.ts']);
    check(one("export const b = 'a';"), 'src/a.ts', []);
  });
  it('goes through other files, and around circles', () => {
    const chain = {
      'a.ts': "import './c.js'; export {};",
      'b.ts': "import './a.js';",
      'c.ts': "import './b.js';",
      'd.ts': 'export {};',
    };
    check(chain, 'a.ts', ['a.ts', 'b.ts', 'c.ts']);
  });
  it('finds folders by their index, and data', () => {
    check({ 'lib/index.ts': 'export {};', 'a.ts': "import './lib';" }, 'lib/index.ts', ['a.ts']);
    check({ 'lib/index.ts': 'export {};', 'lib/a.ts': "import '.';" }, 'lib/index.ts', ['lib/a.ts']);
    check({ 'data.json': '', 'a.ts': "import data from './data.json';" }, 'data.json', ['a.ts']);
  });
  it('takes an alias or a package of the workspace by its last name', () => {
    check(
      { 'src/models/user.ts': 'export {};', 'a.ts': "import '@app/models/user';" },
      'src/models/user.ts',
      ['a.ts'],
    );
    check(
      { 'packages/ui/src/button.ts': 'export {};', 'a.ts': "import '@acme/ui';" },
      'packages/ui/src/button.ts',
      ['a.ts'],
    );
  });
  it('knows who waits for a file that is created', () =>
    check({ 'a.ts': "import './new.js';", 'b.ts': "import './a.js';" }, 'new.ts', ['a.ts', 'b.ts']));
  it('takes all files for dependants of what is global', () => {
    check({ 'globals.d.ts': 'declare const version: string;', 'a.ts': 'export {};' }, 'globals.d.ts', [
      'a.ts',
      'globals.d.ts',
    ]);
    check({ 'g.ts': 'declare global { var x: 1 }\nexport {};', 'a.ts': 'export {};' }, 'g.ts', [
      'a.ts',
      'g.ts',
    ]);
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
