import * as vscode from 'vscode';
import type { PanelView } from '../panel/panelView.ts';
import { onSettingsChange } from '../settings/currentSettings.ts';
import { watchSettings } from '../settings/settingProblems.ts';
import { StatusBar } from '../statusBar.ts';
import type { Own } from './own.ts';
import type { Problems } from './problems.ts';
import type { Services } from './services.ts';

/** Brings up to date what is shown and kept, whenever something changes that it was made of. */
export function keepUpToDate(
  { log, runs, keys, tests, drifts, estimates, resources, spends, environment }: Services,
  { groups, tree, redraw, onLabelled }: Problems,
  panel: PanelView,
  own: Own,
): void {
  const status = own(new StatusBar({ log, runs, readSpend: () => spends.read() }));
  const updatePanel = () => panel.update();
  const updateSpend = () => {
    panel.update();
    status.update();
  };
  own(
    runs.onChange(({ event }) => {
      if (event?.type === 'label-end') groups.regroup();
      else if (event?.type.startsWith('run-')) tree.redraw();
      estimates.forget();
      panel.update();
    }),
  );
  /** Who answers may be another, and for what price. */
  const forgetTiers = () => {
    tests.reset();
    estimates.forget();
    redraw();
    panel.update();
  };
  own(keys.onChange(forgetTiers));
  own(
    onSettingsChange(() => {
      resources.resetCheckers();
      forgetTiers();
      spends.readAnew();
      status.update();
    }),
  );
  own(vscode.workspace.onDidChangeWorkspaceFolders(updateSpend));
  own(tests.onChange(updateSpend));
  own(onLabelled(() => status.update()));
  own(drifts.onChange(updatePanel));
  own(vscode.workspace.onDidGrantWorkspaceTrust(updatePanel));
  own(watchSettings(environment, log));
  status.update();
}
