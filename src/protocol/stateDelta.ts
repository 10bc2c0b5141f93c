import * as z from 'zod/mini';
import {
  costView,
  type PanelState,
  type ProposalView,
  panelState,
  proposalView,
  type RunView,
  runView,
  type TaskView,
  taskView,
} from './panel.ts';
import { problemsView } from './problems.ts';

/**
 * A state as it crosses to the page: what the page has already is named by its id alone, so that a message is as long
 * as what changed and not as long as the run.
 */
const runDelta = z.extend(runView, {
  tasks: z.array(z.union([z.string(), taskView])),
  proposals: z.array(z.union([z.string(), proposalView])),
});
export const stateDelta = z.extend(panelState, { runs: z.array(z.union([z.string(), runDelta])) });

type RunDelta = z.infer<typeof runDelta>;
export type StateDelta = z.infer<typeof stateDelta>;

export const hostMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), state: stateDelta }),
  z.object({ type: z.literal('cost'), cost: costView }),
  z.object({ type: z.literal('costFailure'), message: z.string() }),
  /** What came of the request that the page sent: a run has begun, or it was let be and is still the user's to change. */
  z.object({ type: z.literal('submitted'), hasBegun: z.boolean() }),
  z.object({ type: z.literal('problems'), problems: problemsView }),
  /** The state could not be had. */
  z.object({ type: z.literal('failure'), message: z.string() }),
]);
export type HostMessage = z.infer<typeof hostMessage>;

/** What of `next` a page that has `known` lacks. Parts are the same only where they are the same objects. */
export function deltaOf(known: PanelState | undefined, next: PanelState): StateDelta {
  const runs = byId(known?.runs ?? []);
  return {
    ...next,
    runs: next.runs.map((run) => (runs.get(run.id) === run ? run.id : runDeltaOf(runs.get(run.id), run))),
  };
}

function runDeltaOf(known: RunView | undefined, next: RunView): RunDelta {
  const tasks = byId<TaskView>(known?.tasks ?? []);
  const proposals = byId<ProposalView>(known?.proposals ?? []);
  return {
    ...next,
    tasks: next.tasks.map((task) => (tasks.get(task.id) === task ? task.id : task)),
    proposals: next.proposals.map((proposal) =>
      proposals.get(proposal.id) === proposal ? proposal.id : proposal,
    ),
  };
}

/** The state that a delta makes of the known one; undefined where it builds on parts that are not known. */
export function withDelta(known: PanelState | undefined, delta: StateDelta): PanelState | undefined {
  const runs = fill(known?.runs ?? [], delta.runs, withRunDelta);
  return runs && { ...delta, runs };
}

function withRunDelta(known: RunView | undefined, delta: RunDelta): RunView | undefined {
  const tasks = fill<TaskView, TaskView>(known?.tasks ?? [], delta.tasks, (_, task) => task);
  const proposals = fill<ProposalView, ProposalView>(
    known?.proposals ?? [],
    delta.proposals,
    (_, proposal) => proposal,
  );
  return tasks && proposals && { ...delta, tasks, proposals };
}

function fill<T extends { readonly id: string }, D extends { readonly id: string }>(
  known: readonly T[],
  sent: readonly (string | D)[],
  make: (known: T | undefined, sent: D) => T | undefined,
): T[] | undefined {
  const before = byId(known);
  const filled: T[] = [];
  for (const each of sent) {
    const value = typeof each === 'string' ? before.get(each) : make(before.get(each.id), each);
    if (!value) return undefined;
    filled.push(value);
  }
  return filled;
}

function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((each) => [each.id, each]));
}
