import { counted } from '../../base/counted.ts';
import { isAbove, lowerOf, type ModelTier, modelTiers, type Tier } from '../model/tier.ts';
import { type Learning, learnedTier } from './learn.ts';
import type { TaskKind } from './taskKind.ts';

interface KindRow {
  /** The tier that a kind of task gets when nothing else is known of it. */
  readonly tier: ModelTier;
  /** The lowest that it may get when it was seen to do: below it the means are missing, not the skill. */
  readonly lowest: ModelTier;
}

/** The table. The smallest tier answers in one shot: it can't search, look at what it did, or see images. */
export const tableOfKinds = {
  classify: { tier: 'nano', lowest: 'nano' },
  extract: { tier: 'nano', lowest: 'nano' },
  rank: { tier: 'nano', lowest: 'nano' },
  label: { tier: 'nano', lowest: 'nano' },
  simple_edit: { tier: 'nano', lowest: 'nano' },
  search: { tier: 'mini', lowest: 'mini' },
  summarize: { tier: 'mini', lowest: 'mini' },
  edit: { tier: 'mini', lowest: 'nano' },
  generate: { tier: 'mini', lowest: 'nano' },
  debug: { tier: 'mini', lowest: 'mini' },
  test: { tier: 'mini', lowest: 'mini' },
  review_file: { tier: 'mini', lowest: 'mini' },
  screenshot: { tier: 'mini', lowest: 'mini' },
  plan: { tier: 'planner', lowest: 'planner' },
  review: { tier: 'planner', lowest: 'planner' },
} as const satisfies Record<TaskKind, KindRow>;

/** What is known of a task before it is begun. */
export interface Signals {
  readonly kind: TaskKind;
  readonly files: number;
  /** Lines that it is expected to change, where that can be told. */
  readonly lines?: number;
  /** Tokens of the files that it is about. */
  readonly contextTokens?: number;
  /** The highest tier that what must be shown for it is too much for. */
  readonly tooMuchFor?: 'nano' | 'mini';
  /** A command has to be run for it. */
  readonly runsCommand?: boolean;
  readonly images?: boolean;
  /** What makes it risky: "the CI configuration". */
  readonly risk?: string;
  /** What a label said the task needs, where there is one. */
  readonly effort?: Tier;
  /** It does what another task has done before it, and has that for an example. */
  readonly repeats?: boolean;
}

/** The smallest tier edits up to this many lines, in one or two files. */
const nanoLines = 5;
const nanoFiles = 2;
/** With an example to follow, a line or so in each of these. */
const nanoFilesByExample = 5;
/** Past this many files, what hangs together is a matter of design. */
const designFiles = 8;
/** Past this much context only the planner is used. */
const miniContextTokens = 128_000;

/** The rules: which signals ask for more than the table gives, and what is said of it. */
const rules: readonly {
  readonly atLeast: ModelTier;
  readonly why: (signals: Signals) => string | undefined | false;
}[] = [
  {
    atLeast: 'mini',
    why: ({ files, repeats }) =>
      files > (repeats ? nanoFilesByExample : nanoFiles) && 'too many files for nano',
  },
  { atLeast: 'mini', why: ({ lines = 0 }) => lines > nanoLines && `more than ${nanoLines} lines` },
  {
    atLeast: 'mini',
    why: ({ tooMuchFor }) => tooMuchFor !== undefined && 'more to see than nano is shown',
  },
  {
    atLeast: 'planner',
    why: ({ tooMuchFor }) => tooMuchFor === 'mini' && 'more to see than its model takes',
  },
  { atLeast: 'mini', why: ({ runsCommand }) => runsCommand && 'runs commands' },
  { atLeast: 'mini', why: ({ images }) => images && 'with images' },
  {
    atLeast: 'planner',
    why: ({ contextTokens = 0 }) => contextTokens > miniContextTokens && 'context past 128k tokens',
  },
  { atLeast: 'planner', why: ({ files }) => files > designFiles && 'design across files' },
  { atLeast: 'planner', why: ({ risk }) => risk !== undefined && `risky: ${risk}` },
];

