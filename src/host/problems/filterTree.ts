import * as vscode from 'vscode';
import { choicesOf, type GroupFilter, noFilter } from '../../protocol/groupFilter.ts';
import type { GroupView } from '../../protocol/problems.ts';

interface Choice extends vscode.QuickPickItem {
  readonly kindOfChoice: 'severity' | 'source' | 'effort';
  readonly value: string;
}

/** Asks what of the groups is to be shown; undefined where the user leaves it as it is. */
export async function askForFilter(
  groups: readonly GroupView[],
  filter: GroupFilter,
): Promise<GroupFilter | undefined> {
  const { sources, efforts } = choicesOf(groups);
  const pick = vscode.window.createQuickPick<Choice | vscode.QuickPickItem>();
  pick.title = 'Tiercel: Filter Problems';
  pick.placeholder = 'Pick kinds; nothing picked shows all';
  pick.canSelectMany = true;
  const choice = (kindOfChoice: Choice['kindOfChoice'], value: string, label: string): Choice => ({
    label,
    kindOfChoice,
    value,
  });
  const severities = [
    choice('severity', 'error', 'With errors'),
    choice('severity', 'warning', 'With warnings'),
  ];
  const bySource = sources.map((source) => choice('source', source, source));
  const byEffort = efforts.map((effort) => choice('effort', effort, effort));
  const all = [...severities, ...bySource, ...byEffort];
  pick.items = [
    separator('Severity'),
    ...severities,
    separator('Reported by'),
    ...bySource,
    separator('Effort'),
    ...byEffort,
  ];
  pick.selectedItems = all.filter(({ kindOfChoice, value }) => {
    if (kindOfChoice === 'severity') return filter.severity === value;
    return (kindOfChoice === 'source' ? filter.sources : filter.efforts).includes(value);
  });
  const picked = await new Promise<readonly Choice[] | undefined>((resolve) => {
    pick.onDidAccept(() => {
      resolve(all.filter((each) => pick.selectedItems.includes(each)));
      pick.hide();
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  if (!picked) return undefined;
  const values = (kind: Choice['kindOfChoice']) =>
    picked.filter(({ kindOfChoice }) => kindOfChoice === kind).map(({ value }) => value);
  const [severity, ...both] = values('severity');
  return {
    ...noFilter,
    severity: both.length > 0 || severity === undefined ? 'all' : severity === 'error' ? 'error' : 'warning',
    sources: values('source'),
    efforts: values('effort'),
  };
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
