import { groupWithImports } from '../../problems/groups.ts';
import { labelGroups } from '../../problems/labelGroups.ts';
import { asFound, type Diagnostic } from '../../verify/diagnostic.ts';
import { placesOf } from '../../verify/notCheckedPlaces.ts';
import { noKeyStop, type Session, type Stop } from '../session/session.ts';
import { overlayOfAll } from '../session/taskOverlay.ts';
import { discardLabelBatch } from './labelBatch.ts';
import { labelKinds } from './labelKinds.ts';
import { isProblem, pickedOf } from './pickedProblems.ts';
import { isFix, problemTasks } from './problemTasks.ts';
import { tryAllQuickFixes } from './tryAllQuickFixes.ts';

/** From diagnostics to tasks: found, tried with the language server's own fixes, labelled, grouped by root cause. */
export async function findProblems(session: Session): Promise<Stop | undefined> {
  const { found } = session.state();
  if (!found) await survey(session);
  if (!session.state().remaining) await tryAllQuickFixes(session);
  const remaining = session.state().remaining ?? [];
  // Labels without tasks are what a crash between the two leaves: they are known by then, and cost nothing again.
  if (remaining.length === 0) return undefined;
  if (session.state().tasks.some(({ task }) => isFix(task.id))) return undefined;
  if (session.deps.settings.ceiling === 'none') return undefined;
  if (!session.models) return noKeyStop;
  return makeTasks(session, remaining);
}

async function survey(session: Session): Promise<void> {
  const { deps, signal } = session;
  const { job } = session.state();
  await session.emit({ type: 'step', text: 'Looking for problems' });
  const report = await deps.checker.survey({ signal });
  const picked = job.type === 'fixProblems' ? job.only?.diagnostics : undefined;
  const paths = picked && new Set(picked.map(({ path }) => path));
  const { file } = job.type === 'fixProblems' ? job : {};
  const wanted = (path: string) => (paths?.has(path) ?? true) && (file === undefined || file === path);
  const isPicked = pickedOf(job);
  const checked = new Set(report.checked);
  // Where no server of ours looks, what the editor shows is all that is known.
  const known = picked ?? deps.workspace.diagnostics();
  const fromEditor = known.filter((diagnostic) => !checked.has(diagnostic.path));
  const around = file === undefined || checked.has(file) ? [] : placesOf(file, report.notChecked);
  const isAsked = file === undefined || checked.has(file) || around.length > 0;
  const unasked = isAsked ? [] : [{ path: file, reason: 'no language server is asked about such files' }];
  await session.emit({
    type: 'diagnostics-found',
    diagnostics: [...report.diagnostics, ...fromEditor].filter(
      (d) => isProblem(d) && wanted(d.path) && isPicked(d),
    ),
    notChecked: [
      ...(around.length > 0 ? around : report.notChecked.filter(({ path }) => wanted(path))),
      ...unasked,
    ],
    checked: report.checked.filter(wanted).length,
  });
}

/** The groups are told without a model; labels only name them and say what they take. */
async function makeTasks(session: Session, remaining: readonly Diagnostic[]): Promise<Stop | undefined> {
  const { deps, signal } = session;
  const answer = await labelKinds(session, remaining);
  if (answer.type === 'stop') return answer;
  const overlay = await overlayOfAll(deps.workspace, session.state());
  const grouped = await groupWithImports(
    remaining,
    { list: (each) => deps.workspace.list(each), read: (path) => overlay.read(path) },
    { signal },
  );
  const groups = await labelGroups(grouped.groups, answer.labels, { signal });
  const last = new Map(
    session.state().tasks.flatMap(({ task }) => task.files.map((file) => [file, task.id] as const)),
  );
  const tasks = await problemTasks({ ...grouped, groups }, last, { signal });
  const labels = [...answer.labels].map(([id, label]) => ({ id, ...label }));
  await session.emit({ type: 'label-end', labels });
  // Once there are tasks nobody comes here again; before that, a run that was cut off does.
  await discardLabelBatch(session);
  // A task's problems are told as they were found: how they stand is looked up when it begins.
  const found = tasks.map((task) => ({ ...task, targets: task.targets.map(asFound) }));
  await session.emit({ type: 'tasks-added', tasks: found });
  return undefined;
}
