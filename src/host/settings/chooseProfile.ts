import * as vscode from 'vscode';
import { modelTiers, needsKey } from '../../core/model/tier.ts';
import { currentSettings } from './currentSettings.ts';
import {
  changesTo,
  describeChanges,
  type LocalEndpoint,
  profileIds,
  profileTitles,
  profileValues,
} from './profiles.ts';

/** Lets the user pick a profile, shows what it would change, and changes it when the user says so. */
export async function chooseProfile(environment: NodeJS.ProcessEnv): Promise<void> {
  const picked = await vscode.window.showQuickPick(
    profileIds.map((id) => ({ id, ...profileTitles[id] })),
    { title: 'Tiercel: Choose Profile', placeHolder: 'You see what it changes before anything is changed.' },
  );
  if (!picked) return;
  const { tiers } = (await currentSettings(environment)).settings.core;
  const isLocalNow = modelTiers.every((tier) => tiers[tier].provider === 'chat' && !needsKey(tiers[tier]));
  const endpoint = picked.id === 'localOnly' ? await askForEndpoint() : undefined;
  if (picked.id === 'localOnly' && !endpoint) return;
  const configuration = vscode.workspace.getConfiguration();
  const changes = changesTo(
    profileValues(picked.id, { isLocalNow, ...(endpoint && { endpoint }) }),
    (id) => ({ value: configuration.get(id), byDefault: configuration.inspect(id)?.defaultValue }),
  );
  if (changes.length === 0) {
    void vscode.window.showInformationMessage(
      `Tiercel: The settings are those of "${picked.label}" already.`,
    );
    return;
  }
  const apply = 'Change Them';
  const settings = changes.length === 1 ? 'a setting' : `${changes.length} settings`;
  const choice = await vscode.window.showInformationMessage(
    `"${picked.label}" changes ${settings}`,
    { modal: true, detail: describeChanges(changes).join('\n') },
    apply,
  );
  if (choice !== apply) return;
  for (const { id, to } of changes) {
    const isDefault = JSON.stringify(to) === JSON.stringify(configuration.inspect(id)?.defaultValue);
    await configuration.update(id, isDefault ? undefined : to, vscode.ConfigurationTarget.Global);
  }
  void vscode.window.showInformationMessage(`Tiercel: The profile "${picked.label}" is set.`);
}

async function askForEndpoint(): Promise<LocalEndpoint | undefined> {
  const baseUrl = await vscode.window.showInputBox({
    title: 'Tiercel: Local Only (1 of 2)',
    prompt: 'Where the models on this machine answer.',
    value: 'http://localhost:11434/v1',
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:\/[^\s?#]*)?$/i.test(text.trim())
        ? undefined
        : 'An http:// or https:// address of this machine, such as http://localhost:11434/v1.',
  });
  if (baseUrl === undefined) return undefined;
  const model = await vscode.window.showInputBox({
    title: 'Tiercel: Local Only (2 of 2)',
    prompt: 'The model that does all the work, as the endpoint names it.',
    placeHolder: 'qwen3-coder:30b',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A model needs a name.' : undefined),
  });
  return model === undefined ? undefined : { baseUrl: baseUrl.trim(), model: model.trim() };
}
