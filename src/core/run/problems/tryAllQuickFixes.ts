import { createSlices } from '../../../base/slices.ts';
import type { Overlay } from '../../edit/overlay.ts';
import { groupProblems, type ProblemGroup } from '../../problems/groups.ts';
import { templateOf } from '../../problems/template.ts';
import type { RunTask, TaskGroup } from '../../request/runTask.ts';
import { checkOverlay } from '../../verify/checkOverlay.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import { asFound, type Diagnostic } from '../../verify/diagnostic.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { type QuickFixResult, tryQuickFixes, type VerifiedFix } from '../../worker/quickFix/quickFix.ts';
import { emitAlternatives } from '../publish/alternatives.ts';
import { finishAttempt, finishTask, quickFixReason, startAttempt } from '../session/attemptEvents.ts';
import type { Session } from '../session/session.ts';
import { overlayOfAll, overlayWith, toFileChanges } from '../session/taskOverlay.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { TaskState } from '../state/runState.ts';
import { isProblem, keyOf, pickedOf } from './pickedProblems.ts';
import { taskFor } from './problemTasks.ts';
import { partWorkable } from './unworkable.ts';

/** After so many problems of one kind and cause that no fix mends, the others of it are not tried. */
const enoughTries = 3;

/**
 * Tries the language server's own fixes on all problems, each on top of those before, since a fix moves what comes
 * after it. Those that others follow from come first, and what is mended on the way is not tried. A run that was cut
 * off goes on behind those that are done.
 */
export async function tryAllQuickFixes(session: Session): Promise<void> {
  const { deps, signal } = session;
  const all = session.state().found?.diagnostics ?? [];
  const scope = new Set(all.map((diagnostic) => diagnostic.path));
  const isPicked = pickedOf(session.state().job);
  const overlay = await overlayOfAll(deps.workspace, session.state());
  const order = orderOf(await groupProblems(all, deps.workspace, { signal }));
  const tried = new Set<string>();
  const misses = new Map<string, number>();
  const done = session.state().tasks.filter(({ changes }) => changes.length > 0);
  const lastInFile = new Map(done.flatMap(({ task }) => task.files.map((file) => [file, task.id] as const)));
  const offered = new Map<string, 'choose' | 'compiles'>();
  const slices = createSlices({ signal });
  const stillThere = (
    known: readonly Diagnostic[],
    { verdict, pairs }: Pick<VerifiedFix, 'verdict' | 'pairs'>,
  ) => {
    // The check knows the files it looked at; what was found in the others still stands.
    const looked = new Set(verdict.checked);
    const found = new Map(pairs.map(({ from, to }) => [to, from]));
    const seen = verdict.remaining
      .filter((each) => isProblem(each) && scope.has(each.path) && isPicked(each))
      .map((each) => ({ ...each, asFound: found.get(each) ?? each }));
    return [...known.filter(({ path }) => !looked.has(path)), ...seen];
  };
  let remaining = all;
  if (done.length > 0) remaining = stillThere(all, await checkOverlay(deps.checker, overlay, { signal }));
  let queue = order.sorted(remaining);
  for (let target = queue.pop(); target; target = queue.pop()) {
    await slices.pause();
    if (tried.has(foundKey(target))) continue;
    tried.add(foundKey(target));
    const kind = `${order.groupOf(target)?.id ?? ''}\n${templateOf(target).key}`;
    const missed = misses.get(kind) ?? 0;
    if (missed >= enoughTries) continue;
    await session.emit({ type: 'step', text: `Trying the language server’s own fixes: ${target.message}` });
    const fix = await tryQuickFixes(target, overlay, { checker: deps.checker }, { signal });
    if (fix.type === 'alternatives') offered.set(foundKey(target), fix.kind);
    misses.set(kind, isMiss(fix) ? missed + 1 : 0);
    if (fix.type !== 'fixed') continue;
    const changes = await toFileChanges(fix.changes, overlay);
    await recordQuickFix(
      session,
      { target: asFound(target), group: order.groupOf(target), fix, changes },
      lastInFile,
    );
    await overlay.write(fix.changes);
    remaining = stillThere(remaining, fix);
    queue = order.sorted(remaining);
  }
  // A choice needs the user, not a model; what merely compiles is offered where no model can do better.
  const mayAsk = session.models !== undefined && deps.settings.ceiling !== 'none';
  const toOffer = remaining.filter((diagnostic) => {
    const kind = offered.get(foundKey(diagnostic));
    return kind === 'choose' || (kind === 'compiles' && !mayAsk);
  });
  const settled = new Set<string>();
  for (const diagnostic of toOffer)
    if (await offerAlternatives(session, asFound(diagnostic))) settled.add(foundKey(diagnostic));
  const { workable, unworkable } = await partWorkable(
    remaining.filter((diagnostic) => !settled.has(foundKey(diagnostic))),
    deps.workspace,
  );
  await session.emit({
    type: 'quick-fixes-end',
    remaining: workable,
    ...(unworkable.length > 0 && { unworkable }),
  });
}

