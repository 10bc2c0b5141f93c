import * as vscode from 'vscode';
import { messageOf } from '../../base/messageOf.ts';
import type { SettingProblem } from '../../core/settings/readSettings.ts';
import type { Log } from '../log.ts';
import { currentSettings, onSettingsChange } from './currentSettings.ts';
import { openSettings } from './openSettings.ts';

/** Says at once when a setting that the user has changed can't be used, with the way to it. */
export function watchSettings(environment: NodeJS.ProcessEnv, log: Log): vscode.Disposable {
  let told: ReadonlySet<string> = new Set();
  return onSettingsChange(() => {
    currentSettings(environment)
      .then(({ problems }) => {
        const fresh = problems.filter(({ message }) => !told.has(message));
        told = new Set(problems.map(({ message }) => message));
        for (const problem of fresh) void tell(problem);
      })
      .catch((error: unknown) => log.warn(`The settings could not be read: ${messageOf(error)}`));
  });
}

async function tell({ id, message }: SettingProblem): Promise<void> {
  const open = 'Open the Setting';
  const choice = await vscode.window.showWarningMessage(`Tiercel: ${message}`, open);
  if (choice === open) await openSettings(`@id:${id}`);
}
