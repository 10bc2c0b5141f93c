import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('activates and registers every command that the manifest names', async () => {
    const extension = vscode.extensions.getExtension('tiercel.tiercel');
    assert.ok(extension, 'the extension is not there');
    await extension.activate();
    assert.equal(extension.isActive, true);
    const registered = new Set(await vscode.commands.getCommands(true));
    const named: readonly { readonly command: string }[] = extension.packageJSON.contributes?.commands ?? [];
    assert.deepEqual(
      named.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
