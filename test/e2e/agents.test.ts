import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { until } from './retry.ts';
import { openSample, type SampleSession } from './sampleSession.ts';
import { shootFailures, shootInThemes, shots } from './shots.ts';

describe('beside other agents', () => {
  let session: SampleSession;
  before(async () => {
    session = await openSample({
      shots,
      neighbour: path.resolve('test/host/modelProvider'),
      settings: { 'chat.disableAIFeatures': false },
    });
  });
  after(() => session.close());
  shootFailures(() => session);

  it('it is asked for work only after the user has seen what it may cost', async () => {
    const { workbench, folder } = session;
    const { page } = workbench;
    const before = readFileSync(path.join(folder, 'src/catalog.ts'), 'utf8');
    const dialog = page.locator('.monaco-dialog-box');
    const delegate = () => workbench.palette('Scripted: Have Tiercel Fix a File');

    await workbench.openFile('src/catalog.ts');
    await delegate();
    await dialog.getByText('Let Tiercel do this for at most $0.10?').waitFor();
    await dialog.getByText('Nothing is written before you accept it.').waitFor();
    await shootInThemes(workbench, 'tool-confirmation');
    await dialog.getByText('Cancel').click();
    await workbench.notification(/was told: .*Cancel/).waitFor();
    await workbench.clearNotifications();
    assert.equal(await page.locator('.codelens-decoration a').count(), 0);

    await delegate();
    await dialog.getByText('Yes', { exact: true }).click();
    await workbench.notification(/was told: .*done: 1 of 1 task done/).waitFor();
    assert.equal(readFileSync(path.join(folder, 'src/catalog.ts'), 'utf8'), before);
    await workbench.editorLines().first().click();
    await page.locator('.codelens-decoration a').filter({ hasText: 'Accept' }).first().waitFor();
    await shootInThemes(workbench, 'tool-done');
    await workbench.clearNotifications();
  });

  it('it answers in the chat, and fixes what is accepted there', async () => {
    const { workbench, folder } = session;
    const { page } = workbench;
    await workbench.palette('Chat: Open Chat');
    const chat = page.locator('.interactive-session');
    await chat.getByText('Echo', { exact: true }).waitFor();
    const ask = async (text: string) => {
      await chat.locator('.interactive-input-part .monaco-editor').click();
      await page.keyboard.type(text);
      // The list of what could be meant would take the next key.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
    };
    await ask('@tiercel Where is the tax computed?');
    await chat.getByText('src/tax.ts').first().waitFor();
    await chat.getByText('Show Panel').waitFor();
    await shootInThemes(workbench, 'chat');

    await ask('@tiercel /fix');
    await chat.getByText('Show Changes').waitFor();
    await shootInThemes(workbench, 'chat-fixed');
    await chat.getByText('Accept All').click();
    await until(() =>
      readFileSync(path.join(folder, 'src/catalog.ts'), 'utf8').includes('unitPrice * quantity'),
    );
    await workbench.squiggles().first().waitFor({ state: 'detached' });
  });

  it('its workers may call the tools that are ticked, and those alone', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const row = page.locator('.quick-input-widget .monaco-list-row', { hasText: 'test_echo' }).first();
    const box = row.locator('input[type=checkbox], .monaco-checkbox').first();
    await workbench.palette('Tiercel: Manage Allowed Tools');
    await page.locator('.quick-input-title', { hasText: 'Tools That Workers May Call' }).waitFor();
    await page.keyboard.type('test_echo');
    await row.waitFor();
    assert.notEqual(await box.getAttribute('aria-checked'), 'true');
    await row.click();
    await shootInThemes(workbench, 'allowed-tools');
    await page.keyboard.press('Enter');
    await row.waitFor({ state: 'hidden' });
    await workbench.palette('Tiercel: Manage Allowed Tools');
    // What is allowed stands first.
    await row.waitFor();
    assert.equal(await box.getAttribute('aria-checked'), 'true');
    await page.keyboard.press('Escape');
  });
});
