import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { openSample, type SampleSession } from './sampleSession.ts';
import { shootFailures, shots } from './shots.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
  };
}

describe('the installed extension', () => {
  let session: SampleSession;
  before(async () => {
    session = await openSample({ shots });
  });
  after(async () => {
    await session.close();
    shootFailures(() => session);
  });

  it('runs in VS Code', async () => {
    const { workbench } = session;
    await workbench.palette('Developer: Show Running Extensions');
    const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Tiercel' });
    await row.getByText(/Activation: \d+ms|Startup Activation: \d+ms/).waitFor();
  });

  it('has its commands in the palette', async () => {
    const { workbench } = session;
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    const always = ['newRequest', 'fixProblems', 'showPanel', 'setApiKey', 'openSettings'];
    for (const name of always) {
      const title = manifest.contributes.commands.find(({ command }) => command === `tiercel.${name}`)?.title;
      assert.ok(title, `no command tiercel.${name} in the manifest`);
      await workbench.quickInputRow('F1', `>Tiercel: ${title}`, `Tiercel: ${title}`);
    }
    await workbench.shot('palette');
    await workbench.page.keyboard.press('Escape');
  });

  it('shows its panel in the dark and the light theme', async () => {
    const { workbench } = session;
    await workbench.openPanel();
    await workbench.shot('panel-empty-dark');
    await workbench.useTheme('light');
    await workbench.shot('panel-empty-light');
    await workbench.useTheme('dark');
  });
});