export interface Route {
  readonly tier: ModelTier;
  /** For the user: "nano: simple_edit, 2 lines, 1 file". */
  readonly reason: string;
  /** How many candidates make up for the tier's pass rate; absent: as many as the user has set. */
  readonly candidates?: number;
}

export interface RouteOptions {
  /** The user wants this tier for everything. */
  readonly oneTier?: ModelTier | undefined;
  readonly learning?: Learning | undefined;
  /** Whether a tier's model can see images; absent: all can. */
  readonly sees?: (tier: ModelTier) => boolean;
}

/**
 * Chooses the tier a task starts at, or says that the user's ceiling allows no model. The table gives a tier by kind
 * (a label's by effort), the rules raise it, what was learned on this workspace lowers or raises it, and the ceiling
 * bounds it.
 */
export function route(
  signals: Signals,
  ceiling: Tier,
  { oneTier, learning, sees = () => true }: RouteOptions = {},
): Route | { readonly tier: 'none'; readonly reason: string } {
  if (ceiling === 'none') return { tier: 'none', reason: 'the ceiling in the settings allows no model' };
  const isBlind = (tier: ModelTier) => signals.images === true && !sees(tier);
  if (oneTier !== undefined) {
    const tier = lowerOf<ModelTier>(oneTier, ceiling);
    if (isBlind(tier)) return blind(`the ${tier} tier, which is set for everything, can't see images`);
    return { tier, reason: sentence(tier, oneTier, signals, [signals.kind, 'one tier for everything']) };
  }
  const { wanted, lowest: lowestUseful, why } = wantedTier(signals);
  const start = lowerOf<ModelTier>(wanted, ceiling);
  if (isBlind(start)) return seeingTier(start, signals, ceiling, sees, why);
  const lowest = signals.images ? start : lowestUseful;
  const learned = learning && learnedTier({ kind: signals.kind, start, lowest, ceiling }, learning);
  if (!learned) return { tier: start, reason: sentence(start, wanted, signals, why) };
  return {
    tier: learned.tier,
    reason: sentence(learned.tier, learned.tier, signals, [...why, learned.why]),
    ...(learned.candidates !== undefined && { candidates: learned.candidates }),
  };
}

/** The lowest tier above one that can't see the images. */
function seeingTier(
  above: ModelTier,
  signals: Signals,
  ceiling: Tier,
  sees: (tier: ModelTier) => boolean,
  why: readonly string[],
): Route | { readonly tier: 'none'; readonly reason: string } {
  const tier = modelTiers.find((each) => isAbove(each, above) && !isAbove(each, ceiling) && sees(each));
  if (tier === undefined) return blind(`no tier from ${above} up to the ceiling can see images`);
  return { tier, reason: sentence(tier, tier, signals, [...why, `${above} can't see images`]) };
}

function blind(reason: string): { readonly tier: 'none'; readonly reason: string } {
  return { tier: 'none', reason };
}

function wantedTier(signals: Signals): {
  readonly wanted: ModelTier;
  readonly lowest: ModelTier;
  readonly why: readonly string[];
} {
  const { kind, effort } = signals;
  const row: KindRow = tableOfKinds[kind];
  const labelled = effort === undefined || effort === 'none' ? undefined : effort;
  let wanted = labelled ?? row.tier;
  let lowest = lowerOf(row.lowest, wanted);
  const why: string[] = labelled ? [kind, `labelled ${labelled}`] : [kind];
  for (const rule of rules) {
    const reason = rule.why(signals);
    if (!reason) continue;
    if (isAbove(rule.atLeast, lowest)) lowest = rule.atLeast;
    if (!isAbove(rule.atLeast, wanted)) continue;
    wanted = rule.atLeast;
    why.push(reason);
  }
  return { wanted, lowest, why };
}

function sentence(tier: ModelTier, wanted: ModelTier, signals: Signals, why: readonly string[]): string {
  const counts = [
    ...(signals.lines === undefined ? [] : [counted(signals.lines, 'line')]),
    counted(signals.files, 'file'),
  ];
  const capped = isAbove(wanted, tier) ? [`held at the ceiling instead of ${wanted}`] : [];
  return `${tier}: ${[...why, ...counts, ...capped].join(', ')}`;
}
