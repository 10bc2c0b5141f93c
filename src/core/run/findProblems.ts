import { nextTier, type Tier } from '../model/tier.ts';
import type { Label } from '../request/label.ts';
import type { RunTask } from '../request/runTask.ts';
import { describeVerdict } from '../verify/describeVerdict.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import type { Verdict } from '../verify/verdict.ts';
import { tryQuickFixes } from '../worker/quickFix.ts';
import { emitAlternatives } from './alternatives.ts';
import { discardLabelBatch, labelProblems } from './labelProblems.ts';
import type { FileChange, Job } from './runEvent.ts';
import { noKeyStop, type Session, type Stop } from './session.ts';
import { overlayWith, toFileChanges } from './taskOverlay.ts';

/** From diagnostics to tasks: found, tried with the language server's own fixes, labelled, grouped. */
export async function findProblems(session: Session): Promise<Stop | undefined> {
  const { found } = session.state();
  if (!found) await survey(session);
  if (!session.state().remaining) await tryAllQuickFixes(session);
  const remaining = session.state().remaining ?? [];
  if (remaining.length === 0 || session.state().labels) return undefined;
  if (session.deps.settings.ceiling === 'none') return undefined;
  if (!session.models) return noKeyStop;
  return label(session, remaining);
}

async function survey(session: Session): Promise<void> {
  const { deps, signal } = session;
  const { job } = session.state();
  await session.emit({ type: 'step', text: 'Looking for problems' });
  const report = await deps.checker.survey({ signal });
  const picked = job.type === 'fixProblems' ? job.only?.diagnostics : undefined;
  const paths = picked && new Set(picked.map(({ path }) => path));
  const wanted = (path: string) =>
    (paths?.has(path) ?? true) && (job.type !== 'fixProblems' || job.file === undefined || job.file === path);
  const isPicked = pickedOf(job);
  const checked = new Set(report.checked);
  // Where no server of ours looks, what the editor shows is all that is known.
  const known = picked ?? deps.workspace.diagnostics();
  const fromEditor = known.filter((diagnostic) => !checked.has(diagnostic.path));
  await session.emit({
    type: 'diagnostics-found',
    diagnostics: [...report.diagnostics, ...fromEditor].filter(
      (d) => isProblem(d) && wanted(d.path) && isPicked(d),
    ),
    notChecked: report.notChecked.filter(({ path }) => wanted(path)),
  });
}

/** Whether a problem is one of those that the user picked; all are where none was picked. */
function pickedOf(job: Job): (diagnostic: Diagnostic) => boolean {
  if (job.type !== 'fixProblems' || !job.only) return () => true;
  const keys = new Set(job.only.diagnostics.map(keyOf));
  return (diagnostic) => keys.has(keyOf(diagnostic));
}

/** Hints and notes are advice, not problems. */
function isProblem(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error' || diagnostic.severity === 'warning';
}

