import * as vscode from 'vscode';
import { createSlices } from '../../base/slices.ts';
import type { ProblemGroup } from '../../core/problems/groups.ts';
import { keyOf } from '../../core/run/problems/pickedProblems.ts';
import type { GroupView } from '../../protocol/problems.ts';
import type { Estimates, ForecastProblems } from '../estimates.ts';
import type { RunService } from '../runs/runService.ts';
import type { FolderGroup } from './problemGroups.ts';

/** Problems of a group that are told one by one. */
const mostProblems = 30;

/** What the tree and the panel show of groups. */
export type ReadViews = (groups: readonly FolderGroup[]) => Promise<readonly GroupView[]>;

/** Reads them in slices: there may be thousands of groups. */
export function readGroupViews(estimates: Estimates, runs: RunService): ReadViews {
  return async (groups) => {
    const slices = createSlices();
    const working = workedOn(runs);
    const views: GroupView[] = [];
    const forecasts = new Map<vscode.WorkspaceFolder, ForecastProblems>();
    for (const each of groups) {
      const { folder, group } = each;
      const forecast = forecasts.get(folder) ?? (await estimates.forecasts(folder));
      forecasts.set(folder, forecast);
      views.push(viewOf(each, forecast(group.diagnostics), working));
      await slices.pause();
    }
    return views;
  };
}

function viewOf(
  { folder, group }: FolderGroup,
  forecast: GroupView['forecast'],
  working: ReadonlyMap<string, string>,
): GroupView {
  const { diagnostics, root, category, effort, followers = 0 } = group;
  const [first] = diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const run = working.size === 0 ? undefined : runOf(group, working);
  return {
    folder: folder.uri.toString(),
    ...((vscode.workspace.workspaceFolders?.length ?? 0) > 1 && { folderName: folder.name }),
    id: group.id,
    title: titleOf(group),
    ...(root && {
      root: {
        name: root.name,
        ...(root.path !== undefined && { path: root.path }),
        ...(root.line !== undefined && { line: root.line + 1 }),
      },
    }),
    errors,
    warnings: diagnostics.length - errors,
    files: new Set(diagnostics.map(({ path }) => path)).size,
    followers,
    sources: [...new Set(diagnostics.flatMap(({ source }) => source ?? []))],
    code: [first?.source, first?.code].filter(Boolean).join(' '),
    ...(category !== undefined && { category }),
    ...(category !== undefined && effort && { effort }),
    ...(forecast && { forecast }),
    ...(run !== undefined && { run }),
    problems: diagnostics.slice(0, mostProblems).map(({ path, range, message, severity }) => ({
      path,
      line: range.start.line + 1,
      message: message.split('\n')[0] ?? '',
      severity,
    })),
  };
}

/** The root stands before a title that does not name it. */
function titleOf({ title, root }: ProblemGroup): string {
  const name = root?.name.split('.').at(-1) ?? '';
  return root === undefined || title.includes(name) ? title : `${root.name}: ${title}`;
}

/** The runs that work on picked problems now, by the problems. */
function workedOn(runs: RunService): ReadonlyMap<string, string> {
  const working = new Map<string, string>();
  for (const { state } of runs.entries()) {
    const { run, job } = state;
    if (job.type !== 'fixProblems' || !job.only || !runs.isRunning(run)) continue;
    for (const each of job.only.diagnostics) working.set(keyOf(each), run);
  }
  return working;
}

function runOf({ diagnostics }: ProblemGroup, working: ReadonlyMap<string, string>): string | undefined {
  for (const each of diagnostics) {
    const run = working.get(keyOf(each));
    if (run !== undefined) return run;
  }
  return undefined;
}
