import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { terminalSelection } from '../../src/host/workspace/terminalSelection.ts';

describe('what is selected in a terminal', () => {
  const { clipboard } = vscode.env;
  let terminal: vscode.Terminal;
  let before = '';

  beforeEach(async () => {
    before = await clipboard.readText();
    // A terminal of ours, so that no shell has to start.
    const written = new vscode.EventEmitter<string>();
    const opened = new Promise<void>((resolve) => {
      terminal = vscode.window.createTerminal({
        name: 'test',
        pty: {
          onDidWrite: written.event,
          open: () => resolve(),
          close: () => undefined,
        },
      });
    });
    terminal.show();
    await opened;
    written.fire('not ok 1 - adds\r\n');
  });
  afterEach(async () => {
    terminal.dispose();
    await clipboard.writeText(before);
  });

  it('is read, and the clipboard has its own text again', async () => {
    await clipboard.writeText('mine');
    let text = '';
    // What was written may take a moment to stand in the terminal.
    while (!text.includes('not ok 1 - adds')) {
      await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
      const reading = await terminalSelection();
      text = reading.type === 'text' ? reading.text : '';
      assert.equal(await clipboard.readText(), 'mine');
    }
  });

  it('is nothing where nothing is selected', async () => {
    await clipboard.writeText('mine');
    await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
    const reading = await terminalSelection();
    assert.equal(reading.type, 'none');
    assert.equal(await clipboard.readText(), 'mine');
  });

  it('is left alone where the clipboard holds no text that could be put back', async () => {
    await clipboard.writeText('');
    const reading = await terminalSelection();
    assert.match(reading.type === 'none' ? reading.reason : reading.text, /holds no text/);
  });
});
