import type { GroupedProblems, ProblemGroup } from '../problems/groups.ts';
import type { RunTask } from '../request/runTask.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';

/**
 * A group that reaches into more files than this begins with one file, and the others follow its example; the smallest
 * tier is given fewer.
 */
const filesPerTask = 4;
/** No worker is shown more problems than this at once: what it is not shown it would have to leave. */
const problemsPerTask = 20;
/** What the smallest tier may have in one task: files, with an example to follow and without, and lines with problems. */
const filesPerFollower = 5;
const filesPerPilot = 2;
const linesPerFollower = 5;

/**
 * Makes tasks of groups. Those of the groups that others follow from come first; a task follows those that change its
 * files, and those that mend what its files import, since that may mend it too. A group over many files begins with
 * one task, whose way the others then follow side by side.
 *
 * @param last the last task so far for each file; it is brought up to date
 */
export function problemTasks(
  { groups, importsOf }: GroupedProblems,
  last: Map<string, string>,
): readonly RunTask[] {
  const tasks: RunTask[] = [];
  const add = (group: ProblemGroup, targets: readonly Diagnostic[], after: readonly string[]): string => {
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
      ...(group.diagnostics.length > 1 && {
        group: { id: group.id, title: titleFor(group, group.diagnostics, true) },
      }),
    });
    return id;
  };
  const addAll = (
    group: ProblemGroup,
    all: readonly Diagnostic[],
    after: readonly string[],
  ): readonly string[] => {
    if (all.length === 0) return [];
    const files = filesOf(all);
    const mostFiles = (group.effort ?? 'nano') === 'nano' ? filesPerPilot : filesPerTask;
    if (files.length <= mostFiles && all.length <= problemsPerTask) return [add(group, all, after)];
    const [first = '', ...others] = files;
    const own = all.filter(({ path }) => path === first);
    const pilot = add(group, own.slice(0, problemsPerTask), after);
    const parts = [...partsOf(own.slice(problemsPerTask), [first]), ...partsOf(all, others)];
    return [pilot, ...parts.map((part) => add(group, part, [...after, pilot]))];
  };
  for (const group of groups) {
    const from = group.diagnostics.length - (group.followers ?? 0);
    const leaders = addAll(group, group.diagnostics.slice(0, from), []);
    // What follows goes with its cause, as a rule: it is looked at again then, and costs nothing.
    addAll(group, group.diagnostics.slice(from), leaders);
  }
  return tasks;
}

function filesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return [...new Set(diagnostics.map(({ path }) => path))];
}

/** Files with their problems, a few together where they are small. */
function partsOf(
  diagnostics: readonly Diagnostic[],
  files: readonly string[],
): readonly (readonly Diagnostic[])[] {
  const byFile = Map.groupBy(diagnostics, ({ path }) => path);
  if (diagnostics.length === 0) return [];
  const parts: Diagnostic[][] = [];
  for (const file of files) {
    const own = byFile.get(file) ?? [];
    const part = parts.at(-1);
    const fits =
      part && filesOf(part).length < filesPerFollower && part.length + own.length <= linesPerFollower;
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

const fixPrefix = 'fix-';

/** Whether a task is one of those that problems were made into, by its id. */
export function isFix(id: string): boolean {
  return id.startsWith(fixPrefix);
}

const mendTheCause =
  'Make these diagnostics go away by mending what causes them. Change as little as possible and silence nothing.';

function instructionsFor({ root, diagnostics }: ProblemGroup, isWhole: boolean): string {
  if (!root || (isWhole && diagnostics.length === 1)) return mendTheCause;
  const place =
    root.path === undefined ? '' : ` (${root.path}${root.line === undefined ? '' : `:${root.line + 1}`})`;
  const others = isWhole ? '' : ` ${diagnostics.length} problems come from it, most in other files.`;
  const instead = root.instead ? ` It has ${root.instead.join(', ')}, and no ${root.name}.` : '';
  return `${mendTheCause}\nThey come from ${root.name}${place}.${instead}${others} Where that was changed on purpose, adapt what uses it.`;
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
