import type { ModelTier } from '../model/tier.ts';
import type { TaskKind } from './taskKind.ts';

/** How often a tier's work on a kind of task has passed its check, as far as it is known. */
export type PassRateOf = (
  kind: TaskKind,
  tier: ModelTier,
) => { readonly tasks: number; readonly passed: number } | undefined;

export const mostCandidates = 5;

/** Fewer finished tasks than this say nothing of a kind. */
const enoughTasks = 10;
const lowRate = 0.6;
/** Where two of five attempts pass, the chance that one of three does is about four in five. */
const candidatesWhereLow = 3;

/**
 * How many candidates work on a task at once. The user's number holds; where a tier is known to fail often at a kind,
 * more of them cost less than the next tier. The highest tier has one: it is what the others are cheaper than.
 */
export function candidatesFor(
  task: { readonly kind: TaskKind; readonly tier: ModelTier },
  wanted: number,
  passRateOf: PassRateOf | undefined,
): number {
  if (task.tier === 'planner') return 1;
  const known = passRateOf?.(task.kind, task.tier);
  const isLow = known !== undefined && known.tasks >= enoughTasks && known.passed / known.tasks < lowRate;
  return Math.min(mostCandidates, isLow ? Math.max(wanted, candidatesWhereLow) : wanted);
}
