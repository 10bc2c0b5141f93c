import { getOrMake } from '../../../base/getOrMake.ts';
import { combineFiles } from '../../edit/merge/combineFiles.ts';
import { mergeFile } from '../../edit/merge/mergeFile.ts';
import type { Proposal } from '../../edit/proposal/proposal.ts';
import { asFarAsItFits } from '../session/chained.ts';
import { inOrder, tasksBefore } from '../session/taskOverlay.ts';
import { isDecided, isTouched } from '../state/proposalDecisions.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { RunState, TaskState } from '../state/runState.ts';

/** Done tasks that share a proposal, in the order in which their changes build on one another. */
export type Part = readonly TaskState[];

/**
 * Done tasks as they are put before the user: those of one group of problems together and apart from the others, also
 * where they changed the same files, as long as their changes can be told apart; else those that build on one another
 * or changed the same file, or were put together before. What the user has had a hand in stays as it is proposed.
 */
export function proposalParts(state: RunState): readonly Part[] {
  const all = doneTasks(state);
  const touched = tasksProposed(state, isTouched);
  const done = all.filter(({ task }) => !touched.has(task.id));
  const shared = state.proposals.filter((each) => !each.alternative && each.tasks.length > 1);
  const proposalOf = new Map(shared.flatMap(({ id, tasks }) => tasks.map((task) => [task, id])));
  const areProposedTogether = (a: TaskState, b: TaskState) => {
    const proposal = proposalOf.get(a.task.id);
    return proposal !== undefined && proposal === proposalOf.get(b.task.id);
  };
  const parts: TaskState[][] = [];
  for (const task of done) {
    const linked = parts.filter((part) =>
      part.some((other) => areLinked(task, other) || areProposedTogether(task, other)),
    );
    for (const part of linked) parts.splice(parts.indexOf(part), 1);
    parts.push([...linked.flat(), task]);
  }
  const position = new Map(done.map((task, index) => [task, index]));
  const sort = (part: TaskState[]) => part.sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  for (const part of parts) sort(part);
  for (let clash = clashIn(parts, all); clash; clash = clashIn(parts, all)) {
    for (const part of clash) parts.splice(parts.indexOf(part), 1);
    parts.push(sort(clash.flat()));
  }
  return parts;
}

/** A part with all that its tasks build on; undefined where that is nothing more. */
export function withWhatItBuildsOn(state: RunState, part: Part, parts: readonly Part[]): readonly Part[] {
  const before = new Set(part.flatMap(({ task }) => tasksBefore(state, task.id).map((each) => each.task.id)));
  return parts.filter((other) => other !== part && other.some(({ task }) => before.has(task.id)));
}

/** What a part comes to. */
export interface PartFiles {
  readonly files: readonly FileChange[];
  /** The files whose change holds what others did: it can't be taken out. */
  readonly mixed: ReadonlySet<string>;
}

/**
 * What a part comes to by itself, as changes of the workspace. A file in which it can't be told from the others is as
 * its tasks left it, on top of those.
 */
export function filesOfPart(part: Part, all: readonly TaskState[]): PartFiles {
  const apart = toldApart(part, all);
  const mixed = new Set<string>();
  const net = new Map<string, FileChange>();
  for (const change of part.flatMap(({ changes }) => changes)) {
    if (!apart.mixed.has(change.path)) continue;
    const known = net.get(change.path);
    // What others did between two changes is there before, and is no part of them.
    const base = known ? withoutChange(known, change.base) : change.base;
    if (base === undefined) mixed.add(change.path);
    net.set(change.path, { ...change, base: base === undefined ? (known?.base ?? null) : base });
  }
  return { files: [...apart.files, ...net.values()], mixed };
}

/** A text without a change that was made in it, as far as that can be taken out; undefined where nothing of it can. */
function withoutChange({ path, base, content }: FileChange, text: string | null): string | null | undefined {
  const without = asFarAsItFits({ path, base: content, content: base }, text);
  return without === text ? undefined : without;
}

/** The files of a part by itself, and those in which it can't be told from the others. */
function toldApart(part: Part, all: readonly TaskState[]): PartFiles {
  const own = new Set(part.map(({ task }) => task.id));
  const paths = new Set(part.flatMap(({ changes }) => changes.map(({ path }) => path)));
  const mixed = new Set<string>();
  const net = new Map<string, FileChange>();
  for (const { task, changes } of all) {
    for (const change of changes) {
      const { path } = change;
      if (!paths.has(path) || mixed.has(path)) continue;
      const known = net.get(path) ?? { path, base: change.base, content: change.base };
      if (!own.has(task.id)) {
        net.set(path, known);
        continue;
      }
      const merged = mergeFile(change.base, known.content, change.content);
      if (merged.type === 'conflict') mixed.add(path);
      else net.set(path, { ...known, content: merged.content });
    }
  }
  const files = [...net.values()].filter(({ path, base, content }) => base !== content && !mixed.has(path));
  return { files, mixed };
}

/** Tasks whose changes may be proposed, in the order of the graph: those not yet decided on. */
export function doneTasks(state: RunState): readonly TaskState[] {
  const decided = tasksProposed(state, isDecided);
  return inOrder(state).filter(
    ({ task, state: is, changes }) => is === 'done' && changes.length > 0 && !decided.has(task.id),
  );
}

/** The tasks of the proposals for which this holds. */
export function tasksProposed(
  { proposals }: RunState,
  where: (proposal: Proposal) => boolean,
): ReadonlySet<string> {
  return new Set(
    proposals.filter((proposal) => !proposal.alternative && where(proposal)).flatMap(({ tasks }) => tasks),
  );
}

function areLinked(a: TaskState, b: TaskState): boolean {
  if (a.task.group || b.task.group) return a.task.group?.id === b.task.group?.id;
  const paths = new Set(a.changes.map((change) => change.path));
  if (b.changes.some((change) => paths.has(change.path))) return true;
  // A fix that only waited for another stands without it; planned work does not.
  const isOrder = a.task.targets.length > 0 && b.task.targets.length > 0;
  return !isOrder && (a.task.dependsOn.includes(b.task.id) || b.task.dependsOn.includes(a.task.id));
}

/** Parts that changed one file in a way that can't be told apart, or not be put together again. */
function clashIn(
  parts: readonly TaskState[][],
  all: readonly TaskState[],
): readonly TaskState[][] | undefined {
  const byPath = new Map<string, TaskState[][]>();
  for (const part of parts)
    for (const path of new Set(part.flatMap(({ changes }) => changes.map((change) => change.path)))) {
      getOrMake(byPath, path, () => []).push(part);
    }
  for (const [path, sharing] of byPath) {
    if (sharing.length < 2) continue;
    const touching = all.filter(({ changes }) => changes.some((change) => change.path === path));
    const told = sharing.map((part) =>
      toldApart(
        part.map((task) => ({ ...task, changes: task.changes.filter((change) => change.path === path) })),
        touching,
      ),
    );
    const isMixed = told.some(({ mixed }) => mixed.size > 0);
    if (isMixed || !combineFiles(told.flatMap(({ files }) => files))) return sharing;
  }
  return undefined;
}
