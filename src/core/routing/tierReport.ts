import { type ModelTier, modelTiers, type Role } from '../model/tier.ts';
import type { Settings } from '../settings/settings.ts';
import type { AttemptRow, ForecastRow, History, MalformedRow } from './attempts.ts';
import { learnedTier } from './learn.ts';
import { enoughTries, passRates, quantile, rateOf, type TierStats } from './passRates.ts';
import { tableOfKinds } from './route.ts';
import { type TaskKind, taskKinds } from './taskKind.ts';

/** Where a kind of task starts now, and where it would by the table alone. */
export interface KindStart {
  readonly kind: TaskKind;
  readonly table: ModelTier;
  readonly start: ModelTier;
  /** Undefined where the table decides. */
  readonly why?: string;
}

/** Two tiers that did the same tasks, the cheaper first. Only tasks that both had checked are counted. */
export interface Comparison {
  readonly tier: ModelTier;
  readonly model: string;
  readonly of: ModelTier;
  readonly ofModel: string;
  readonly tasks: number;
  readonly passed: number;
  readonly ofPassed: number;
  /** What the cheaper came to, as shares of the dearer; undefined where that is nothing. */
  readonly costShare?: number;
  readonly timeShare?: number;
  /** Median of the lines that an edit changed. */
  readonly lines: number;
  readonly ofLines: number;
}

/** How many answers of a model could not be read, or had not the shape that was asked for. */
export interface MalformedCount {
  readonly role: Role;
  readonly tier: ModelTier;
  readonly model: string;
  readonly answers: number;
  /** Those that could not be used when asked for again either. */
  readonly again: number;
}

export interface TierReport {
  readonly qualityBar: number;
  readonly learns: boolean;
  readonly rates: readonly TierStats[];
  readonly starts: readonly KindStart[];
  readonly comparisons: readonly Comparison[];
  readonly malformed: readonly MalformedCount[];
  readonly forecasts: {
    readonly runs: number;
    readonly within: number;
    /** Median distance from the nearer end of the range, of those that were not within, as a share of that end. */
    readonly medianOff?: number;
  };
}

/** What is known of a workspace's tiers, and what routing makes of it. */
export function tierReport(
  { attempts, forecasts, malformed }: History,
  settings: Pick<Settings, 'tiers' | 'ceiling' | 'routing' | 'candidates'>,
): TierReport {
  const rates = passRates(attempts, settings.candidates);
  const { qualityBar, learn } = settings.routing;
  return {
    qualityBar,
    learns: learn && settings.routing.oneTier === undefined,
    rates,
    starts: taskKinds
      .filter((kind) => rates.some((each) => each.kind === kind))
      .map((kind) => startOf(kind, rates, settings)),
    comparisons: compare(attempts),
    malformed: countMalformed(malformed),
    forecasts: forecastSummary(forecasts),
  };
}

function countMalformed(rows: readonly MalformedRow[]): readonly MalformedCount[] {
  const groups = Map.groupBy(rows, ({ role, tier, model }) => JSON.stringify([model, tier, role]));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      if (!first) return [];
      const { role, tier, model } = first;
      const again = group.filter(({ isRepair }) => isRepair).length;
      return [{ role, tier, model, answers: group.length, again }];
    });
}

function startOf(
  kind: TaskKind,
  rates: readonly TierStats[],
  { tiers, ceiling, routing }: Pick<Settings, 'tiers' | 'ceiling' | 'routing'>,
): KindStart {
  const { tier: table, lowest } = tableOfKinds[kind];
  if (routing.oneTier !== undefined)
    return { kind, table, start: routing.oneTier, why: 'one tier for everything' };
  const learned = routing.learn
    ? learnedTier(
        { kind, start: table, lowest, ceiling },
        {
          statsOf: (of, tier) => rateOf(rates, of, tier, tiers),
          qualityBar: routing.qualityBar,
          explore: 0,
          random: 1,
        },
      )
    : undefined;
  return learned ? { kind, table, start: learned.tier, why: learned.why } : { kind, table, start: table };
}

interface Pair {
  readonly cheap: AttemptRow;
  readonly dear: AttemptRow;
}

function compare(rows: readonly AttemptRow[]): readonly Comparison[] {
  const keyOf = ({ run, task }: AttemptRow) => JSON.stringify([run, task]);
  const mains = new Map(
    rows.filter((row) => !row.shadow && !row.escalated).map((row) => [keyOf(row), row] as const),
  );
  const pairs = rows.flatMap((row): readonly Pair[] => {
    const main = row.shadow ? mains.get(keyOf(row)) : undefined;
    if (!main || main.result === 'unchecked' || row.result === 'unchecked') return [];
    const isLower = modelTiers.indexOf(row.tier) < modelTiers.indexOf(main.tier);
    return [isLower ? { cheap: row, dear: main } : { cheap: main, dear: row }];
  });
  const groups = Map.groupBy(pairs, ({ cheap, dear }) =>
    JSON.stringify([cheap.tier, cheap.model, dear.tier, dear.model]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [comparisonOf(first, group)] : [];
  });
}

function comparisonOf(first: Pair, group: readonly Pair[]): Comparison {
  const sum = (of: 'cheap' | 'dear', what: 'usd' | 'ms') =>
    group.reduce((all, pair) => all + pair[of][what], 0);
  const passed = (of: 'cheap' | 'dear') => group.filter((pair) => pair[of].result === 'passed').length;
  const lines = (of: 'cheap' | 'dear') =>
    quantile(
      group.map((pair) => pair[of].lines),
      0.5,
    );
  const { cheap, dear } = first;
  return {
    tier: cheap.tier,
    model: cheap.model,
    of: dear.tier,
    ofModel: dear.model,
    tasks: group.length,
    passed: passed('cheap'),
    ofPassed: passed('dear'),
    ...(sum('dear', 'usd') > 0 && { costShare: sum('cheap', 'usd') / sum('dear', 'usd') }),
    ...(sum('dear', 'ms') > 0 && { timeShare: sum('cheap', 'ms') / sum('dear', 'ms') }),
    lines: lines('cheap'),
    ofLines: lines('dear'),
  };
}

function forecastSummary(rows: readonly ForecastRow[]): TierReport['forecasts'] {
  const off = rows.flatMap(({ lowUsd, highUsd, actualUsd }) => {
    if (actualUsd > highUsd) return highUsd > 0 ? [(actualUsd - highUsd) / highUsd] : [];
    return actualUsd < lowUsd ? [(lowUsd - actualUsd) / lowUsd] : [];
  });
  const within = rows.filter(
    ({ lowUsd, highUsd, actualUsd }) => actualUsd >= lowUsd && actualUsd <= highUsd,
  ).length;
  return { runs: rows.length, within, ...(off.length > 0 && { medianOff: quantile(off, 0.5) }) };
}

/** Whether a rate decides anything yet. */
export function isEnough({ tried }: TierStats): boolean {
  return tried >= enoughTries;
}
