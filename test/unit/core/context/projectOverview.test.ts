import assert from 'node:assert/strict';
import { overview } from '../../../../src/core/context/pack/projectOverview.ts';
import { estimateTokens } from '../../../../src/core/context/tokenEstimate.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';
import { errorAt } from '../../support/runTask.ts';
import { shopError, shopFiles } from '../../support/shop.ts';

const { signal } = new AbortController();
const { path, word, message } = shopError;
const workspace = new InMemoryWorkspace(shopFiles, {
  name: 'shop',
  diagnostics: [errorAt(path, shopFiles[path], word, message)],
  editor: {
    open: ['src/money.ts'],
    active: {
      path: 'src/money.ts',
      selection: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
      selectedText: `export interface Money // ${plantedSecrets.openai}`,
    },
  },
  git: { branch: 'main', changed: ['src/money.ts'] },
  symbols: [{ name: 'formatMoney', kind: 'function', path: 'src/money.ts', line: 6 }],
});

describe('overview', () => {
  it('holds files, scripts, git, editors, problems, symbols and likely files', async () => {
    const text = await overview(workspace, 'formatMoney should round', { signal, budgetTokens: 2_000 });
    for (const part of [
      'Workspace shop',
      'src/: customer.ts, invoice.ts, money.ts',
      'script test: node --test',
      'Git branch main; changed: src/money.ts',
      'Open in the editor: src/money.ts',
      'Selected in src/money.ts lines 1-2:\n```\nexport interface Money // [withheld]',
      `src/invoice.ts:50:9 error ts 2322: ${message}`,
      'function formatMoney src/money.ts:6',
      'best first:\n```\nsrc/money.ts\n',
    ]) {
      assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    }
  });
  it('keeps within its budget in a large workspace', async () => {
    const files: Record<string, string> = {};
    for (let at = 0; at < 3_000; at++) files[`packages/p${at % 60}/src/part${at % 7}/file${at}.ts`] = 'x\n';
    for (const budgetTokens of [200, 800, 3_000]) {
      const text = await overview(new InMemoryWorkspace(files), 'file17', { signal, budgetTokens });
      assert.ok(estimateTokens(text) <= budgetTokens, `${estimateTokens(text)} of ${budgetTokens}`);
      assert.ok(text.includes('Files (3000)'));
    }
  });
  it('works on an empty workspace', async () => {
    const text = await overview(new InMemoryWorkspace(), 'anything', { signal, budgetTokens: 500 });
    assert.equal(text, 'Workspace sample\n\nThe workspace has no files.');
  });
});
