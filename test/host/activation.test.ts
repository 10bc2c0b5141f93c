import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/host/testApi.ts';
import { until } from './support/until.ts';

/** What has no part in activating: it is loaded when something needs it for the first time. */
const onFirstUse = new RegExp(
  `^(${[
    'node_modules/',
    'src/protocol/(?!groupFilter)',
    'src/node/(sqlite|meter|http/(?!environmentKey)|responses|chat|batch|tokenizer|languageServer|search|textIndex|journal)',
    'src/core/(ledger/(?!localDay)|request|worker|model/(?!tier)|routing/(?!attempts|settings))',
    'src/core/run/(run|doTask|session)\\.',
    'src/host/(languageClient|settings/(chooseProfile|profiles|setApiKey)|runs/(exportLedger|priceNotice))',
    'src/host/panel/(pageActions|panelState|readCost)',
  ].join('|')})`,
);

describe('activation', () => {
  // This is the first file, so that no other test has used anything yet.
  it('loads nothing that waits for its first use', async () => {
    const extension = vscode.extensions.getExtension<TestApi>('tiercel.tiercel');
    assert.ok(extension, 'the extension is not there');
    const { runs, sweep } = await extension.activate();
    await runs.loadEarlier();
    // All that activation asks for is asked for before this.
    sweep();
    const sources = await until(everyTick, () => {
      const loaded = loadedSources(path.join(extension.extensionPath, 'dist'));
      return loaded.includes('src/node/worktree/scratchFolders.ts') ? loaded : undefined;
    });
    assert.ok(sources.includes('src/extension.ts'));
    assert.deepEqual(
      sources.filter((source) => onFirstUse.test(source)),
      [],
    );
  });

  it('registers every command that the manifest names', async () => {
    const extension = vscode.extensions.getExtension('tiercel.tiercel');
    assert.equal(extension?.isActive, true);
    const registered = new Set(await vscode.commands.getCommands(true));
    const named: readonly { readonly command: string }[] = extension.packageJSON.contributes?.commands ?? [];
    assert.deepEqual(
      named.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});

/** Nothing tells when a module was loaded. */
function everyTick(look: () => void): { dispose(): void } {
  const timer = setInterval(look, 20);
  return { dispose: () => clearInterval(timer) };
}

/** The sources in the files of a folder that this process has loaded; the bundler notes each before its code. */
function loadedSources(folder: string): readonly string[] {
  const files = new Set<string>();
  const session = new inspector.Session();
  session.connect();
  // Enabled, the debugger names all that was loaded before.
  session.on('Debugger.scriptParsed', ({ params: { url } }) => {
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    if (file.startsWith(folder + path.sep)) files.add(file);
  });
  session.post('Debugger.enable');
  session.disconnect();
  return [...files].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^ *\/\/ ((?:src|node_modules)\/\S+)$/gm)].map(
      ([, source = '']) => source,
    ),
  );
}
