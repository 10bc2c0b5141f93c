import assert from 'node:assert/strict';
import { mkdir, realpath, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { judge, type Verdict } from '../../../../src/core/verify/verdict.ts';
import { tryQuickFixes } from '../../../../src/core/worker/quickFix/quickFix.ts';
import { createChecker } from '../../../../src/node/languageServer/createChecker.ts';
import type { DisposableChecker } from '../../../../src/node/languageServer/languageServerChecker.ts';
import { connectWithProcess } from '../../../../src/node/languageServer/process/processConnection.ts';
import { written } from '../../core/verify/diagnostics.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

/** Installed packages of TypeScript, each with the server that it brings. */
const packages = [
  'node_modules/typescript',
  'test/languageServers/node_modules/typescript-6',
  'test/languageServers/node_modules/typescript-5',
];
const tsconfig = JSON.stringify({
  compilerOptions: {
    strict: true,
    target: 'es2022',
    lib: ['es2022'],
    module: 'nodenext',
    noEmit: true,
    types: [],
  },
  include: ['src'],
});

const files = {
  'tsconfig.json': tsconfig,
  'package.json': '{"type":"module"}',
  'src/price.ts': 'export function price(cents: number): number {\n  return cents / 100;\n}\n',
  'src/cart.ts':
    "import { price } from './price.js';\n\nexport function total(cents: number[]): string {\n  return cents.reduce((sum, item) => sum + price(item), 0);\n}\n",
  'src/page.ts': "import { total } from './cart.js';\n\nexport const shown = total([1, 2]).length;\n",
  'src/alone.ts': 'export const alone = 1;\n',
};

for (const folder of packages) {
  const { version } = createRequire(import.meta.url)(path.resolve(folder, 'package.json'));
  describe(`checking with TypeScript ${version}`, function () {
    this.timeout(30_000);
    let workspace: TemporaryWorkspace;
    let checker: DisposableChecker;
    const pids: number[] = [];
    const { signal } = new AbortController();

    beforeEach(async () => {
      workspace = await TemporaryWorkspace.create(files);
      await mkdir(path.join(workspace.root, 'node_modules'));
      await symlink(await realpath(folder), path.join(workspace.root, 'node_modules/typescript'), 'junction');
      checker = createChecker({
        root: workspace.root,
        workspace,
        connect: connectWithProcess,
        servers: {},
        fallbackFolders: [],
        log: (line) => pids.push(...(/ runs as process (\d+)$/.exec(line)?.slice(1).map(Number) ?? [])),
      });
    });
    afterEach(async () => {
      await checker.dispose();
      await workspace.remove();
    });

    interface Expected {
      readonly outcome: Verdict['outcome'];
      readonly fixed?: readonly string[];
      readonly introduced?: readonly string[];
      readonly remaining?: readonly string[];
      readonly checked?: readonly string[];
      readonly notChecked?: readonly string[];
    }
    const wrongType = "src/cart.ts:4 2322 Type 'number' is not assignable to type 'string'.";

    async function check(
      changes: Readonly<Record<string, string | null>>,
      expected: Expected,
    ): Promise<void> {
      const report = await checker.check(new Map(Object.entries(changes)), { signal });
      const verdict = judge(report, [], Object.keys(changes));
      const whole = {
        outcome: verdict.outcome,
        fixed: written(verdict.fixed),
        introduced: written(verdict.introduced),
        remaining: written(verdict.remaining),
        notChecked: verdict.notChecked.map(({ path, reason }) => `${path}: ${reason.split(';')[0]}`),
        ...(expected.checked && { checked: [...verdict.checked].sort() }),
      };
      assert.deepEqual(whole, { fixed: [], introduced: [], remaining: [], notChecked: [], ...expected });
    }
    const cart = files['src/cart.ts'];
    const repaired = cart.replace('item), 0)', 'item), 0).toFixed(2)');

    it('passes a change that fixes', () =>
      check({ 'src/cart.ts': repaired }, { outcome: 'passed', fixed: [wrongType] }));

    it('fails a change that fixes here and breaks a file that depends on it', () =>
      check(
        { 'src/cart.ts': cart.replace('): string', '): number') },
        {
          outcome: 'failed',
          fixed: [wrongType],
          introduced: ["src/page.ts:3 2339 Property 'length' does not exist on type 'number'."],
          checked: ['src/cart.ts', 'src/page.ts'],
        },
      ));

    it('fails a change that breaks a file which imports it through another', () =>
      check(
        { 'src/price.ts': 'export function price(cents: string): number {\n  return cents.length;\n}\n' },
        {
          outcome: 'failed',
          introduced: [
            "src/cart.ts:4 2345 Argument of type 'number' is not assignable to parameter of type 'string'.",
          ],
          remaining: [wrongType],
          checked: ['src/cart.ts', 'src/page.ts', 'src/price.ts'],
        },
      ));

    it('takes a diagnostic that the change moved for the same', () =>
      check(
        { 'src/cart.ts': `// About carts.\n\n${cart}` },
        { outcome: 'passed', remaining: [wrongType.replace(':4', ':6')] },
      ));

    it('takes each candidate back before the next, also one that is given up', async () => {
      const fixed = {
        outcome: 'passed',
        fixed: [wrongType],
        checked: ['src/cart.ts', 'src/page.ts'],
      } as const;
      const broken = {
        outcome: 'failed',
        introduced: ["src/page.ts:1 2305 Module '\"./cart.js\"' has no exported member 'total'."],
        fixed: [wrongType],
      } as const;
      const abort = new AbortController();
      const givenUp = checker.check(new Map([['src/price.ts', 'export {};\n']]), { signal: abort.signal });
      const others = [
        check({ 'src/cart.ts': repaired }, fixed),
        check({ 'src/cart.ts': 'export const other = 1;\n' }, broken),
        check({ 'src/cart.ts': repaired }, fixed),
      ];
      abort.abort(new Error('no longer wanted'));
      await assert.rejects(givenUp, /no longer wanted/);
      await Promise.all(others);
      await check(
        { 'src/alone.ts': 'export const alone = 2;\n' },
        { outcome: 'passed', checked: ['src/alone.ts'] },
      );
      await check({ 'src/cart.ts': `${cart}\n` }, { outcome: 'passed', remaining: [wrongType] });
    });

    it('knows a created file, and forgets it', async () => {
      const user = "import { tax } from './tax.js';\n\nexport const alone = tax(1);\n";
      const made = {
        'src/tax.ts': 'export const tax = (cents: number) => cents * 0.2;\n',
        'src/alone.ts': user,
      };
      await check(made, { outcome: 'passed', checked: ['src/alone.ts', 'src/tax.ts'] });
      await check(
        { 'src/alone.ts': user },
        {
          outcome: 'failed',
          introduced: [
            "src/alone.ts:1 2307 Cannot find module './tax.js' or its corresponding type declarations.",
          ],
        },
      );
    });

    it('misses a deleted file where it is still imported, and has it back after', async () => {
      const missing = {
        outcome: 'failed',
        introduced: [
          "src/cart.ts:1 2307 Cannot find module './price.js' or its corresponding type declarations.",
        ],
        remaining: [wrongType],
        checked: ['src/cart.ts', 'src/page.ts', 'src/price.ts'],
      } as const;
      await check({ 'src/price.ts': null }, missing);
      await check({ 'src/price.ts': null, 'src/cart.ts': `${cart}\n` }, missing);
      await check({ 'src/alone.ts': null }, { outcome: 'passed', checked: ['src/alone.ts'] });
      await check({ 'src/cart.ts': repaired }, { outcome: 'passed', fixed: [wrongType] });
    });

    it('follows a file that is moved', () =>
      check(
        {
          'src/price.ts': null,
          'src/money/price.ts': files['src/price.ts'],
          'src/cart.ts': cart.replace('./price.js', './money/price.js'),
        },
        {
          outcome: 'passed',
          remaining: [wrongType],
          checked: ['src/cart.ts', 'src/money/price.ts', 'src/page.ts', 'src/price.ts'],
        },
      ));

    it('takes unsaved texts for the workspace', async () => {
      workspace.unsaved.set('src/cart.ts', repaired);
      await check(
        { 'src/alone.ts': "import { total } from './cart.js';\n\nexport const alone: number = total([]);\n" },
        {
          outcome: 'failed',
          introduced: ["src/alone.ts:3 2322 Type 'string' is not assignable to type 'number'."],
        },
      );
      await check({ 'src/price.ts': `${files['src/price.ts']}\n` }, { outcome: 'passed' });
      workspace.unsaved.clear();
      await check(
        { 'src/price.ts': `${files['src/price.ts']}\n` },
        { outcome: 'passed', remaining: [wrongType] },
      );
    });

    it('sees what is written, made and removed on disk between two checks', async () => {
      await check({ 'src/page.ts': files['src/page.ts'] }, { outcome: 'passed' });
      await workspace.write('src/cart.ts', cart.replaceAll('total', 'sum'));
      const noTotal = "src/page.ts:1 2305 Module '\"./cart.js\"' has no exported member 'total'.";
      await check({ 'src/page.ts': files['src/page.ts'] }, { outcome: 'passed', remaining: [noTotal] });
      await workspace.write(
        'src/new.ts',
        "import { alone } from './alone.js';\n\nexport const word: string = alone;\n",
      );
      await check(
        { 'src/alone.ts': "export const alone = 'a';\n" },
        { outcome: 'passed', fixed: ["src/new.ts:3 2322 Type 'number' is not assignable to type 'string'."] },
      );
      await workspace.remove('src/new.ts');
      await check(
        { 'src/alone.ts': 'export const alone = 3;\n' },
        { outcome: 'passed', checked: ['src/alone.ts'] },
      );
    });

    it('does not call a file checked that the system does not let be read, until it does', async () => {
      const { read } = workspace;
      const denied = { type: 'unreadable', reason: 'EACCES: permission denied' } as const;
      workspace.read = async (file) => (file === 'src/alone.ts' ? denied : read.call(workspace, file));
      const survey = async () => {
        const { checked, notChecked } = await checker.survey({ signal });
        return { isChecked: checked.includes('src/alone.ts'), notChecked };
      };
      const reason = "it can't be read (EACCES: permission denied)";
      const notChecked = [{ path: 'src/alone.ts', reason }];
      assert.deepEqual(await survey(), { isChecked: false, notChecked });
      workspace.read = read;
      assert.deepEqual(await survey(), { isChecked: true, notChecked: [] });
    });

    it('checks no text for a place that no file can take', async () => {
      const { read } = workspace;
      workspace.read = async (file) =>
        file === 'src/new.ts' ? { type: 'folder' } : read.call(workspace, file);
      const { checked, notChecked } = await checker.check(new Map([['src/new.ts', '']]), { signal });
      assert.deepEqual(
        { checked, notChecked },
        {
          checked: [],
          notChecked: [{ path: 'src/new.ts', reason: 'it is a folder' }],
        },
      );
    });

    it('names the folders whose files nobody can tell', async () => {
      const { list } = workspace;
      const reason = "it can't be read (EACCES: permission denied)";
      workspace.list = (_, tell) => {
        tell?.({ folder: 'lib/', reason, cause: 'lib/' });
        return list.call(workspace);
      };
      const { notChecked } = await checker.survey({ signal });
      assert.deepEqual(notChecked, [{ path: 'lib/', reason }]);
    });

    it('lists the files again only when a folder has changed', async () => {
      const change = { 'src/alone.ts': 'export const alone = 3;\n' };
      await check(change, { outcome: 'passed' });
      const { lists } = workspace;
      await check(change, { outcome: 'passed' });
      assert.equal(workspace.lists, lists);
      await workspace.write('src/other.ts', 'export {};\n');
      await check(change, { outcome: 'passed' });
      assert.equal(workspace.lists, lists + 1);
    });

    it('checks all files under changed settings of the project', () =>
      check(
        { 'tsconfig.json': tsconfig.replace('"types":[]', '"types":[],"noUnusedLocals":true') },
        {
          outcome: 'unchecked',
          remaining: [wrongType],
          checked: ['src/alone.ts', 'src/cart.ts', 'src/page.ts', 'src/price.ts'],
          notChecked: [
            `tsconfig.json: TypeScript ${version} checks programs under it, and does not tell what is wrong in it`,
          ],
        },
      ));

    /** Another workspace in the place of the first; what it needs of TypeScript stays. */
    const replaced = async (other: Readonly<Record<string, string>>) => {
      for (const file of Object.keys(files)) await workspace.remove(file);
      for (const [file, text] of Object.entries(other)) await workspace.write(file, text);
    };
    const options = { strict: true, target: 'es2022', module: 'nodenext', types: [] };
    const json = (settings: object) => JSON.stringify(settings);
    const lib = 'export function size(text: string): number {\n  return text.length;\n}\n';
    const sizeIsText = {
      outcome: 'failed',
      introduced: ["app/main.ts:2 2322 Type 'string' is not assignable to type 'number'."],
      checked: ['app/main.ts', 'lib/size.ts'],
    } as const;
    const sizeAsText = lib.replace('): number', '): string').replace('text.length', 'text');

    it('follows references between projects that are not built', async () => {
      const compilerOptions = { ...options, composite: true, outDir: 'out' };
      await replaced({
        'package.json': '{"type":"module"}',
        'tsconfig.json': json({ files: [], references: [{ path: 'lib' }, { path: 'app' }] }),
        'lib/tsconfig.json': json({ compilerOptions }),
        'app/tsconfig.json': json({ compilerOptions, references: [{ path: '../lib' }] }),
        'lib/size.ts': lib,
        'app/main.ts': "import { size } from '../lib/size.js';\nexport const n: number = size('a');\n",
      });
      await check({ 'lib/size.ts': sizeAsText }, sizeIsText);
      await check({ 'lib/size.ts': `// About sizes.\n${lib}` }, { outcome: 'passed' });
    });

    it('checks each file under the settings nearest to it', async () => {
      await replaced({
        'package.json': '{"type":"module"}',
        'lib/tsconfig.json': json({ compilerOptions: { ...options, strict: false } }),
        'app/tsconfig.json': json({ compilerOptions: { ...options, noUnusedLocals: true } }),
        'lib/size.ts': lib,
        'app/main.ts': "import { size } from '../lib/size.js';\nexport const n: number = size('a');\n",
      });
      await check({ 'lib/size.ts': sizeAsText }, sizeIsText);
      await check(
        { 'lib/size.ts': `const unused = 1;\nexport const f = (x) => x;\n${lib}` },
        { outcome: 'passed' },
      );
      await check(
        { 'app/main.ts': 'const unused = 1;\nexport {};\n' },
        {
          outcome: 'failed',
          introduced: ["app/main.ts:1 6133 'unused' is declared but its value is never read."],
        },
      );
    });

    it('checks files that no settings hold, and JavaScript without any', async () => {
      await replaced({
        'src/tsconfig.json': json({ compilerOptions: options, files: ['main.ts'] }),
        'src/main.ts': 'export const main = 1;\n',
        'scripts/lib.mjs': 'export const size = Number(1);\n',
        'scripts/main.mjs':
          "// @ts-check\nimport { size } from './lib.mjs';\n/** @type {number} */\nexport const n = size;\n",
        'other/loose.ts': 'export const loose: string = 1;\n',
        'other/user.ts': "import { loose } from './loose';\nexport const user: string = loose;\n",
      });
      const looseError = "other/loose.ts:1 2322 Type 'number' is not assignable to type 'string'.";
      await check(
        { 'other/loose.ts': "export const loose = 'a';\n" },
        { outcome: 'passed', fixed: [looseError] },
      );
      await check(
        { 'other/loose.ts': 'export const loose = 1;\n' },
        {
          outcome: 'failed',
          fixed: [looseError],
          introduced: ["other/user.ts:2 2322 Type 'number' is not assignable to type 'string'."],
        },
      );
      await check(
        { 'scripts/lib.mjs': "export const size = String('a');\n" },
        {
          outcome: 'failed',
          introduced: ["scripts/main.mjs:4 2322 Type 'string' is not assignable to type 'number'."],
          checked: ['scripts/lib.mjs', 'scripts/main.mjs'],
        },
      );
      await check(
        { 'scripts/lib.mjs': 'export const size = ;\n' },
        { outcome: 'failed', introduced: ['scripts/lib.mjs:1 1109 Expression expected.'] },
      );
      await check({ 'src/main.ts': "import '../other/loose.js';\n" }, { outcome: 'passed', remaining: [] });
    });

    it('finds what is imported by another name than its own', async () => {
      const paths = { '@core': ['./lib/size.ts'] };
      await replaced({
        'base.json': json({
          compilerOptions: { ...options, module: 'esnext', moduleResolution: 'bundler', paths },
        }),
        'tsconfig.json': '{\n  // As usual.\n  "extends": "./base.json",\n}\n',
        'lib/size.ts': lib,
        'app/main.ts': "import { size } from '@core';\nexport const n: number = size('a');\n",
      });
      await check({ 'lib/size.ts': sizeAsText }, sizeIsText);
      const reason = `TypeScript ${version} checks programs under it, and does not tell what is wrong in it`;
      await check(
        { 'base.json': json({ compilerOptions: options }) },
        {
          outcome: 'failed',
          introduced: [
            "app/main.ts:1 2307 Cannot find module '@core' or its corresponding type declarations.",
          ],
          notChecked: [`base.json: ${reason}`],
        },
      );
    });

    it('checks what it can under settings that can not be read', async () => {
      await workspace.write('tsconfig.json', '{ "compilerOptions": { "strict": tru');
      await check(
        { 'src/price.ts': 'export function price(cents: string): number {\n  return cents.length;\n}\n' },
        {
          outcome: 'failed',
          introduced: [
            "src/cart.ts:4 2345 Argument of type 'number' is not assignable to parameter of type 'string'.",
          ],
          remaining: [wrongType],
        },
      );
    });

    it('works in paths of any letters', async () => {
      const folder = 'src/a b#c%20d+ü';
      await check(
        {
          [`${folder}/ñ [x].ts`]: 'export const x: string = 1;\n',
          [`${folder}/y.ts`]: "import { x } from './ñ [x].js';\n\nexport const y: number = x;\n",
        },
        {
          outcome: 'failed',
          introduced: [
            `${folder}/ñ [x].ts:1 2322 Type 'number' is not assignable to type 'string'.`,
            `${folder}/y.ts:3 2322 Type 'string' is not assignable to type 'number'.`,
          ],
        },
      );
    });

    it('starts a server that is killed in mid-check once more', async () => {
      await check({ 'src/alone.ts': 'export const alone = 2;\n' }, { outcome: 'passed' });
      const known = pids.length;
      const repeated = check({ 'src/cart.ts': repaired }, { outcome: 'passed', fixed: [wrongType] });
      process.kill(pids.at(-1) ?? 0, 'SIGKILL');
      await repeated;
      assert.equal(pids.length, known + 1);
    });

    it('knows a file in a new folder, and data that changes', async () => {
      const user =
        "import { rate } from './tax/rate.js';\nimport data from './data.json' with { type: 'json' };\n\nexport const alone: string = rate + data.n;\n";
      const wrong = "src/alone.ts:4 2322 Type 'number' is not assignable to type 'string'.";
      await workspace.write('src/data.json', '{"n":"a"}');
      const made = { 'src/tax/rate.ts': 'export const rate = 1;\n', 'src/alone.ts': user };
      await check(made, { outcome: 'passed' });
      await check(
        { ...made, 'src/data.json': '{"n":1}' },
        {
          outcome: 'failed',
          introduced: [wrong],
          notChecked: ['src/data.json: no language server for JSON'],
        },
      );
      await check(made, { outcome: 'passed' });
    });

    it('surveys all files', async () => {
      await workspace.write('src/style.css', 'a {}\n');
      const survey = await checker.survey({ signal });
      assert.deepEqual(
        {
          ...survey,
          diagnostics: written(survey.diagnostics),
          notChecked: survey.notChecked.map(({ path }) => path),
        },
        {
          diagnostics: [wrongType],
          checked: ['src/alone.ts', 'src/cart.ts', 'src/page.ts', 'src/price.ts'],
          notChecked: ['src/style.css'],
          servers: [`TypeScript ${version}`],
        },
      );
    });

    it('says which changed files no server looked at', () =>
      check(
        { 'src/style.css': 'a {', 'src/alone.ts': 'export const alone = 2;\n' },
        {
          outcome: 'unchecked',
          checked: ['src/alone.ts'],
          notChecked: ['src/style.css: no language server for CSS'],
        },
      ));

    it('gives the fixes of the server, in the workspace as it would be', async () => {
      const changes = new Map([['src/page.ts', '\n\nexport const shown = total([1, 2]).length;\n']]);
      const [missing] = (await checker.check(changes, { signal })).after;
      assert.ok(missing);
      const fixes = await checker.quickFixes(missing, changes, { signal });
      const [first] = fixes.map(({ title, id, edits }) => ({
        title,
        id: version.startsWith('7') ? 'import' : id,
        edits: [...edits].map(([file, list]) => [file, list[0]?.newText]),
      }));
      assert.deepEqual(first, {
        title: 'Add import from "./cart.js"',
        id: 'import',
        edits: [['src/page.ts', 'import { total } from "./cart.js";\n']],
      });
      assert.deepEqual(
        await checker.quickFixes({ ...missing, code: '1', message: 'none' }, changes, { signal }),
        [],
      );
    });

    it('gives the fixes of the problem that is asked about, of two of a code on one line', async () => {
      const changes = new Map([['src/page.ts', 'export const shown = [nowhere, total];\n']]);
      const { after } = await checker.check(changes, { signal });
      const fixes = await Promise.all(after.map((each) => checker.quickFixes(each, changes, { signal })));
      const isImported = fixes.map((each) =>
        each.some(({ title }) => title === 'Add import from "./cart.js"'),
      );
      assert.deepEqual(isImported, [false, true]);
    });

    it('gives fixes that are laid out like their file', async () => {
      for (const step of ['\t', '  ', '   ']) {
        const text = `interface Shape {\n${step}area(): number;\n}\nexport class Square implements Shape {}\n`;
        const changes = new Map([['src/alone.ts', text]]);
        const [missing] = (await checker.check(changes, { signal })).after;
        assert.ok(missing);
        const [fix] = await checker.quickFixes(missing, changes, { signal });
        const [edit] = fix?.edits.get('src/alone.ts') ?? [];
        assert.deepEqual(edit?.newText.trimEnd().split('\n').slice(-3), [
          `${step}area(): number {`,
          `${step}${step}throw new Error("Method not implemented.");`,
          `${step}}`,
        ]);
      }
    });

    it('fixes a file that it knows from the disk with its byte-order mark, line ends and tabs kept', async () => {
      const text = [
        '\ufeffexport class Square implements Shape, Named { name = total([1]); }',
        'interface Shape {',
        '\tarea(): number;',
        '}',
        'interface Named {',
        '\tname: string;',
        '}',
        '',
      ].join('\r\n');
      await workspace.write('src/alone.ts', text);
      const places = (diagnostics: readonly Diagnostic[]) =>
        diagnostics.flatMap(({ path: file, range: { start } }) =>
          file === 'src/alone.ts' ? [[start.line, start.character]] : [],
        );
      const { diagnostics } = await checker.survey({ signal });
      const shown = await checker.check(new Map([['src/alone.ts', `${text}//`]]), { signal });
      const expected = [
        [0, text.indexOf('Square') - 1],
        [0, text.indexOf('total') - 1],
      ];
      assert.deepEqual([diagnostics, shown.before, shown.after].map(places), Array(3).fill(expected));

      const fixed = async (message: RegExp) => {
        const target = diagnostics.find((each) => message.test(each.message));
        assert.ok(target);
        const overlay = new Overlay((file) => workspace.read(file));
        const result = await tryQuickFixes(target, overlay, { checker }, { signal });
        if (result.type === 'none') assert.fail(result.reason);
        const [first] = result.type === 'fixed' ? [result] : result.fixes;
        return first?.changes.get('src/alone.ts');
      };
      const rest = text.slice(1);
      const imported = '\ufeffimport { total } from "./cart.js";\r\n\r\n';
      assert.equal(await fixed(/'total'/), imported + rest);
      const implemented = (await fixed(/'area'/)) ?? '';
      assert.match(implemented, /^\ufeffexport .*\r\n\tarea\(\): number \{\r\n\t\tthrow /);
      assert.doesNotMatch(implemented, /[^\r]\n/);
    });
  });
}
