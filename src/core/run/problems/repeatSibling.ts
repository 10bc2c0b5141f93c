import { createSlices, type Slices } from '../../../base/slices.ts';
import { lineChanges } from '../../edit/lineDiff.ts';
import type { Overlay } from '../../edit/overlay.ts';
import { protectedChange } from '../../edit/protectedPlace.ts';
import { applyTextEdit, type TextReplacement, textEdit } from '../../edit/textEdit.ts';
import { type LearnedFrom, learnEdit } from '../../problems/siblingEdit/learnEdit.ts';
import { plainEnds, withPlainEnds } from '../../problems/siblingEdit/lineEnds.ts';
import type { EditPattern } from '../../problems/siblingEdit/pattern.ts';
import { repeatEdit } from '../../problems/siblingEdit/repeatEdit.ts';
import { sourceOf } from '../../problems/siblingEdit/source.ts';
import { templateOf } from '../../problems/template.ts';
import type { RunTask, TaskGroup } from '../../request/runTask.ts';
import { ancestorsOf } from '../../request/taskGraph.ts';
import { checkOverlay } from '../../verify/checkOverlay.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { linesAfter } from '../../verify/lineMoves.ts';
import { sameProblem } from '../../verify/matchDiagnostics.ts';
import { findSuspicions } from '../../verify/suspicion/findSuspicions.ts';
import { findSilencing } from '../../verify/suspicion/silencing.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { Session } from '../session/session.ts';
import { inOrder } from '../session/taskOverlay.ts';
import type { RunState, TaskState } from '../state/runState.ts';
import { passedSiblings } from './passedSiblings.ts';

/** What the edits of siblings do for a task. */
export interface Repeated {
  /** On top of the overlay; empty where none of them applies. */
  readonly changes: ReadonlyMap<string, string>;
  readonly verdict?: Verdict;
  /** What is left for a model. */
  readonly left: readonly Diagnostic[];
  /** The task whose edit it is, by its title. */
  readonly from?: string;
}

/**
 * Does for a task's problems what a model did for others of their group and kind, where the code is of the same form:
 * no model is asked, and only what passes the check as a whole is kept.
 */
export async function repeatSibling(session: Session, task: RunTask, overlay: Overlay): Promise<Repeated> {
  const none = { changes: new Map(), left: task.targets };
  const slices = createSlices({ signal: session.signal });
  const known = await patternsFor(session.state(), task, slices);
  if (known.length === 0) return none;
  const edited = new Map<string, Edited>();
  for (const [path, targets] of Map.groupBy(task.targets, (target) => target.path)) {
    const file = await overlay.read(path);
    const each = file.type === 'text' ? editFile(file.text, targets, known) : undefined;
    if (each && isAllowed(path, each, task)) edited.set(path, each);
    await slices.pause();
  }
  const first = await checked(session, edited, overlay);
  if (!first || first.verdict.outcome === 'passed') return resultOf(task, edited, first?.verdict, known);
  // What breaks in one file is no reason to leave the others.
  for (const { path } of first.broken) edited.delete(path);
  const second = first.broken.length === 0 ? undefined : await checked(session, edited, overlay);
  return second?.verdict.outcome === 'passed' ? resultOf(task, edited, second.verdict, known) : none;
}

/** What was right in one place may hide a problem in another, or ask less of a test. */
export function isAllowed(
  path: string,
  { before, after }: { readonly before: string; readonly after: string },
  task: RunTask,
): boolean {
  if (protectedChange({ path, base: before, content: after }) !== undefined) return false;
  if (findSilencing(before, after, path) !== undefined) return false;
  const asked = { kind: task.kind, files: [], text: task.instructions, mends: [path] };
  return findSuspicions({ files: [{ path, before, after }], task: asked, tests: [] }).length === 0;
}

function resultOf(
  task: RunTask,
  edited: ReadonlyMap<string, Edited>,
  verdict: Verdict | undefined,
  known: readonly Known[],
): Repeated {
  const mended = new Set([...edited.values()].flatMap((each) => each.targets));
  const [source] = known.filter(({ pattern }) =>
    [...mended].some((each) => templateOf(each).key === pattern.kind),
  );
  return {
    changes: new Map([...edited].map(([path, { after }]) => [path, after])),
    ...(verdict && { verdict }),
    left: task.targets.filter((target) => !mended.has(target)),
    ...(source && { from: source.title }),
  };
}

interface Known {
  readonly pattern: EditPattern;
  /** Where it was learned. */
  readonly task: string;
  readonly title: string;
}

/** Those of this many tasks are looked at, the newest. */
const mostExamples = 12;

