import assert from 'node:assert/strict';
import { packForTask } from '../../../../src/core/context/pack/packForTask.ts';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { ModelTier } from '../../../../src/core/model/tier.ts';
import type { RunTask } from '../../../../src/core/request/runTask.ts';
import { type InMemoryOptions, InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { runTask } from '../../support/runTask.ts';
import { shopFiles } from '../../support/shop.ts';

const { signal } = new AbortController();

interface Setting extends InMemoryOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly tier?: ModelTier;
}

async function pack(task: RunTask, { files = shopFiles, tier = 'mini', ...options }: Setting = {}) {
  const workspace = new InMemoryWorkspace(files, options);
  const overlay = new Overlay((path) => workspace.read(path));
  return packForTask(task, overlay, workspace, { tier, signal });
}

describe('packForTask', () => {
  it('shows the owned files whole and the signatures of what they use', async () => {
    const { text } = await pack(runTask({ files: ['src/invoice.ts'] }));
    assert.ok(
      /src\/invoice\.ts lines 1-\d+ \(the whole file\):\n/.test(text) &&
        text.includes(shopFiles['src/invoice.ts']),
    );
    assert.ok(
      text.includes(
        'src/money.ts lines 1-4, 6 (signatures):\n```\nexport interface Money {\n  readonly cents',
      ),
    );
  });
  it('shows of a long file its outline and the parts that the task speaks of', async () => {
    const body = '  work();\n'.repeat(60);
    const names = [
      'openStore',
      'closeStore',
      'refundOrder',
      'countStock',
      'printLabel',
      'greetGuest',
      'cleanFloor',
    ];
    const text = names.map((name) => `export function ${name}() {\n${body}}\n`).join('\n');
    const task = runTask({ files: ['a.ts'], instructions: 'refundOrder must log' });
    const shown = (await pack(task, { files: { 'a.ts': text } })).text;
    assert.match(shown, /a\.ts lines 1-\d+ \(outline\):\n```\n1: export function openStore\(\) \{\n64: /);
    assert.match(shown, /a\.ts lines 12\d-1\d+:\n```\n[\s\S]*refundOrder/);
    assert.ok(shown.length < text.length, 'and not the rest');
  });
  it('names files that do not exist yet, and those it can not show', async () => {
    const files = { '.env': 'KEY=hunter2' };
    const special = { 'logo.png': { type: 'binary' }, src: { type: 'folder' } } as const;
    const { text } = await pack(runTask({ files: ['new.ts', '.env', 'logo.png', 'src'] }), {
      files,
      special,
    });
    assert.match(
      text,
      /^new\.ts does not exist yet\.\n\.env can't be shown: .*secrets.*\nlogo\.png can't be shown: it is not UTF-8 text\.\nsrc can't be shown: it is a folder\.$/,
    );
  });
  it('takes AGENTS.md, the nearest first, then the page of Copilot, together cut to 2,000 characters', async () => {
    const files = {
      'src/app/a.ts': 'x\n',
      'src/AGENTS.md': 'nearest\n',
      'AGENTS.md': 'far\n',
      '.github/copilot-instructions.md': `${'copilot\n'.repeat(400)}`,
    };
    const { text } = await pack(runTask({ files: ['src/app/a.ts'] }), { files });
    assert.ok(text.startsWith('src/AGENTS.md:\n```\nnearest\n```\n\nAGENTS.md:\n```\nfar\n```'));
    assert.ok(
      text.includes('copilot-instructions.md (its beginning)') && text.length < 2_300,
      `${text.length}`,
    );
  });
  it('shows what the user has selected in one of the files', async () => {
    const selection = { start: { line: 3, character: 0 }, end: { line: 5, character: 0 } };
    const editor = { open: [], active: { path: 'src/money.ts', selection, selectedText: 'chosen words' } };
    assert.match(
      (await pack(runTask({ files: ['src/money.ts'] }), { editor })).text,
      /lines 4-6\):\n```\nchosen words/,
    );
    assert.ok(
      !(await pack(runTask({ files: ['src/customer.ts'] }), { editor })).text.includes('chosen words'),
    );
  });
  it('shows a new file how its kind is made, and one of a family its likest member', async () => {
    const files = {
      'src/csvReport.ts': 'export const csv = 1;\n',
      'src/htmlReport.ts': 'export const html = 1;\n',
      'src/order.ts': 'export const order = 1;\n',
      'test/csvReport.test.ts': 'it("csv");\n',
    };
    const named = async (path: string) =>
      [
        ...(await pack(runTask({ files: [path] }), { files })).text.matchAll(/^(\S+) .*an example of such/gm),
      ].map(([, name]) => name);
    assert.deepEqual(await named('src/xmlReport.ts'), ['src/csvReport.ts', 'src/htmlReport.ts']);
    assert.deepEqual(await named('lib/xmlReport.test.ts'), ['test/csvReport.test.ts']);
    assert.deepEqual(await named('src/csvReport.ts'), ['src/htmlReport.ts']);
    assert.deepEqual(await named('src/order.ts'), []);
  });
  it('shows lines once that are owned, mentioned and selected', async () => {
    const text = 'export function taxOn() {\n  return 2;\n}\n';
    const task = runTask({ files: ['a.ts'], instructions: 'Mend #taxOn in @a.ts' });
    const symbols = [{ name: 'taxOn', kind: 'function', path: 'a.ts', line: 1 }];
    const shown = (await pack(task, { files: { 'a.ts': text }, symbols })).text;
    assert.equal(shown.split('return 2;').length, 2, shown);
  });
  it('names likely files where the task names none', async () => {
    const { text } = await pack(runTask({ instructions: 'formatMoney should group thousands' }));
    assert.match(text, /^Files that may matter: src\/money\.ts, /);
  });
});
