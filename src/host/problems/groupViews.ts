import * as vscode from 'vscode';
import type { ProblemGroup } from '../../core/problems/groups.ts';
import { keyOf } from '../../core/run/pickedProblems.ts';
import type { GroupView } from '../../protocol/problems.ts';
import type { Estimates } from '../estimates.ts';
import type { RunService } from '../runs/runService.ts';
import type { FolderGroup } from './problemGroups.ts';

/** Problems of a group that are told one by one. */
const mostProblems = 30;

/** What the tree and the panel show of a group. */
export async function viewOf(
  { folder, group }: FolderGroup,
  { estimates, runs }: { readonly estimates: Estimates; readonly runs: RunService },
): Promise<GroupView> {
  const { diagnostics, root, category, effort, followers = 0 } = group;
  const [first] = diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const forecast = await estimates.forecastOf(folder, diagnostics);
  const run = runOf(group, runs);
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

/** The run that works on a group and on it alone. */
function runOf({ diagnostics }: ProblemGroup, runs: RunService): string | undefined {
  const keys = new Set(diagnostics.map(keyOf));
  const found = runs.entries().find(({ state: { run, job } }) => {
    if (job.type !== 'fixProblems' || !job.only || !runs.isRunning(run)) return false;
    return job.only.diagnostics.some((each) => keys.has(keyOf(each)));
  });
  return found?.state.run;
}
