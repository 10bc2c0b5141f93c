import { contentOf, type FileRead, type Workspace } from '../../context/workspace.ts';
import type { FileChanges } from '../../edit/fileChanges.ts';
import { Overlay } from '../../edit/overlay.ts';
import { ancestorsOf, inDepthOrder } from '../../request/taskGraph.ts';
import { isDecided } from '../state/proposalDecisions.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { RunState, TaskState } from '../state/runState.ts';

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
 * what was accepted is in the workspace, and what was rejected must not come back.
 */
export function overlayFor(workspace: Workspace, state: RunState, id: string): Promise<Overlay> {
  return overlayOf(workspace, state, tasksBefore(state, id));
}

/** The workspace with the work of all tasks, but for what the user has decided on. */
export function overlayOfAll(workspace: Workspace, state: RunState): Promise<Overlay> {
  return overlayOf(workspace, state, inOrder(state));
}

function overlayOf(workspace: Workspace, state: RunState, tasks: readonly TaskState[]): Promise<Overlay> {
  const decided = new Set(state.proposals.filter(isDecided).flatMap((proposal) => proposal.tasks));
  const changes = tasks.filter(({ task }) => !decided.has(task.id)).flatMap((task) => task.changes);
  return overlayWith(workspace, changes);
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
