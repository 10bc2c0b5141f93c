import * as vscode from 'vscode';
import { getOrMake } from '../../base/getOrMake.ts';
import { modelTiers } from '../../core/model/tier.ts';
import { type ApiKeys, originOf } from './apiKeys.ts';
import { currentSettings } from './currentSettings.ts';

/** Asks for the key of an endpoint and keeps it in the editor's secret storage; an empty answer removes it. */
export async function setApiKey(keys: ApiKeys, environment: NodeJS.ProcessEnv): Promise<void> {
  const { settings } = await currentSettings(environment);
  const byOrigin = new Map<string, string[]>();
  for (const tier of modelTiers) {
    const { provider, keyHeader, baseUrl } = settings.core.tiers[tier];
    if (provider === 'vscode' || keyHeader === 'none') continue;
    getOrMake(byOrigin, originOf(baseUrl), () => []).push(tier);
  }
  if (byOrigin.size === 0) {
    void vscode.window.showInformationMessage('Tiercel: None of the tiers takes an API key.');
    return;
  }
  const origin = await pickOrigin(byOrigin);
  if (origin === undefined) return;
  const key = await vscode.window.showInputBox({
    title: 'Tiercel: Set API Key',
    prompt: `Key for ${origin}. It is kept in VS Code’s secret storage and sent to this endpoint alone. Empty removes it.`,
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined) return;
  await keys.set(origin, key.trim());
  const done = key.trim() === '' ? 'removed' : 'set';
  void vscode.window.showInformationMessage(`Tiercel: The API key for ${origin} is ${done}.`);
}

async function pickOrigin(byOrigin: ReadonlyMap<string, readonly string[]>): Promise<string | undefined> {
  const [first, ...others] = byOrigin.keys();
  if (others.length === 0) return first;
  const picked = await vscode.window.showQuickPick(
    [...byOrigin].map(([label, tiers]) => ({ label, description: tiers.join(', ') })),
    { title: 'Tiercel: Set API Key', placeHolder: 'Which endpoint is the key for?' },
  );
  return picked?.label;
}
