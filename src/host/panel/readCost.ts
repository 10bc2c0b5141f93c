import { noHistory } from '../../core/routing/attempts.ts';
import type { CostView } from '../../protocol/panel.ts';
import type { RunResources } from '../runs/runResources.ts';
import type { RunService } from '../runs/runService.ts';
import { currentSettings } from '../settings/currentSettings.ts';
import { activeFolder } from '../workspace/workspaceFolder.ts';
import { costView } from './costView.ts';

/** Gathers what the panel shows of what was spent, and of how the tiers did for it. */
export async function readCost({
  resources,
  runs,
  environment,
}: {
  readonly resources: RunResources;
  readonly runs: RunService;
  readonly environment: NodeJS.ProcessEnv;
}): Promise<CostView> {
  const folder = activeFolder();
  const [ledger, { settings }, log] = await Promise.all([
    resources.ledger(),
    currentSettings(environment),
    folder && resources.attemptsFor(folder),
  ]);
  if (!ledger) throw new Error('there is no ledger that could be read; the log says why');
  const [report, history, todayUsd] = await Promise.all([
    ledger.report(),
    log?.history() ?? noHistory,
    ledger.spentUsd('today'),
  ]);
  return costView({ report, history, todayUsd, settings: settings.core, newest: runs.entries()[0]?.state });
}
