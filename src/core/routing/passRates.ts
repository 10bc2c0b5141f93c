import { type ModelTier, modelTiers, type TierTable } from '../model/tier.ts';
import type { AttemptRow } from './attempts.ts';
import { wilsonBounds } from './wilson.ts';

/** How a tier with its model does at a kind of task on this workspace, at the first try. */
export interface TierStats {
  readonly kind: string;
  readonly tier: ModelTier;
  readonly model: string;
  readonly passed: number;
  readonly failed: number;
  readonly invalid: number;
  readonly refused: number;
  /** Nothing could check it: no part of `tried`. */
  readonly unchecked: number;
  /** Those that tell something: passed, failed, invalid and refused. */
  readonly tried: number;
  /** Bounds of the share that passes. */
  readonly lower: number;
  readonly upper: number;
  readonly medianUsd: number;
  readonly p90Usd: number;
  readonly medianMs: number;
}

/** Fewer tries than this decide nothing, whatever their bounds. */
export const enoughTries = 10;

/**
 * Adds attempts up by kind, tier and model. Attempts that had evidence of earlier ones are left out: the tasks that
 * reach them are the hard ones. So are those that more workers made side by side than the user has set.
 */
export function passRates(rows: readonly AttemptRow[], candidates = 1): readonly TierStats[] {
  const counted = rows.filter((row) => !row.escalated && row.candidates <= Math.max(1, candidates));
  const groups = Map.groupBy(counted, ({ kind, tier, model }) => JSON.stringify([kind, tier, model]));
  return [...groups.values()].map(statsOf).sort(inOrder);
}

/** The stats of a kind at a tier with the model that the tier has now. */
export function rateOf(
  stats: readonly TierStats[],
  kind: string,
  tier: ModelTier,
  tiers: TierTable,
): TierStats | undefined {
  return stats.find((each) => each.kind === kind && each.tier === tier && each.model === tiers[tier].model);
}

function statsOf(rows: readonly AttemptRow[]): TierStats {
  const [first] = rows;
  if (!first) throw new Error('a group of attempts is empty');
  const count = (result: AttemptRow['result']) => rows.filter((row) => row.result === result).length;
  const passed = count('passed');
  const unchecked = count('unchecked');
  const tried = rows.length - unchecked;
  const { kind, tier, model } = first;
  return {
    kind,
    tier,
    model,
    passed,
    failed: count('failed'),
    invalid: count('invalid'),
    refused: count('refused'),
    unchecked,
    tried,
    ...wilsonBounds(passed, tried),
    medianUsd: quantile(
      rows.map(({ usd }) => usd),
      0.5,
    ),
    p90Usd: quantile(
      rows.map(({ usd }) => usd),
      0.9,
    ),
    medianMs: quantile(
      rows.map(({ ms }) => ms),
      0.5,
    ),
  };
}

/** The smallest value that at least this share of the values does not pass; 0 where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function inOrder(a: TierStats, b: TierStats): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return modelTiers.indexOf(a.tier) - modelTiers.indexOf(b.tier) || (a.model < b.model ? -1 : 1);
}

/** Fewer tasks than this make no forecast. */
const enoughTasks = 5;

/**
 * What whole tasks cost that began at a tier with the model it has now, their escalations included; undefined where
 * too few were seen.
 */
export function taskCosts(
  rows: readonly AttemptRow[],
  tiers: TierTable,
): (kind: string, tier: ModelTier) => { readonly medianUsd: number; readonly p90Usd: number } | undefined {
  const tasks = [
    ...Map.groupBy(
      rows.filter((row) => !row.shadow),
      ({ run, task }) => JSON.stringify([run, task]),
    ).values(),
  ];
  return (kind, tier) => {
    const costs = tasks.flatMap((attempts) => {
      const first = attempts.find((row) => !row.escalated);
      const isMeant = first?.kind === kind && first.tier === tier && first.model === tiers[tier].model;
      return isMeant ? [attempts.reduce((sum, { usd }) => sum + usd, 0)] : [];
    });
    if (costs.length < enoughTasks) return undefined;
    return { medianUsd: quantile(costs, 0.5), p90Usd: quantile(costs, 0.9) };
  };
}
