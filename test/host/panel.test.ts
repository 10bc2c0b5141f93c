import * as vscode from 'vscode';
import { tiercel } from './support/sample.ts';
import { until } from './support/until.ts';

describe('the panel', () => {
  it('comes into sight when it is asked for', async () => {
    const { panel } = await tiercel();
    await vscode.commands.executeCommand('tiercel.showPanel');
    await until(panel.onVisibility, () => panel.isVisible || undefined);
  });
});
