import { createSlices } from '../../../base/slices.ts';
import { contentOf, type FileRead, type Workspace } from '../../context/workspace.ts';
import type { FileChanges } from '../../edit/fileChanges.ts';
import { Overlay } from '../../edit/overlay.ts';
import { contentWith } from '../../edit/proposal/hunks.ts';
import type { HunkDecision, Proposal, ProposedFile } from '../../edit/proposal/proposal.ts';
import { ancestorsOf, inDepthOrder } from '../../request/taskGraph.ts';
import { checkOverlay } from '../../verify/checkOverlay.ts';
import { isBroken } from '../../verify/verdict.ts';
import { isDecided, isTouched } from '../state/proposalDecisions.ts';
import type { FileChange } from '../state/runEvent.ts';
import { type RunState, type TaskState, taskState } from '../state/runState.ts';
import { asFarAsItFits, chained } from './chained.ts';
import type { RunDeps } from './runDeps.ts';
import { thatStand } from './thatStand.ts';

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
 * edited, is there as the user wants it, unless what is left of it fails by itself: no work on top of it could pass.
 */
export async function overlayFor(
  deps: Pick<RunDeps, 'workspace' | 'checker' | 'commands'>,
  state: RunState,
  id: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Overlay> {
  const before = tasksBefore(state, id);
  const ids = new Set(before.map(({ task }) => task.id));
  const open = openTouched(state).filter(({ tasks }) => tasks.some((task) => ids.has(task)));
  const overlayOn = (kept: readonly Proposal[]) => overlayOf(deps.workspace, state, before, new Set(kept));
  const { targets } = taskState(state, id).task;
  // Work on problems is not tried with commands by itself.
  const commands = targets.length === 0 && (deps.commands?.allowed().length ?? 0) > 0 && deps.commands;
  const isSound = async (some: readonly Proposal[]) => {
    const overlay = await overlayOn(some);
    const { verdict } = await checkOverlay(deps.checker, overlay, { signal });
    if (verdict.outcome === 'failed') return false;
    return !commands || !(await commands.check(overlay.changes(), { signal })).some(isBroken);
  };
  const kept = await thatStand(open, isSound);
  // Where even nothing of it stands, what fails is not theirs: it says nothing against them.
  const isTheirs = open.length === 0 || kept.length > 0 || (await isSound([]));
  return overlayOn(isTheirs ? kept : open);
}

/** The workspace with the work of all tasks, but for what the user has decided on. */
export function overlayOfAll(workspace: Workspace, state: RunState): Promise<Overlay> {
  return overlayOf(workspace, state, inOrder(state), new Set(openTouched(state)));
}

/** Proposals that the user has had a hand in and not decided on as a whole. */
function openTouched({ proposals }: RunState): readonly Proposal[] {
  return proposals.filter((each) => !each.alternative && isTouched(each) && !isDecided(each));
}

/** @param kept of the proposals that the user has had a hand in those that it is to hold */
async function overlayOf(
  workspace: Workspace,
  state: RunState,
  tasks: readonly TaskState[],
  kept: ReadonlySet<Proposal>,
): Promise<Overlay> {
  const touched = state.proposals.filter((each) => !each.alternative && isTouched(each));
  const left = new Set(kept);
  const changes = tasks.flatMap((each): readonly FileChange[] => {
    const proposal = touched.find(({ tasks: ids }) => ids.includes(each.task.id));
    if (!proposal) return each.changes;
    return left.delete(proposal) ? proposal.files.map(stillOpen) : [];
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
