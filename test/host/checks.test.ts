import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Overlay } from '../../src/core/edit/overlay.ts';
import { defaultSettings } from '../../src/core/settings/settings.ts';
import { judge, type Verdict } from '../../src/core/verify/verdict.ts';
import { workBestOf } from '../../src/core/worker/bestOf.ts';
import { connectWithLanguageClient } from '../../src/host/languageClient.ts';
import { createDiskWorkspace } from '../../src/node/diskWorkspace.ts';
import { createChecker } from '../../src/node/languageServer/createChecker.ts';
import type { DisposableChecker } from '../../src/node/languageServer/languageServerChecker.ts';
import type { LanguageServerConnection } from '../../src/node/languageServer/process/connection.ts';
import { runTask } from '../unit/support/runTask.ts';
import { patchText, reply, ScriptedModel } from '../unit/support/scriptedModel.ts';

const price = 'export function price(cents: number): number {\n  return cents / 100;\n}\n';
const cart =
  "import { price } from './price.js';\n\nexport function total(cents: number[]): string {\n  return cents.reduce((sum, item) => sum + price(item), 0);\n}\n";
const pythonPrice = 'def price(cents: int) -> float:\n    return cents / 100\n';
const pythonCart =
  'from price import price\n\n\ndef total(cents: list[int]) -> str:\n    return sum(price(item) for item in cents)\n';

const files: Readonly<Record<string, string>> = {
  'tsconfig.json':
    '{"compilerOptions":{"strict":true,"target":"es2022","module":"nodenext","noEmit":true,"types":[]},"include":["src"]}',
  'package.json': '{"type":"module"}',
  'src/price.ts': price,
  'src/cart.ts': cart,
  'src/page.ts': "import { total } from './cart.js';\n\nexport const shown: string = total([1, 2]);\n",
  'shop/price.py': pythonPrice,
  'shop/cart.py': pythonCart,
  'shop/page.py': 'from cart import total\n\nshown: str = total([1, 2])\n',
  'style.css': 'a { color: red; }\n',
  'data.json': '{ "a": 1 }\n',
  'schema.json': '{ "$schema": "https://example.invalid/schema.json" }\n',
};

/** The repository: this file's bundle lies in it, wherever it is put. */
function repository(): string {
  const { extensionPath } = vscode.extensions.all.find(({ id }) => id.endsWith('.tiercel')) ?? {};
  return extensionPath ?? path.resolve(__dirname, '../..');
}