/** Tries the language server's fixes one after the other, each on top of those before: a fix moves what comes after it. */
async function tryAllQuickFixes(session: Session): Promise<void> {
  const { deps, signal } = session;
  const all = session.state().found?.diagnostics ?? [];
  const scope = new Set(all.map((diagnostic) => diagnostic.path));
  const isPicked = pickedOf(session.state().job);
  const overlay = await overlayWith(deps.workspace, []);
  const tried = new Set<string>();
  const lastInFile = new Map<string, string>();
  const offered = new Map<string, 'choose' | 'compiles'>();
  let remaining = all;
  for (;;) {
    const untried = remaining.filter((diagnostic) => !tried.has(keyOf(diagnostic)));
    // What is unused may be misspelled where it is used: that is mended first.
    const target = untried.find((diagnostic) => !isUnused(diagnostic)) ?? untried[0];
    if (!target) break;
    tried.add(keyOf(target));
    await session.emit({ type: 'step', text: `Trying the language server’s own fixes: ${target.message}` });
    const fix = await tryQuickFixes(target, overlay, { checker: deps.checker }, { signal });
    if (fix.type === 'alternatives') offered.set(keyOf(target), fix.kind);
    if (fix.type !== 'fixed') continue;
    const changes = await toFileChanges(fix.changes, overlay);
    await recordQuickFix(session, target, fix, changes, lastInFile);
    await overlay.write(fix.changes);
    // The verdict knows the files it looked at; what was found in the others still stands.
    const looked = new Set(fix.verdict.checked);
    remaining = [
      ...remaining.filter(({ path }) => !looked.has(path)),
      ...fix.verdict.remaining.filter((each) => isProblem(each) && scope.has(each.path) && isPicked(each)),
    ];
  }
  // A choice needs the user, not a model; what merely compiles is offered where no model can do better.
  const mayAsk = session.models !== undefined && deps.settings.ceiling !== 'none';
  const toOffer = remaining.filter((diagnostic) => {
    const kind = offered.get(keyOf(diagnostic));
    return kind === 'choose' || (kind === 'compiles' && !mayAsk);
  });
  const settled = new Set<string>();
  for (const diagnostic of toOffer)
    if (await offerAlternatives(session, diagnostic, all)) settled.add(keyOf(diagnostic));
  await session.emit({
    type: 'quick-fixes-end',
    remaining: remaining.filter((diagnostic) => !settled.has(keyOf(diagnostic))),
  });

  async function recordQuickFix(
    { emit, state }: Session,
    diagnostic: Diagnostic,
    { title, verdict }: { readonly title: string; readonly verdict: Verdict },
    changes: readonly FileChange[],
    last: Map<string, string>,
  ): Promise<void> {
    const note = describeVerdict(verdict);
    const id = `quickfix-${state().tasks.length + 1}`;
    const files = changes.map((change) => change.path);
    const task: RunTask = {
      ...taskFor(id, title, [diagnostic], files, last),
      kind: 'simple_edit',
      instructions: title,
      effort: 'none',
    };
    await emit({ type: 'tasks-added', tasks: [task] });
    await emit({ type: 'task-start', task: id });
    await emit({
      type: 'attempt-start',
      task: id,
      attempt: 0,
      tier: 'none',
      reason: 'none: the language server’s own fix, no model',
    });
    await emit({ type: 'attempt-end', task: id, attempt: 0, tier: 'none', outcome: 'passed', note });
    await emit({ type: 'task-end', task: id, outcome: 'done', tier: 'none', changes, note });
    await deps.ledger.recordTask({
      run: state().run,
      task: id,
      kind: task.kind,
      tier: 'none',
      model: '',
      passed: true,
    });
  }
}

/**
 * Puts the fixes for one diagnostic before the user, made for the workspace as it is: each must stand by itself. Gives
 * whether that settles it.
 */
async function offerAlternatives(
  session: Session,
  diagnostic: Diagnostic,
  found: readonly Diagnostic[],
): Promise<boolean> {
  const { deps, signal, emit, state } = session;
  const target = found.find((each) => keyOf(each) === keyOf(diagnostic)) ?? diagnostic;
  const overlay = await overlayWith(deps.workspace, []);
  const fix = await tryQuickFixes(target, overlay, { checker: deps.checker }, { signal });
  if (fix.type !== 'alternatives') return false;
  const id = `quickfix-${state().tasks.length + 1}`;
  const task: RunTask = {
    ...taskFor(id, target.message, [target], [target.path], new Map()),
    kind: 'simple_edit',
    instructions: target.message,
    effort: 'none',
  };
  await emit({ type: 'tasks-added', tasks: [task] });
  await emit({ type: 'task-start', task: id });
  await emitAlternatives(session, id, fix.fixes, overlay);
  const outcome = fix.kind === 'choose' ? 'done' : 'dropped';
  await emit({ type: 'task-end', task: id, outcome, tier: 'none', changes: [], note: fix.reason });
  return fix.kind === 'choose';
}

/** TypeScript's codes for what is declared or imported and not used. */
const unusedCodes: ReadonlySet<string> = new Set(['6133', '6138', '6192', '6196', '6198', '6199', '6205']);

function isUnused({ code }: Diagnostic): boolean {
  return code !== undefined && unusedCodes.has(code);
}

function keyOf(diagnostic: Diagnostic): string {
  return JSON.stringify([diagnostic.path, diagnostic.code, diagnostic.message]);
}

