import { createSlices } from '../../../base/slices.ts';
import { contentOf, type FileRead, type Workspace } from '../../context/workspace.ts';
import type { FileChanges } from '../../edit/fileChanges.ts';
import { Overlay } from '../../edit/overlay.ts';
import { contentWith } from '../../edit/proposal/hunks.ts';
import type { HunkDecision, ProposedFile } from '../../edit/proposal/proposal.ts';
import { ancestorsOf, inDepthOrder } from '../../request/taskGraph.ts';
import { isDecided, isTouched } from '../state/proposalDecisions.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { RunState, TaskState } from '../state/runState.ts';
import { asFarAsItFits, chained } from './chained.ts';

/** An overlay that holds these changes, in order; each path's base is that of its first change. */
export async function overlayWith(workspace: Workspace, changes: readonly FileChange[]): Promise<Overlay> {
  const bases = new Map<string, string | null>();
  for (const change of changes) if (!bases.has(change.path)) bases.set(change.path, change.base);
  const overlay = new Overlay(async (path): Promise<FileRead> => {
    const base = bases.get(path);
    if (base === undefined) return workspace.read(path);
    return base === null ? { type: 'missing' } : { type: 'text', text: base };
  });
  await overlay.write(new Map(changes.map((change) => [change.path, change.content])));
  return overlay;
}

/** The tasks before a task, in an order in which their changes build on each other. */
export function tasksBefore(state: RunState, id: string): readonly TaskState[] {
  const tasks = state.tasks.map(({ task }) => task);
  return statesOf(state, ancestorsOf(tasks, id));
}

/** All tasks, each after those it depends on. */
export function inOrder(state: RunState): readonly TaskState[] {
  const tasks = inDepthOrder(state.tasks.map(({ task }) => task));
  const ids = tasks.map(({ id }) => id);
  return statesOf(state, ids);
}

function statesOf({ tasks }: RunState, ids: readonly string[]): readonly TaskState[] {
  const byId = new Map(tasks.map((each) => [each.task.id, each]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * The workspace with the work of the tasks before this one. Work whose proposal the user has decided on is left out:
 * what was accepted is in the workspace, and what was rejected must not come back. What is decided on in part, or was
 * edited, is there as the user wants it.
 */
export function overlayFor(workspace: Workspace, state: RunState, id: string): Promise<Overlay> {
  return overlayOf(workspace, state, tasksBefore(state, id));
}

/** The workspace with the work of all tasks, but for what the user has decided on. */
export function overlayOfAll(workspace: Workspace, state: RunState): Promise<Overlay> {
  return overlayOf(workspace, state, inOrder(state));
}

async function overlayOf(
  workspace: Workspace,
  state: RunState,
  tasks: readonly TaskState[],
): Promise<Overlay> {
  const touched = state.proposals.filter((each) => !each.alternative && isTouched(each));
  const open = new Set(touched.filter((each) => !isDecided(each)));
  const changes = tasks.flatMap((each): readonly FileChange[] => {
    const proposal = touched.find(({ tasks: ids }) => ids.includes(each.task.id));
    if (!proposal) return each.changes;
    return open.delete(proposal) ? proposal.files.map(stillOpen) : [];
  });
  const overlay = new Overlay((path) => workspace.read(path));
  // A merge of a long file takes a while, and there may be many of them.
  const slices = createSlices();
  for (const change of chained(changes)) {
    await slices.pause();
    const now = contentOf(await overlay.read(change.path));
    await overlay.write(new Map([[change.path, asFarAsItFits(change, now)]]));
  }
  return overlay;
}

/** What may still be accepted of a file: what was, is in the workspace, as the user has made it since. */
function stillOpen({ path, base, content, decisions }: ProposedFile): FileChange {
  const those = (...wanted: readonly HunkDecision[]) =>
    decisions.flatMap((decision, index) => (wanted.includes(decision) ? [index] : []));
  return {
    path,
    base: contentWith(base, content, those('accepted')),
    content: contentWith(base, content, those('accepted', 'open')),
  };
}

/** A worker's changes with what the files held before them. */
export async function toFileChanges(changes: FileChanges, before: Overlay): Promise<readonly FileChange[]> {
  return Promise.all(
    [...changes].map(async ([path, content]) => {
      const file = await before.read(path);
      return { path, base: contentOf(file), content };
    }),
  );
}
