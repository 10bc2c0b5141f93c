import * as vscode from 'vscode';
import type { SettingsReading } from '../../core/settings/readSettings.ts';
import { settingsSection } from '../ids.ts';

/** Reads the settings as they are now. Those of endpoints, prices and caps have machine scope: no repository sets them. */
export async function currentSettings(environment: NodeJS.ProcessEnv): Promise<SettingsReading> {
  // Not loaded at activation: the schemas take a moment to build.
  const { readSettings } = await import('../../core/settings/readSettings.ts');
  const configuration = vscode.workspace.getConfiguration();
  return readSettings((id) => configuration.get(id), environment.OPENAI_BASE_URL || undefined);
}

/** Tells when a setting of ours has changed. */
export function onSettingsChange(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(settingsSection)) listener();
  });
}
