import { isAbove, lowerOf, type ModelTier, type Tier } from '../model/tier.ts';
import type { TaskKind } from './taskKind.ts';

/** The tier that a kind of task gets when nothing else is known of it. */
export const tierOfKind = {
  classify: 'nano',
  extract: 'nano',
  rank: 'nano',
  label: 'nano',
  simple_edit: 'nano',
  search: 'mini',
  summarize: 'mini',
  edit: 'mini',
  generate: 'mini',
  debug: 'mini',
  test: 'mini',
  review_file: 'mini',
  screenshot: 'mini',
  plan: 'planner',
  review: 'planner',
} as const satisfies Record<TaskKind, ModelTier>;

export interface Signals {
  readonly kind: TaskKind;
  readonly files: number;
  /** What a label said the task needs, where there is one. */
  readonly effort?: Tier;
}

export interface Route {
  readonly tier: ModelTier;
  /** For the user: "nano: simple_edit, 1 file". */
  readonly reason: string;
}

/** A small model edits one or two files in one shot; more of them want a worker that can look around. */
const nanoFiles = 2;

/** Chooses the tier a task starts at, or says that the user's ceiling allows no model. */
export function route(
  signals: Signals,
  ceiling: Tier,
): Route | { readonly tier: 'none'; readonly reason: string } {
  if (ceiling === 'none') return { tier: 'none', reason: 'the ceiling in the settings allows no model' };
  const { tier: wanted, why } = wantedTier(signals);
  const tier = lowerOf<ModelTier>(wanted, ceiling);
  const files = `${signals.files} file${signals.files === 1 ? '' : 's'}`;
  const capped = isAbove(wanted, tier) ? `, held at the ceiling instead of ${wanted}` : '';
  return { tier, reason: `${tier}: ${why}, ${files}${capped}` };
}

function wantedTier(signals: Signals): { readonly tier: ModelTier; readonly why: string } {
  const byKind = tierOfKind[signals.kind];
  const labelled = signals.effort === undefined || signals.effort === 'none' ? undefined : signals.effort;
  const tier = labelled ?? byKind;
  const why = labelled ? `${signals.kind}, labelled ${labelled}` : signals.kind;
  if (tier === 'nano' && signals.files > nanoFiles)
    return { tier: 'mini', why: `${why}, too many files for nano` };
  return { tier, why };
}