async function patternsFor(state: RunState, task: RunTask, slices: Slices): Promise<readonly Known[]> {
  const { group } = task;
  if (!group) return [];
  const kinds = new Set(task.targets.map((target) => templateOf(target).key));
  const done = passedSiblings(state, task).filter(
    (other) =>
      other.tier !== 'none' && other.task.targets.some((target) => kinds.has(templateOf(target).key)),
  );
  const tasks = state.tasks.map(({ task: each }) => each);
  const known: Known[] = [];
  for (const other of done.slice(-mostExamples)) {
    const before = new Set(known.length === 0 ? [] : ancestorsOf(tasks, other.task.id));
    const earlier = known.filter(({ task: from }) => before.has(from));
    const { id, title } = other.task;
    for (const example of examplesOf(state, other, group)) {
      const pattern = learnEdit(example);
      const source = sourceOf(example.before);
      const isTried = earlier.some((each) => repeatEdit(each.pattern, source, example.diagnostic));
      // Where an earlier edit was tried and did not do, what was done instead is an exception and no way to go on.
      if (pattern && !isTried) known.push({ pattern, task: id, title });
      await slices.pause();
    }
  }
  return [...new Map(known.map((each) => [JSON.stringify(each.pattern), each])).values()];
}

/** A task's edit for each of its problems; nothing where it changed files that have none of them. */
function examplesOf(state: RunState, { task, changes }: TaskState, group: TaskGroup): readonly LearnedFrom[] {
  const constants = new Set(group.subject?.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
  if (changes.some(({ path }) => task.targets.every((target) => target.path !== path))) return [];
  return changes.flatMap(({ path, base: whole, content }) => {
    if (whole === null || content === null) return [];
    const before = withPlainEnds(whole);
    const first = inOrder(state)
      .flatMap((each) => each.changes)
      .find((each) => each.path === path)?.base;
    const found = withPlainEnds(first ?? before);
    const moves = lineChanges(found.split('\n'), before.split('\n'));
    const targets = task.targets
      .filter((each) => each.path === path)
      .flatMap((each) => moved(each, moves) ?? []);
    const after = withPlainEnds(content);
    return targets.map((diagnostic) => {
      const others = targets.filter((each) => each !== diagnostic);
      return { before, after, diagnostic, others, constants };
    });
  });
}

/** A problem where it was after the tasks before; undefined where these changed its line. */
function moved(target: Diagnostic, moves: Parameters<typeof linesAfter>[0]): Diagnostic | undefined {
  const start = linesAfter(moves, target.range.start.line);
  const end = linesAfter(moves, target.range.end.line);
  if (!start.isSame || !end.isSame) return undefined;
  return {
    ...target,
    range: {
      start: { ...target.range.start, line: start.first },
      end: { ...target.range.end, line: end.first },
    },
  };
}

interface Edited {
  readonly before: string;
  readonly after: string;
  readonly targets: readonly Diagnostic[];
}

/** Where two siblings were mended in two ways, nobody can tell which one is meant: that is no job without a model. */
function editFile(
  before: string,
  targets: readonly Diagnostic[],
  known: readonly Known[],
): Edited | undefined {
  const { text, back } = plainEnds(before);
  const source = sourceOf(text);
  const replacements: TextReplacement[] = [];
  const mended: Diagnostic[] = [];
  for (const target of targets) {
    const ways = new Map(
      known.flatMap(({ pattern }) => {
        const way = repeatEdit(pattern, source, target);
        return way ? [[JSON.stringify(way), way] as const] : [];
      }),
    );
    const [way, ...others] = ways.values();
    if (!way || others.length > 0) continue;
    const more = way.filter((each) => !replacements.some((known) => isTwice(known, each, text)));
    if (more.some((each) => replacements.some((known) => overlaps(known, each)))) continue;
    replacements.push(...more);
    mended.push(target);
  }
  if (mended.length === 0) return undefined;
  return { before, after: applyTextEdit(textEdit(replacements.map(back)), before), targets: mended };
}

function overlaps(a: TextReplacement, b: TextReplacement): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The same again, or a line that was put in further up in the same block. */
function isTwice(known: TextReplacement, each: TextReplacement, text: string): boolean {
  if (known.text !== each.text) return false;
  if (known.start === each.start && known.end === each.end) return true;
  if (known.start !== known.end || each.start !== each.end || !each.text.endsWith('\n')) return false;
  const indent = /^\s*/.exec(each.text)?.[0].length ?? 0;
  const between = text
    .slice(Math.min(known.start, each.start), Math.max(known.start, each.start))
    .split('\n');
  return between.every((line) => line.trim() === '' || line.search(/\S/) >= indent);
}

async function checked(session: Session, edited: ReadonlyMap<string, Edited>, overlay: Overlay) {
  if (edited.size === 0) return undefined;
  const fork = overlay.fork();
  await fork.write(new Map([...edited].map(([path, { after }]) => [path, after])));
  const targets = [...edited.values()].flatMap((each) => each.targets);
  const { deps, signal } = session;
  const { verdict } = await checkOverlay(deps.checker, fork, { targets, signal });
  const remains = targets.filter((target) => verdict.remaining.some((each) => sameProblem(target, each)));
  return { verdict, broken: [...verdict.introduced, ...remains].filter(({ path }) => edited.has(path)) };
}
