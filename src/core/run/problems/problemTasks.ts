import { createSlices } from '../../../base/slices.ts';
import { label } from '../../context/fence.ts';
import type { GroupedProblems, ProblemGroup } from '../../problems/groups.ts';
import { templateOf } from '../../problems/template.ts';
import type { RunTask, TaskGroup } from '../../request/runTask.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';

/** A group that reaches into more files than this begins with an example of each kind; the smallest tier is given fewer. */
const filesPerTask = 4;
const filesPerPilot = 2;
/** No worker is shown more problems than this at once: what it is not shown it would have to leave. */
const problemsPerTask = 20;
/** What the smallest tier may have in one task where it has an example to follow. */
const filesPerFollower = 5;
const problemsPerFollower = 5;
/** With so many problems of a kind it pays to have one mended first. */
const worthAnExample = 3;
/** Kinds that have an example each, of those that a group has. */
const mostExamples = 8;

/**
 * Makes tasks of groups. Those of the groups that others follow from come first; a task follows those that change its
 * files, and those that mend what its files import, since that may mend it too. A group over many files begins with
 * a problem of each kind, whose way the others then follow side by side.
 *
 * @param last the last task so far for each file; it is brought up to date
 */
export async function problemTasks(
  { groups, importsOf }: GroupedProblems,
  last: Map<string, string>,
  options: { readonly signal: AbortSignal },
): Promise<readonly RunTask[]> {
  const slices = createSlices(options);
  const tasks: RunTask[] = [];
  const add = (
    { group, shared }: Grouped,
    targets: readonly Diagnostic[],
    after: readonly string[],
  ): string => {
    const id = `${fixPrefix}${tasks.length + 1}`;
    const files = filesOf(targets);
    const imported = files.flatMap((file) => importsOf(file).flatMap((path) => last.get(path) ?? []));
    const effort = group.effort ?? 'nano';
    const isWhole = targets.length === group.diagnostics.length;
    const task = taskFor(id, titleFor(group, targets, isWhole), targets, files, last);
    tasks.push({
      ...task,
      dependsOn: [...new Set([...after, ...task.dependsOn, ...imported])],
      kind: effort === 'nano' ? 'simple_edit' : 'edit',
      instructions: instructionsFor(group, isWhole),
      // What has an example to follow takes no thought.
      effort: after.length > 0 ? 'nano' : effort,
      ...(after.length > 0 && { repeats: true }),
      ...(shared && { group: shared }),
    });
    return id;
  };
  const addEach = async (
    of: Grouped,
    parts: readonly (readonly Diagnostic[])[],
    after: readonly string[],
  ): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const part of parts) {
      ids.push(add(of, part, after));
      await slices.pause();
    }
    return ids;
  };
  const addAll = async (
    of: Grouped,
    all: readonly Diagnostic[],
    after: readonly string[],
  ): Promise<readonly string[]> => {
    const { group } = of;
    if (all.length === 0) return [];
    const mostFiles = (group.effort ?? 'nano') === 'nano' ? filesPerPilot : filesPerTask;
    const kinds = Map.groupBy(all, (each) => templateOf(each).key);
    const isSmall = all.length <= problemsPerFollower || all.length < worthAnExample * kinds.size;
    if (isSmall && filesOf(all).length <= mostFiles && all.length <= problemsPerTask)
      return addEach(of, [all], after);
    const examples = examplesOf(kinds);
    const pilots = await addEach(
      of,
      partsOf(examples, { files: mostFiles, problems: problemsPerFollower }),
      after,
    );
    const taken = new Set(examples);
    const rest = all.filter((each) => !taken.has(each));
    const most = { files: filesPerFollower, problems: problemsPerFollower };
    return [...pilots, ...(await addEach(of, partsOf(rest, most), [...after, ...pilots]))];
  };
  for (const group of groups) {
    const { id, diagnostics } = group;
    const title = titleFor(group, diagnostics, true);
    const shared = diagnostics.length > 1 ? { id, title, subject: subjectOf(group) } : undefined;
    const of = { group, shared };
    const from = diagnostics.length - (group.followers ?? 0);
    const leaders = await addAll(of, diagnostics.slice(0, from), []);
    // What follows goes with its cause, as a rule: it is looked at again then, and costs nothing.
    await addAll(of, diagnostics.slice(from), leaders);
  }
  return tasks;
}