describe('checks with real servers behind the editor', function () {
  this.timeout(120_000);
  const { signal } = new AbortController();
  const connections: LanguageServerConnection[] = [];
  let root = '';
  let checker: DisposableChecker;
  /** Called before each question to a server. */
  let onRequest: (connection: LanguageServerConnection) => void = () => {};

  before(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'tiercel-checks-')));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    }
    await mkdir(path.join(root, 'node_modules'));
    for (const installed of ['node_modules/typescript', 'test/languageServers/node_modules/pyright']) {
      const link = path.join(root, 'node_modules', path.basename(installed));
      await symlink(path.join(repository(), installed), link, 'junction');
    }
    checker = createChecker({
      root,
      workspace: createDiskWorkspace(root),
      connect: async (launch, options) => {
        const connection = await connectWithLanguageClient(launch, options);
        connections.push(connection);
        return {
          ...connection,
          sendRequest: (method, params, requestSignal) => {
            onRequest(connection);
            return connection.sendRequest(method, params, requestSignal);
          },
        };
      },
      servers: {},
      fallbackFolders: [],
      bundledFolders: [path.join(vscode.env.appRoot, 'extensions')],
      log: () => {},
    });
  });
  after(async () => {
    await checker.dispose();
    await rm(root, { recursive: true, force: true });
  });

  interface Expected {
    readonly outcome: Verdict['outcome'];
    readonly fixed?: readonly string[];
    readonly introduced?: readonly string[];
  }
  async function check(changes: Readonly<Record<string, string | null>>, expected: Expected): Promise<void> {
    const report = await checker.check(new Map(Object.entries(changes)), { signal });
    const verdict = judge(report, [], Object.keys(changes));
    const written = (list: Verdict['fixed']) =>
      list.map(({ path, range, code }) => `${path}:${range.start.line + 1} ${code}`);
    assert.deepEqual(
      { outcome: verdict.outcome, fixed: written(verdict.fixed), introduced: written(verdict.introduced) },
      { fixed: [], introduced: [], ...expected },
      JSON.stringify(verdict.notChecked),
    );
  }

  const fixedCart = cart.replace('return cents', 'return String(cents').replace(', 0);', ', 0));');
  const fixedPythonCart = pythonCart.replace('sum(price', 'str(sum(price').replace('cents)\n', 'cents))\n');
  const languages = {
    TypeScript: {
      file: 'src/cart.ts',
      old: cart,
      good: fixedCart,
      breaking: cart.replace('): string', '): number'),
      wrong: 'src/cart.ts:4 2322',
      broken: 'src/page.ts:3 2322',
      silencing: cart.replace('  return', '  // @ts-ignore\n  return'),
      moved: `// moved\n${cart}`,
      source: 'src/price.ts',
      unresolved: 'src/cart.ts:1 2307',
      target: 'src/lib/cost.ts',
      sourceText: price,
      importing: cart.replace('./price.js', './lib/cost.js'),
    },
    Python: {
      file: 'shop/cart.py',
      old: pythonCart,
      good: fixedPythonCart,
      breaking: pythonCart.replace('-> str', '-> float'),
      wrong: 'shop/cart.py:5 reportReturnType',
      broken: 'shop/page.py:3 reportAssignmentType',
      silencing: pythonCart.replace('cents)\n', 'cents)  # type: ignore\n'),
      moved: `# moved\n${pythonCart}`,
      source: 'shop/price.py',
      unresolved: 'shop/cart.py:1 reportMissingImports',
      target: 'shop/cost.py',
      sourceText: pythonPrice,
      importing: pythonCart.replace('from price', 'from cost'),
    },
  };

  /** A patch that puts other lines in the place of the one that returns. */
  function patchOf(path: string, old: string, text: string): string {
    const lines = old.split('\n');
    const at = lines.findIndex((line) => /^ *return /.test(line));
    const now = text.split('\n').slice(at, at + 1 - lines.length || undefined);
    const added = now.map((line) => `+${line}`);
    return [
      '*** Begin Patch',
      `*** Update File: ${path}`,
      '@@',
      `-${lines[at]}`,
      ...added,
      '*** End Patch',
    ].join('\n');
  }

  /** What comes of a worker's edit of a file that is to remove the errors in it. */
  async function workOn(path: string, old: string, text: string): Promise<Verdict['outcome'] | undefined> {
    const workspace = createDiskWorkspace(root);
    const overlay = new Overlay((file) => workspace.read(file));
    const { before: targets } = await checker.check(new Map([[path, text]]), { signal });
    const own = targets.filter((each) => each.path === path);
    const model = new ScriptedModel([reply(patchText(patchOf(path, old, text)))]);
    const result = await workBestOf(
      1,
      {
        run: 'r1',
        task: runTask({ kind: 'simple_edit', files: [path], targets: own, title: own[0]?.message ?? '' }),
        tier: 'nano',
        overlay,
        evidence: [],
      },
      {
        workspace: Object.assign(workspace, { find: async () => [] }),
        checker,
        models: model,
        tiers: defaultSettings.tiers,
      },
      { signal, onNote: () => {} },
    );
    return result.type === 'edited' ? result.verdict.outcome : undefined;
  }

  for (const [name, one] of Object.entries(languages)) {
    it(`fails one of ${name} that silences, which the server passes`, async () => {
      await check({ [one.file]: one.silencing }, { outcome: 'passed', fixed: [one.wrong] });
      assert.equal(await workOn(one.file, one.old, one.silencing), 'failed');
      assert.equal(await workOn(one.file, one.old, one.good), 'passed');
    });
    it(`passes a good patch of ${name}`, () =>
      check({ [one.file]: one.good }, { outcome: 'passed', fixed: [one.wrong] }));
    it(`fails one of ${name} that mends here and breaks another file`, () =>
      check(
        { [one.file]: one.breaking },
        { outcome: 'failed', fixed: [one.wrong], introduced: [one.broken] },
      ));
    it(`passes one of ${name} that moves code`, () =>
      check({ [one.file]: one.moved }, { outcome: 'passed' }));
    it(`sees in ${name} that a file is gone that another needs`, () =>
      check({ [one.source]: null }, { outcome: 'failed', introduced: [one.unresolved] }));
    it(`passes a file of ${name} that is moved with all that name it`, () =>
      check(
        { [one.source]: null, [one.target]: one.sourceText, [one.file]: one.importing },
        { outcome: 'passed' },
      ));
    it(`starts the server of ${name} again that is killed in mid-check`, async () => {
      const before = connections.length;
      let killed: Promise<void> | undefined;
      onRequest = (connection) => {
        killed ??= connection.dispose();
      };
      await check({ [one.file]: one.good }, { outcome: 'passed', fixed: [one.wrong] });
      await killed;
      assert.equal(connections.length, before + 1);
    });
  }

  it('checks style sheets and data with the servers that VS Code brings', async () => {
    await check({ 'style.css': 'a { color: blue; }\n' }, { outcome: 'passed' });
    await check(
      { 'style.css': 'a { color: ; }\n' },
      { outcome: 'failed', introduced: ['style.css:1 css-propertyvalueexpected'] },
    );
    await check({ 'data.json': '{ "a": 2 }\n' }, { outcome: 'passed' });
    await check({ 'data.json': '{ "a": }\n' }, { outcome: 'failed', introduced: ['data.json:1 516'] });
  });
  it('fetches no schema from the network, and says that it lacks it', async () => {
    const text = `${files['schema.json']}\n`;
    const report = await checker.check(new Map([['schema.json', text]]), { signal });
    assert.match(report.after.map(({ message }) => message).join(), /nothing is fetched from the network/);
  });
});
