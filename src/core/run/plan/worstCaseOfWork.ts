import { packBudget } from '../../context/pack/pack.ts';
import { toUsd } from '../../ledger/money.ts';
import { costOfBound, hasKnownTokens } from '../../ledger/worstCase.ts';
import { isAbove, type ModelTier, type Tier } from '../../model/tier.ts';
import { templateOf } from '../../problems/template.ts';
import type { Learning } from '../../routing/learn.ts';
import { route, type Signals } from '../../routing/route.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { mostOutput } from '../../worker/buildRequest.ts';

/** What a piece of work may cost at the tier that it starts at; a cap on the run makes it hold. */
export interface WorstCase {
  /** `none`: no model may be asked, and only the language server's own fixes are tried. */
  readonly tier: Tier;
  /** USD, rounded up; 0 where the model costs nothing or none may be asked. */
  readonly usd: number;
}

/** Tokens of a worker's request beside its pack: instructions, tools and the task. */
const besidePack = 4_500;
/** A call of a model whose tokens can't be counted is set aside by its bytes, of which there are so many more. */
const bytesPerToken = 4;

/** The calls that get room: an attempt and the one with its evidence at the smallest tier, else the steps of a loop. */
const calls: Readonly<Record<ModelTier, number>> = { nano: 2, mini: 4, planner: 4 };

/** What a question costs at most: readers at the smallest tier, and one answer. */
const answering = { readers: 4, readTokens: 5_500, readOutput: 1_000, tokens: 9_000, output: 2_000 } as const;

/**
 * The worst case of one task at the tier where it starts. A tier up is not in it: whoever has seen this figure is asked
 * before more is spent.
 */
export function worstCaseOfTask(signals: Signals, settings: Settings, learning?: Learning): WorstCase {
  const { ceiling, routing, tiers } = settings;
  // What is tried a tier lower to learn of it costs less than this.
  const past = learning && { ...learning, explore: 0 };
  const { tier } = route(signals, ceiling, { oneTier: routing.oneTier, learning: past });
  if (tier === 'none') return { tier, usd: 0 };
  const bound = {
    input: packBudget[tier] + besidePack,
    output: Math.min(tiers[tier].maxOutputTokens, mostOutput[tier]),
  };
  const candidates = tier === 'planner' ? 1 : Math.max(1, settings.candidates);
  return { tier, usd: roundedUp(usdOf(bound, tier, settings) * calls[tier] * candidates, settings) };
}

/**
 * The worst case of problems that are labelled and worked on together: as one task for each of them, or for each file,
 * whichever is dearer.
 */
export function worstCaseOfProblems(
  problems: readonly Pick<Diagnostic, 'path'>[],
  settings: Settings,
  learning?: Learning,
): WorstCase {
  const worst = (files: number, lines: number) =>
    worstCaseOfTask({ kind: 'simple_edit', files, lines }, settings, learning);
  const byFile = [...Map.groupBy(problems, ({ path }) => path).values()];
  const tasks = byFile.length > 4 ? byFile : [problems];
  const together = tasks.map((each) => worst(new Set(each.map(({ path }) => path)).size, each.length));
  const one = worst(1, 1);
  const sum = together.reduce((total, { usd }) => total + usd, 0);
  const tier = together.reduce((top, each) => (isAbove(each.tier, top) ? each.tier : top), one.tier);
  // The labels are one more call of the smallest tier.
  const usd = Math.max(sum, problems.length * one.usd) + one.usd;
  return { tier, usd: roundedUp(usd, settings) };
}

/** What problems of one cause cost as a rule, and at most. */
export interface ProblemsForecast {
  /** Where it begins. */
  readonly tier: Tier;
  readonly lowUsd: number;
  readonly highUsd: number;
}

/** Tokens of a small request and of its answer, as they are seen. */
const ofOneKind = { input: 700, output: 150 } as const;

/** As a rule one of each kind is asked for, and what mends it is done at the others; at worst each is a task. */
export function forecastOfProblems(
  problems: readonly Diagnostic[],
  settings: Settings,
  learning?: Learning,
): ProblemsForecast {
  const { tier } = worstCaseOfTask({ kind: 'simple_edit', files: 1, lines: 1 }, settings, learning);
  if (tier === 'none') return { tier, lowUsd: 0, highUsd: 0 };
  const kinds = new Set(problems.map((each) => templateOf(each).key)).size;
  const { usd } = worstCaseOfProblems(problems, settings, learning);
  return { tier, lowUsd: Math.min(usd, kinds * usdOf(ofOneKind, tier, settings)), highUsd: usd };
}

/** The worst case of a question: small models read side by side, and one answers. */
export function worstCaseOfAnswer(settings: Settings): WorstCase {
  const { ceiling, routing } = settings;
  if (ceiling === 'none') return { tier: 'none', usd: 0 };
  const at = (wanted: ModelTier): ModelTier => routing.oneTier ?? (ceiling === 'nano' ? 'nano' : wanted);
  const { readers, readTokens, readOutput, tokens, output } = answering;
  const reading = readers * usdOf({ input: readTokens, output: readOutput }, at('nano'), settings);
  const answer = usdOf({ input: tokens, output }, at('mini'), settings);
  return { tier: at('mini'), usd: roundedUp(reading + answer, settings) };
}

/** "nano, ≤ $0.008", for a title. */
export function describeWorstCase({ tier, usd }: WorstCase): string {
  if (tier === 'none') return 'no model';
  return usd === 0 ? `${tier}, free` : `${tier}, ≤ $${usd}`;
}

function usdOf(
  bound: { readonly input: number; readonly output: number },
  tier: ModelTier,
  { tiers }: Settings,
): number {
  const factor = hasKnownTokens(tiers[tier]) ? 1 : bytesPerToken;
  return toUsd(costOfBound({ ...bound, input: bound.input * factor }, tiers[tier]));
}

/** To one digit that counts below a cent, else to the cent, and never above what a run may cost. */
function roundedUp(usd: number, { budgets }: Settings): number {
  const step = usd < 0.01 ? 0.001 : 0.01;
  const decimals = usd < 0.01 ? 3 : 2;
  return Math.min(budgets.runUsd, Number((Math.ceil(usd / step - 1e-9) * step).toFixed(decimals)));
}