async function label(session: Session, remaining: readonly Diagnostic[]): Promise<Stop | undefined> {
  await session.emit({ type: 'step', text: `Labelling ${remaining.length} problems` });
  const items = remaining.map((diagnostic, index) => ({ id: `d${index + 1}`, diagnostic }));
  const labels = await labelProblems(session, items);
  if ('type' in labels) return labels;
  await session.emit({ type: 'label-end', labels });
  const last = new Map(
    session.state().tasks.flatMap(({ task }) => task.files.map((file) => [file, task.id] as const)),
  );
  await session.emit({ type: 'tasks-added', tasks: groupByCause(items, labels, last) });
  await discardLabelBatch(session);
  return undefined;
}

/** A cause that reaches into more files than this is split by file: small models work best on little. */
const filesPerTask = 4;
/** No worker is shown more problems than this at once: what it is not shown it would have to leave. */
const problemsPerTask = 20;
const sureEnough = 0.5;

/**
 * Makes one task of the diagnostics that share a root cause. Tasks that share a file follow one another.
 *
 * @param last the last task so far for each file; it is brought up to date
 */
export function groupByCause(
  items: readonly { readonly id: string; readonly diagnostic: Diagnostic }[],
  labels: readonly Label[],
  last: Map<string, string>,
): readonly RunTask[] {
  const byId = new Map(labels.map((entry) => [entry.id, entry]));
  const groups = Map.groupBy(items, ({ id, diagnostic }) => {
    const cause = byId.get(id)?.rootCause.trim().toLowerCase();
    return cause ? cause : keyOf(diagnostic);
  });
  const split = [...groups.values()].flatMap((group) => {
    const byFile = Map.groupBy(group, ({ diagnostic }) => diagnostic.path);
    const parts = byFile.size > filesPerTask ? [...byFile.values()] : [group];
    return parts.flatMap((part) => inParts(part, problemsPerTask));
  });
  return split.map((group, index) => {
    const targets = group.map(({ diagnostic }) => diagnostic);
    const files = [...new Set(targets.map((target) => target.path))];
    const efforts = group.flatMap(({ id }) => effortOf(byId.get(id)));
    const effort = highest(efforts);
    const cause = byId.get(group[0]?.id ?? '')?.rootCause;
    const first = targets[0]?.message ?? '';
    const title = targets.length === 1 || !cause ? first : `${cause} (${targets.length} problems)`;
    return {
      ...taskFor(`fix-${index + 1}`, title, targets, files, last),
      kind: effort === 'nano' ? 'simple_edit' : 'edit',
      instructions:
        'Make these diagnostics go away by mending what causes them. Change as little as possible and silence nothing.',
      effort,
    };
  });
}

function inParts<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / most);
  return Array.from({ length: count }, (_, at) => items.slice(at * most, (at + 1) * most));
}

function effortOf(entry: Label | undefined): readonly Tier[] {
  if (!entry) return [];
  const effort = entry.effort === 'none' ? 'nano' : entry.effort;
  return [entry.confidence < sureEnough ? (nextTier(effort) ?? effort) : effort];
}

function highest(efforts: readonly Tier[]): Tier {
  for (const tier of ['planner', 'mini'] as const) if (efforts.includes(tier)) return tier;
  return 'nano';
}

/** The parts that all tasks made from diagnostics share; it is put behind the last task of each of its files. */
function taskFor(
  id: string,
  title: string,
  targets: readonly Diagnostic[],
  files: readonly string[],
  last: Map<string, string>,
): Omit<RunTask, 'kind' | 'instructions'> {
  const dependsOn = [...new Set(files.flatMap((file) => last.get(file) ?? []))];
  for (const file of files) last.set(file, id);
  return {
    id,
    title,
    files,
    dependsOn,
    targets,
    acceptance: 'The diagnostics are gone and there are no new ones.',
  };
}

/** The one task of a light bulb: tier none is tried first, then the smallest model that may do it. */
export function taskForProblem(diagnostic: Diagnostic): RunTask {
  return {
    ...taskFor('fix', diagnostic.message, [diagnostic], [diagnostic.path], new Map()),
    kind: 'simple_edit',
    instructions:
      'Make this diagnostic go away by mending what causes it. Change as little as possible and silence nothing.',
  };
}
