import * as vscode from 'vscode';
import { currentSettings, onSettingsChange } from './currentSettings.ts';
import { openSettings } from './openSettings.ts';

/** Says at once when a setting that the user has changed can't be used, with the way to it. */
export function watchSettings(environment: NodeJS.ProcessEnv): vscode.Disposable {
  let told: ReadonlySet<string> = new Set();
  return onSettingsChange(() => {
    void currentSettings(environment).then(({ problems }) => {
      const fresh = problems.filter((problem) => !told.has(problem));
      told = new Set(problems);
      for (const problem of fresh) void tell(problem);
    });
  });
}

async function tell(problem: string): Promise<void> {
  const open = 'Open the Setting';
  const choice = await vscode.window.showWarningMessage(`Tiercel: ${problem}`, open);
  const id = /tiercel(?:\.\w+)+/.exec(problem)?.[0];
  if (choice === open) await openSettings(id === undefined ? '' : `@id:${id}`);
}
