import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openSample, type SampleSession } from './sampleSession.ts';
import { allThemes, shootFailures, shootInThemes, shots } from './shots.ts';

describe('the light bulb', () => {
  let session: SampleSession;
  before(async () => {
    session = await openSample({ shots });
  });
  after(() => session.close());
  shootFailures(() => session);

  const read = (file: string) => readFileSync(path.join(session.folder, file), 'utf8');

  it('puts a checked fix into the editor, at the price it names, and one undo takes it back', async () => {
    const { workbench } = session;
    const before = read('src/catalog.ts');
    await workbench.openPanel();
    await workbench.openFile('src/catalog.ts');
    await workbench.clickSquiggle();
    const offer = await workbench.lightBulb('Tiercel: Fix this problem');
    assert.match((await offer.textContent()) ?? '', /\(nano, ≤ \$0\.0\d+\)/);
    await shootInThemes(workbench, 'light-bulb', allThemes);
    await offer.click();
    await workbench.squiggles().first().waitFor({ state: 'detached' });
    const panel = workbench.panel();
    await panel.locator('[data-testid="hunk"][data-decision="accepted"]').waitFor();
    assert.equal(await panel.getByTestId('evidence').first().getAttribute('data-outcome'), 'passed');
    assert.match((await panel.getByTestId('proposal').first().textContent()) ?? '', /unitPrice/);
    assert.notEqual(read('src/catalog.ts'), before);
    await shootInThemes(workbench, 'light-bulb-accepted', allThemes);

    await workbench.editorLines().first().click();
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await workbench.squiggles().first().waitFor();
    await panel.locator('[data-testid="hunk"][data-decision="open"]').waitFor();
  });

  it('asks no model where the language server has the fix', async () => {
    const { workbench } = session;
    await workbench.openFile('src/render.ts');
    await workbench.clickSquiggle();
    await workbench.pickLightBulb('Tiercel: Fix this problem');
    await workbench.squiggles().first().waitFor({ state: 'detached' });
    const run = workbench.panel().getByTestId('run').first();
    await run.locator('[data-testid="hunk"][data-decision="accepted"]').waitFor();
    assert.match((await run.getByTestId('run-cost').textContent()) ?? '', /^\$0\.00/);
    assert.match(read('src/render.ts'), /import \{ formatMoney/);
  });
});
