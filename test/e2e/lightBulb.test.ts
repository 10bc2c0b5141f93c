import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openSample, type SampleSession } from './sampleSession.ts';
import { shootFailures, shots } from './shots.ts';

for (const theme of ['dark', 'light'] as const) {
  describe(`the light bulb in the ${theme} theme`, () => {
    let session: SampleSession;
    before(async () => {
      session = await openSample({ shots });
    });
    after(() => session.close());
    shootFailures(() => session);

    const read = (file: string) => readFileSync(path.join(session.folder, file), 'utf8');

    it('brings a checked fix, which makes the error go away once it is accepted, and one undo takes it back', async () => {
      const { workbench } = session;
      await workbench.useTheme(theme);
      const before = read('src/catalog.ts');
      await workbench.openPanel();
      await workbench.openFile('src/catalog.ts');
      await workbench.clickSquiggle();
      const offer = await workbench.lightBulb('Tiercel: Fix this problem');
      await workbench.shot(`light-bulb-${theme}`);
      await offer.click();
      const panel = workbench.panel();
      await panel.getByTestId('evidence').first().waitFor();
      assert.equal(await panel.getByTestId('evidence').first().getAttribute('data-outcome'), 'passed');
      assert.match((await panel.getByTestId('proposal').first().textContent()) ?? '', /unitPrice/);
      assert.equal(read('src/catalog.ts'), before, 'nothing is written before it is accepted');
      await workbench.shot(`light-bulb-proposal-${theme}`);

      await panel.getByTestId('hunk-accept').first().click();
      await workbench.squiggles().first().waitFor({ state: 'detached' });
      await panel.locator('[data-testid="hunk"][data-decision="accepted"]').waitFor();
      assert.notEqual(read('src/catalog.ts'), before);
      await workbench.shot(`light-bulb-accepted-${theme}`);

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
      const run = workbench.panel().getByTestId('run').first();
      await run.getByTestId('proposal').getByText('import { formatMoney }').waitFor();
      assert.match((await run.getByTestId('run-cost').textContent()) ?? '', /^\$0\.00/);
      await run.getByTestId('hunk-reject').first().click();
      await run.locator('[data-testid="hunk"][data-decision="rejected"]').waitFor();
      assert.doesNotMatch(read('src/render.ts'), /import \{ formatMoney/);
    });
  });
}
