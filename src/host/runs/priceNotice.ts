import * as vscode from 'vscode';
import { modelTiers } from '../../core/model/tier.ts';
import { commandIds } from '../ids.ts';
import type { ApiKeys } from '../settings/apiKeys.ts';
import { currentSettings } from '../settings/currentSettings.ts';

const shownKey = 'tiercel.priceNoticeShown';

/** Says once, when a run that can use a model is first started, that the prices are to be checked. */
export async function showPriceNotice(
  memory: vscode.Memento,
  keys: ApiKeys,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  if (memory.get(shownKey)) return;
  const { tiers } = (await currentSettings(environment)).settings.core;
  const canAsk = await Promise.all(modelTiers.map((tier) => keys.canAsk(tiers[tier])));
  if (!canAsk.includes(true)) return;
  await memory.update(shownKey, true);
  const openPrices = 'Check Prices';
  const choice = await vscode.window.showInformationMessage(
    `Tiercel counts cost with the prices in its settings (${tiers.planner.price.source}). Published sources disagree: check them once, since a budget holds only as well as its prices.`,
    openPrices,
  );
  if (choice === openPrices) await vscode.commands.executeCommand(commandIds.openSettings, 'price');
}