/** What a problem is known by among those that say the same, while fixes move them. */
function foundKey(diagnostic: Diagnostic): string {
  const found = asFound(diagnostic);
  return JSON.stringify([keyOf(found), found.range.start]);
}

/** What says that the next problem of the kind will fare no better; a choice is one that each has for itself. */
function isMiss(fix: QuickFixResult): boolean {
  return fix.type === 'none' || (fix.type === 'alternatives' && fix.kind === 'compiles');
}

interface Order {
  groupOf(diagnostic: Diagnostic): TaskGroup | undefined;
  /** The one to begin with comes last. */
  sorted(all: readonly Diagnostic[]): Diagnostic[];
}

/** By groups; what is unused comes last, since it may be misspelled where it is used, and that is mended first. */
function orderOf(groups: readonly ProblemGroup[]): Order {
  const ranks = new Map<string, number>();
  const owners = new Map<string, TaskGroup>();
  for (const { id, title, diagnostics } of groups) {
    for (const diagnostic of diagnostics) {
      const key = keyOf(diagnostic);
      if (!ranks.has(key)) ranks.set(key, ranks.size);
      if (diagnostics.length > 1) owners.set(key, { id, title });
    }
  }
  const rankOf = (diagnostic: Diagnostic) =>
    (ranks.get(keyOf(diagnostic)) ?? ranks.size) + (isUnused(diagnostic) ? ranks.size + 1 : 0);
  return {
    groupOf: (diagnostic) => owners.get(keyOf(diagnostic)),
    sorted: (all) =>
      all
        .map((diagnostic) => ({ diagnostic, rank: rankOf(diagnostic) }))
        .sort((a, b) => b.rank - a.rank)
        .map(({ diagnostic }) => diagnostic),
  };
}

interface FoundFix {
  readonly target: Diagnostic;
  readonly group: TaskGroup | undefined;
  readonly fix: { readonly title: string; readonly verdict: Verdict };
  readonly changes: readonly FileChange[];
}

async function recordQuickFix(
  session: Session,
  { target, group, fix, changes }: FoundFix,
  last: Map<string, string>,
): Promise<void> {
  const note = describeVerdict(fix.verdict);
  const files = changes.map((change) => change.path);
  const id = await startQuickFix(session, target, (own) => ({
    ...taskFor(own, fix.title, [target], files, last),
    kind: 'simple_edit',
    instructions: fix.title,
    effort: 'none',
    ...(group && { group }),
  }));
  await startAttempt(session, id, 'none', quickFixReason);
  await finishAttempt(session, id, { outcome: 'passed', note });
  await finishTask(session, id, { outcome: 'done', changes, note });
}

/** Starts a task for a problem: the one that a run was cut off at, where there is one. Gives its id. */
async function startQuickFix(
  session: Session,
  target: Diagnostic,
  taskWith: (id: string) => RunTask,
): Promise<string> {
  const { emit, state } = session;
  const open = tasksFor(session, target).find((task) => task.state === 'waiting');
  const task = taskWith(open?.task.id ?? `quickfix-${state().tasks.length + 1}`);
  if (!open) await emit({ type: 'tasks-added', tasks: [task] });
  await emit({ type: 'task-start', task: task.id });
  return task.id;
}

function tasksFor({ state }: Session, target: Diagnostic): readonly TaskState[] {
  return state().tasks.filter(({ task }) => task.targets.some((each) => foundKey(each) === foundKey(target)));
}

/**
 * Puts the fixes for one diagnostic before the user, made for the workspace as it is: each must stand by itself. Gives
 * whether that settles it.
 */
async function offerAlternatives(session: Session, target: Diagnostic): Promise<boolean> {
  const { deps, signal } = session;
  const offered = tasksFor(session, target).find((task) => task.alternatives && task.state !== 'waiting');
  if (offered) return offered.state === 'done';
  const overlay: Overlay = await overlayWith(deps.workspace, []);
  const fix = await tryQuickFixes(target, overlay, { checker: deps.checker }, { signal });
  if (fix.type !== 'alternatives') return false;
  const id = await startQuickFix(session, target, (own) => ({
    ...taskFor(own, target.message, [target], [target.path], new Map()),
    kind: 'simple_edit',
    instructions: target.message,
    effort: 'none',
  }));
  await emitAlternatives(session, id, fix.fixes, overlay);
  const outcome = fix.kind === 'choose' ? 'done' : 'dropped';
  await finishTask(session, id, { outcome, changes: [], note: fix.reason });
  return fix.kind === 'choose';
}

/** TypeScript's codes for what is declared or imported and not used. */
const unusedCodes: ReadonlySet<string> = new Set(['6133', '6138', '6192', '6196', '6198', '6199', '6205']);

function isUnused({ code }: Diagnostic): boolean {
  return code !== undefined && unusedCodes.has(code);
}
