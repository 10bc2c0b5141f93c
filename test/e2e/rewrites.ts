import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { ScriptedEndpoint } from '../models/endpoint.ts';
import { until } from './retry.ts';
import { shootInThemes } from './shots.ts';
import type { Workbench } from './workbench.ts';

export interface RewritesDesk {
  readonly workbench: Workbench;
  readonly folder: string;
  readonly endpoint: ScriptedEndpoint;
}

interface Selected {
  readonly file: string;
  /** The first line that is selected begins so. */
  readonly from: string;
  readonly lines: number;
}

/** Each rewrite of a selection, by keys, from the menu to the file; what it leaves is as it was before. */
export function rewriteTests(desk: () => RewritesDesk): void {
  const fileAt = (file: string) => path.join(desk().folder, file);
  const read = (file: string) => readFileSync(fileAt(file), 'utf8');
  const lenses = () => desk().workbench.page.locator('.codelens-decoration a');
  const lens = (text: string | RegExp) => lenses().filter({ hasText: text }).first();
  let before: ReadonlyMap<string, string>;
  let firstCall = 0;

  /** A test that leaves the files as they were. */
  const itLeaves = (title: string, run: () => Promise<void>) =>
    it(title, async () => {
      before = new Map(changed.map((file) => [file, read(file)]));
      firstCall = desk().endpoint.calls.length;
      const { workbench } = desk();
      const logged = workbench.log().length;
      const isKept = (file: string) => workbench.log().slice(logged).includes(` of ${file}: accepted`);
      try {
        await run();
        // What is written while the editor still saves, it does not read again.
        for (const [file, text] of before) if (read(file) !== text) await until(() => isKept(file));
      } finally {
        for (const [file, text] of before) if (read(file) !== text) writeFileSync(fileAt(file), text);
        rmSync(fileAt(newTest), { force: true });
      }
    });

  /** The model that was asked and what it was told, by request. */
  const asked = () => desk().endpoint.calls.slice(firstCall);
  const tiers = () => asked().map(({ role, tier }) => `${role} ${tier}`);

  async function select({ file, from, lines }: Selected): Promise<void> {
    const { workbench } = desk();
    const { keyboard } = workbench.page;
    await workbench.openFile(file);
    const line = read(file)
      .split('\n')
      .findIndex((each) => each.startsWith(from));
    await keyboard.press('ControlOrMeta+G');
    await workbench.answerInput(`:${line + 1}`);
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    for (let count = 0; count < lines; count += 1) await keyboard.press('Shift+ArrowDown');
  }

  /** Opens the menu of refactorings with the keys, and gives the row of one. */
  const offer = (selected: Selected, title: string): Promise<Locator> =>
    desk().workbench.codeAction(`Tiercel: ${title}`, 'ControlOrMeta+Shift+R', () => select(selected));

  const rowOf = (title: string) =>
    desk()
      .workbench.page.locator('.action-widget .monaco-list-row.action', { hasText: `Tiercel: ${title}` })
      .first();

  async function take(row: Locator): Promise<void> {
    await focusWithKeys(row);
    await desk().workbench.page.keyboard.press('Enter');
  }

  async function focusWithKeys(row: Locator): Promise<void> {
    const { page } = desk().workbench;
    const rows = await page.locator('.action-widget .monaco-list-row.action').count();
    for (let count = 0; count < rows; count += 1) {
      if (/\bfocused\b/.test((await row.getAttribute('class')) ?? '')) return;
      await page.keyboard.press('ArrowDown');
    }
    assert.fail('the keys do not reach the entry');
  }

  async function chord(key: string): Promise<void> {
    const { keyboard } = desk().workbench.page;
    await keyboard.press('ControlOrMeta+K');
    await keyboard.press(key);
  }

  itLeaves(
    'doc comments are written by the smallest model, shown what it needs, and accepted by keys',
    async () => {
      const { workbench } = desk();
      const lines = { file: 'src/discount.ts', from: 'export function discountPercent', lines: 4 };
      const row = await offer(lines, 'Write doc comments');
      assert.match((await row.textContent()) ?? '', /\(nano, ≤ \$0\.\d+\)/);
      assert.match((await rowOf('Edit with an').textContent()) ?? '', /\(mini, ≤ \$0\.\d+\)/);
      await shootInThemes(workbench, 'rewrites');
      await take(row);
      await lens(/\(checked\)/).waitFor();
      await workbench.shot('rewrite-docstring');
      assert.equal(read('src/discount.ts'), before.get('src/discount.ts'));
      await chord('y');
      await until(() =>
        /off: 0 below the first step\. \*\/\nexport function discountPercent/.test(read('src/discount.ts')),
      );
      assert.deepEqual(tiers(), ['work nano']);
      const [call] = asked();
      assert.match(call?.text ?? '', /src\/discount\.ts, lines 9 to 12, which the user has selected/);
      assert.doesNotMatch(call?.text ?? '', /Papeterie|renderInvoice/);
    },
  );

  itLeaves('a rename is followed in the files that use the name, and accepted whole', async () => {
    const { workbench } = desk();
    const lines = { file: 'src/tax.ts', from: 'export function taxOn', lines: 3 };
    await take(await offer(lines, 'Rename with meaning'));
    await lens('Accept All 3 in 2 files').waitFor();
    await lens(/\(checked\)/).waitFor();
    await workbench.shot('rewrite-rename');
    await lens('Accept All 3 in 2 files').click();
    await until(() => /function valueAddedTax\(/.test(read('src/tax.ts')));
    await until(() => /\{ valueAddedTax \}[\s\S]*valueAddedTax\(net/.test(read('src/invoice.ts')));
    assert.match(asked()[0]?.text ?? '', /Change all their uses, here and in src\/invoice\.ts\./);
    assert.ok(
      tiers().every((each) => each === 'work mini'),
      tiers().join(),
    );
  });

  itLeaves('lines are taken out into a function, and what does not compile is not shown', async () => {
    const { workbench } = desk();
    const lines = { file: 'src/money.ts', from: '  const cents', lines: 2 };
    await take(await offer(lines, 'Extract'));
    await lens(/\(checked\)/).waitFor();
    await workbench.shot('rewrite-extract');
    await lens(/^Accept/).click();
    await until(() => /digitsOf\(Math\.abs\(amount\)\)/.test(read('src/money.ts')));
    assert.match(asked()[1]?.text ?? '', /Cannot find name 'digitOf'/);
  });

  itLeaves(
    'tests are written into a new file as others are called, which the diff shows and its button makes',
    async () => {
      const { workbench } = desk();
      const { page } = workbench;
      const lines = { file: 'src/money.ts', from: 'export function roundCents', lines: 3 };
      await take(await offer(lines, 'Add tests'));
      const button = page.getByRole('button', { name: /^Accept What This Diff Proposes/ }).first();
      await button.waitFor();
      const diff = page.locator('.tab', { hasText: 'test/money.test.ts (proposed by Tiercel, checked)' });
      await diff.waitFor();
      await workbench.shot('rewrite-tests');
      for (const key of ['j', 'k']) {
        await workbench.openFile('src/money.ts');
        await page.locator('.tab.active[data-resource-name="money.ts"]').waitFor();
        await chord(key);
        await page.locator('.tab.active', { hasText: 'test/money.test.ts (proposed' }).waitFor();
      }
      assert.ok(!existsSync(fileAt(newTest)), 'nothing is written before it is accepted');
      await button.click();
      await until(() => existsSync(fileAt(newTest)));
      await diff.waitFor({ state: 'detached' });
      await page.locator('.tab.active[data-resource-name="money.test.ts"]').waitFor();
      await workbench.shot('rewrite-tests-accepted');
      const { text = '' } = asked()[0] ?? {};
      assert.match(text, /They belong in test\/money\.test\.ts\./);
      assert.match(text, /You may write: test\/money\.test\.ts, and new files/);
      assert.match(text, /export function roundCents/);
    },
  );

  itLeaves('what is simplified is rejected by keys, and the file stays as it is', async () => {
    const { workbench } = desk();
    const lines = { file: 'src/tax.ts', from: 'export function taxPercent', lines: 6 };
    await take(await offer(lines, 'Simplify'));
    await lens(/\(checked\)/).waitFor();
    await workbench.shot('rewrite-simplify');
    await chord('n');
    await lenses().first().waitFor({ state: 'detached' });
    assert.equal(read('src/tax.ts'), before.get('src/tax.ts'));
  });
}

const newTest = 'test/money.test.ts';
const changed = ['src/discount.ts', 'src/tax.ts', 'src/invoice.ts', 'src/money.ts'];
