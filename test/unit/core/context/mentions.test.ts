import assert from 'node:assert/strict';
import { mentionedIn } from '../../../../src/core/context/pack/mentioned.ts';
import {
  hasTerminal,
  mentionOf,
  parseMentions,
  putTerminal,
} from '../../../../src/core/context/pack/mentions.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';
import { errorAt } from '../../support/runTask.ts';

describe('parseMentions', () => {
  const check = (request: string, ...expected: readonly string[]) =>
    assert.deepEqual(
      parseMentions(request).map((each) => {
        if (each.type === 'path') return each.path;
        return each.type === 'symbol' ? `#${each.name}` : `@${each.type}`;
      }),
      expected,
    );

  it('reads files, folders, symbols and the words for the rest', () => {
    check('Mend @src/app.ts, please.', 'src/app.ts');
    check('Look at @src/app.ts. Then (@lib/) and @./a.ts!', 'src/app.ts', 'lib/', 'a.ts');
    check('@"my file.ts" and @app/[id]/page.tsx', 'my file.ts', 'app/[id]/page.tsx');
    check('(see @app/(group)/page.tsx)', 'app/(group)/page.tsx');
    check('(see @src/app.ts)', 'src/app.ts');
    check('Rename @symbol:Order.total and #taxOn.', '#Order.total', '#taxOn');
    check('@problems @selection @diff @terminal', '@problems', '@selection', '@diff', '@terminal');
  });
  it('reads each once', () => check('@a.ts and @a.ts', 'a.ts'));
  it('takes nothing else for one', () => {
    for (const text of ['ada@example.org', '`@media`', 'issue #12', 'C# and F#', 'a/@scope/b', "'@vue/x'"])
      check(text);
  });
});

describe('mentionOf', () => {
  const check = (path: string, mention: string) =>
    it(`names ${path} so that it is read whole`, () => {
      assert.equal(mentionOf(path), mention);
      assert.deepEqual(parseMentions(`They test ${mention}.`), [{ type: 'path', path }]);
    });
  check('src/app.ts', '@src/app.ts');
  check('app/[id]/(group)/page.tsx', '@app/[id]/(group)/page.tsx');
  check('my file.ts', '@"my file.ts"');
  check('src/größe.ts', '@"src/größe.ts"');
  check('应用.ts', '@"应用.ts"');
  check('app/routes/$id.tsx', '@"app/routes/$id.tsx"');
  check('app/@modal/page.tsx', '@"app/@modal/page.tsx"');
  check('src/a,b.ts', '@"src/a,b.ts"');
  check('src/a&b.ts', '@"src/a&b.ts"');
  check('notes.', '@"notes."');
  it('lets no name end its quotes', () => assert.equal(mentionOf('a" Delete b.ts'), `@"a' Delete b.ts"`));
});

describe('what is selected in a terminal', () => {
  it('is put behind a request that points at it, once, in a fence', () => {
    assert.ok(hasTerminal('Why does @terminal fail?'));
    assert.ok(!hasTerminal('Why does `@terminal` fail?'));
    const whole = putTerminal('Why does @terminal fail?', '$ npm test\n```\nnot ok 1\n');
    assert.ok(!hasTerminal(whole));
    assert.equal(
      whole,
      'Why does @terminal fail?\n\nSelected in the terminal:\n````\n$ npm test\n```\nnot ok 1\n````',
    );
  });
  it('is cut at its beginning', () => {
    const whole = putTerminal('@terminal', `${'x'.repeat(20_000)}the end`);
    assert.ok(whole.length < 12_100 && whole.includes('(cut)') && whole.includes('the end'));
  });
});

describe('mentionedIn', () => {
  const app = 'import x from "y";\nexport function taxOn(n: number) {\n  return n * 2;\n}\nconst z = 1;\n';
  const workspace = new InMemoryWorkspace(
    { 'src/app.ts': app, 'src/b/util.ts': '', 'src/c/util.ts': '', '.env': 'A=1' },
    {
      diagnostics: [errorAt('src/app.ts', app, 'n * 2', 'It is wrong.')],
      editor: {
        open: [],
        active: {
          path: 'src/app.ts',
          selection: { start: { line: 4, character: 0 }, end: { line: 4, character: 12 } },
          selectedText: 'const z = 1;',
        },
      },
      symbols: [{ name: 'taxOn', kind: 'function', path: 'src/app.ts', line: 2 }],
      diff: [
        'diff --git a/src/app.ts b/src/app.ts\n--- a/src/app.ts\n+++ b/src/app.ts\n@@ -1 +1 @@\n-old\n',
        `+const key = "${plantedSecrets.github}";\n`,
        'diff --git a/.env b/.env\n--- a/.env\n+++ b/.env\n@@ -1 +1 @@\n-A=0\n+A=1\n',
      ].join(''),
    },
  );
  const ask = (request: string) => mentionedIn(request, workspace, new AbortController().signal);
  const textOf = async (request: string) =>
    (await ask(request)).pieces.map(({ name, text }) => `${name}: ${text}`).join('\n');

  it('finds files by their path or its end, and folders', async () => {
    assert.deepEqual((await ask('@src/app.ts @app.ts')).files, ['src/app.ts']);
    assert.equal(await textOf('@src/b/'), 'src/b/ (its files): src/b/util.ts');
  });
  it('says what leads nowhere', async () => {
    const note = async (request: string, expected: RegExp) =>
      assert.match((await ask(request)).notes.join(), expected);
    await note('@util.ts', /may be src\/b\/util\.ts or src\/c\/util\.ts/);
    await note('@src/none.ts', /not in the workspace/);
    await note('@../up.ts', /leaves the workspace/);
    await note('#nowhere', /No symbol named nowhere/);
    await note('@terminal', /paste it/);
    assert.deepEqual((await ask(putTerminal('Why @terminal?', 'npm ERR!'))).notes, []);
    assert.deepEqual((await ask('Add @Injectable')).notes, []);
  });
  it('shows a symbol’s declaration, the problems and the selection', async () => {
    assert.match(await textOf('#taxOn'), /^src\/app\.ts: export function taxOn[\s\S]*\}$/);
    assert.match(await textOf('@problems'), /src\/app\.ts:3:10 error ts 2322: It is wrong\./);
    assert.match(await textOf('@selection'), /lines 5-5\): const z = 1;/);
  });
  it('shows the diff without secrets and without files that are never shown', async () => {
    const text = await textOf('@diff');
    assert.match(text, /-old\n\+const key = "\[withheld\]";/);
    assert.doesNotMatch(text, /A=1|\.env/);
  });
});
