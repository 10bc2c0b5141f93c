import { isAbove, modelTiers } from '../../core/model/tier.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { PanelState } from '../../protocol/panel.ts';
import type { DriftWatch } from '../proposals/driftWatch.ts';
import type { RunResources } from '../runs/runResources.ts';
import type { RunService } from '../runs/runService.ts';
import { type ApiKeys, originOf } from '../settings/apiKeys.ts';
import { currentSettings } from '../settings/currentSettings.ts';
import type { ConnectionTests } from '../tiers/connectionTests.ts';
import { readWorkspaceReadiness } from '../workspace/workspaceFolder.ts';

export interface PanelSources {
  readonly runs: RunService;
  readonly resources: RunResources;
  readonly keys: ApiKeys;
  readonly environment: NodeJS.ProcessEnv;
  readonly tests: ConnectionTests;
  readonly drifts: DriftWatch;
}

/** Gathers what the panel shows. */
export async function readPanelState(sources: PanelSources, open: ReadonlySet<string>): Promise<PanelState> {
  const { runs, resources, keys, environment, tests, drifts } = sources;
  // Not loaded at activation: laying plans out takes a library.
  const { toPanelState } = await import('./panelState.ts');
  await runs.load();
  const [{ settings }, workspace, todayUsd] = await Promise.all([
    currentSettings(environment),
    readWorkspaceReadiness(),
    resources.spentTodayUsd(),
  ]);
  return toPanelState({
    workspace,
    model: await readModel(settings.core, keys, environment),
    tiers: settings.core.tiers,
    ceiling: settings.core.ceiling,
    tests: tests.results(),
    todayUsd,
    dayBudgetUsd: settings.core.budgets.dayUsd,
    runs: runs.entries().map(({ state }) => state),
    deleted: runs.deleted().map(({ state }) => state),
    open,
    driftOf: (run) => drifts.of(run),
  });
}

/** Whether the tiers up to the ceiling can be asked, and where they answer. */
async function readModel(
  settings: Settings,
  keys: ApiKeys,
  environment: NodeJS.ProcessEnv,
): Promise<PanelState['model']> {
  const asked = modelTiers
    .filter((tier) => !isAbove(tier, settings.ceiling))
    .map((tier) => settings.tiers[tier]);
  if (asked.length === 0) return { type: 'missing', what: 'The ceiling in the settings allows no model.' };
  for (const tier of asked) {
    if (!(await keys.canAsk(tier))) {
      return { type: 'missing', what: `No API key is set for ${originOf(tier.baseUrl)}.` };
    }
  }
  const places = asked.map(({ provider, baseUrl }) =>
    provider === 'vscode' ? 'VS Code' : originOf(baseUrl),
  );
  const endpoint = [...new Set(places)].join(', ');
  return { type: 'ready', scripted: environment.TIERCEL_SCRIPTED === '1', endpoint };
}