/** A group, and what all of its tasks are told of it where it has more than one problem. */
interface Grouped {
  readonly group: ProblemGroup;
  readonly shared: TaskGroup | undefined;
}

function filesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return [...new Set(diagnostics.map(({ path }) => path))];
}

/** One problem of each kind that there are several of: what mends it is tried on the others, and costs nothing there. */
function examplesOf(kinds: ReadonlyMap<string, readonly Diagnostic[]>): readonly Diagnostic[] {
  const many = [...kinds.values()].sort((a, b) => b.length - a.length);
  const several = many.filter((each) => each.length > 1).slice(0, mostExamples);
  return (several.length > 0 ? several : many.slice(0, 1)).flatMap(([first]) => first ?? []);
}

/** Files with their problems, a few together where they are small. */
function partsOf(
  diagnostics: readonly Diagnostic[],
  most: { readonly files: number; readonly problems: number },
): readonly (readonly Diagnostic[])[] {
  const parts: Diagnostic[][] = [];
  for (const own of Map.groupBy(diagnostics, ({ path }) => path).values()) {
    const part = parts.at(-1);
    const fits = part && filesOf(part).length < most.files && part.length + own.length <= most.problems;
    if (fits) part.push(...own);
    else
      for (let from = 0; from < own.length; from += problemsPerTask)
        parts.push(own.slice(from, from + problemsPerTask));
  }
  return parts;
}

function titleFor(group: ProblemGroup, targets: readonly Diagnostic[], isWhole: boolean): string {
  const [first] = targets;
  if (first && targets.length === 1) return first.message.split('\n')[0] ?? '';
  const { length } = group.diagnostics;
  return `${group.title} (${isWhole ? length : `${targets.length} of ${length}`} problems)`;
}

function subjectOf({ root, diagnostics: [first] }: ProblemGroup): string {
  return root?.name ?? (first ? templateOf(first).key : '');
}

/** Those of a task's problems that are mended apart from the others, as its `nth` part. */
export function partOfTask(task: RunTask, nth: number, targets: readonly Diagnostic[]): RunTask {
  const { repeats: _, ...whole } = task;
  const [first] = targets;
  return {
    ...whole,
    id: `${task.id}.${nth}`,
    title:
      first && targets.length === 1
        ? (first.message.split('\n')[0] ?? '')
        : `${task.group?.title ?? task.title}: ${targets.length} of them`,
    files: filesOf(targets),
    targets,
  };
}

const fixPrefix = 'fix-';

/** Whether a task is one of those that problems were made into, by its id. */
export function isFix(id: string): boolean {
  return id.startsWith(fixPrefix);
}

const mendTheCause =
  'Make these diagnostics go away by mending what causes them. Change as little as possible and silence nothing.';

function instructionsFor({ root, diagnostics }: ProblemGroup, isWhole: boolean): string {
  if (!root) return mendTheCause;
  const instead = root.instead
    ? ` It has ${root.instead.map(label).join(', ')}, and no ${label(root.name)}.`
    : '';
  const line = root.line === undefined ? '' : `:${root.line + 1}`;
  const place = root.path === undefined ? '' : ` (${label(root.path)}${line})`;
  const from = `${mendTheCause}\nThey come from ${label(root.name)}${place}.${instead}`;
  // Of one problem the message says as much as its root, unless it is about what a module lacks.
  if (isWhole && diagnostics.length === 1) return root.instead ? from : mendTheCause;
  const others = isWhole ? '' : ` ${diagnostics.length} problems come from it, most in other files.`;
  return `${from}${others} Where that was changed on purpose, adapt what uses it.`;
}

/** The parts that all tasks made from diagnostics share; it is put behind the last task of each of its files. */
export function taskFor(
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
