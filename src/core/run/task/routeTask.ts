import { budgetFor, packBudget } from '../../context/pack/pack.ts';
import { tokensOfTargets } from '../../context/pack/packForDiagnostics.ts';
import { tokensOfOwned } from '../../context/pack/packForTask.ts';
import { estimateTokens } from '../../context/tokenEstimate.ts';
import type { Overlay } from '../../edit/overlay.ts';
import { protectedPlace } from '../../edit/protectedPlace.ts';
import { capabilitiesOf } from '../../model/capabilities.ts';
import { isAbove, lowerOf, type ModelTier, type Tier } from '../../model/tier.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { History } from '../../routing/attempts.ts';
import { mostCandidates } from '../../routing/candidates.ts';
import { escalate, type FailedAttempt } from '../../routing/escalate.ts';
import type { Learning } from '../../routing/learn.ts';
import { passRates, rateOf } from '../../routing/passRates.ts';
import { route, type Signals } from '../../routing/route.ts';
import type { Settings } from '../../settings/settings.ts';
import type { RunDeps } from '../session/runDeps.ts';
import { ceilingOf, type Session } from '../session/session.ts';
import type { Attempt } from '../state/runState.ts';

/** Where a task is worked on next. */
export type NextStep =
  | {
      readonly type: 'attempt';
      readonly tier: ModelTier;
      readonly reason: string;
      readonly candidates: number;
      /** There were attempts before: it has their evidence. */
      readonly escalated: boolean;
    }
  | { readonly type: 'noModel'; readonly reason: string }
  /** No tier below the ceiling is left. */
  | { readonly type: 'exhausted' };

/** Decides on a task's next attempt: by the route at first, then by what the attempts before came to. */
export async function nextStep(
  session: Pick<Session, 'deps' | 'history'>,
  task: RunTask,
  overlay: Overlay,
  attempts: readonly Attempt[],
): Promise<NextStep> {
  const { settings } = session.deps;
  const ceiling = ceilingOf(session.deps);
  const earlier = attempts.filter((attempt) => attempt.tier !== 'none');
  const begun = highest(earlier);
  const routed = begun
    ? // Work that passed and is done again, since a reviewer or another task wants it, does not fall below it.
      { tier: begun, reason: `${begun}: once more` }
    : task.tier && ceiling !== 'none'
      ? { tier: lowerOf<ModelTier>(task.tier, ceiling), reason: `${task.tier}: as you chose` }
      : route(await signalsOf(task, overlay, settings.tiers), ceiling, {
          oneTier: settings.routing.oneTier,
          learning: learningOf(session),
          sees: (tier) => tier !== 'nano' && capabilitiesOf(settings.tiers[tier]).images,
        });
  if (routed.tier === 'none') return { type: 'noModel', reason: routed.reason };
  const next = escalate(earlier.flatMap(failureOf), routed, topTier(ceiling, settings.routing));
  if (!next) return { type: 'exhausted' };
  const learned = 'candidates' in routed ? routed.candidates : undefined;
  return {
    type: 'attempt',
    ...next,
    candidates: candidatesAt(next.tier, Math.max(settings.candidates, learned ?? 1)),
    escalated: begun !== undefined,
  };
}

/** No task goes above this: the ceiling, or the one tier that is to do everything. */
function topTier(ceiling: Tier, { oneTier }: Settings['routing']): Tier {
  return oneTier === undefined ? ceiling : lowerOf<Tier>(oneTier, ceiling);
}

/** The planner works alone: it is what candidates are cheaper than. */
function candidatesAt(tier: ModelTier, wanted: number): number {
  return tier === 'planner' ? 1 : Math.min(mostCandidates, wanted);
}

function highest(attempts: readonly Attempt[]): ModelTier | undefined {
  let best: ModelTier | undefined;
  for (const { tier } of attempts) {
    if (tier !== 'none' && (best === undefined || isAbove(tier, best))) best = tier;
  }
  return best;
}

function failureOf({ tier, end }: Attempt): readonly FailedAttempt[] {
  if (end?.outcome === 'passed') return [];
  return [{ tier, outcome: end?.outcome ?? 'failed', ...(end?.isStuck && { isStuck: true }) }];
}

/** What was learned on this workspace, with a new throw of the dice; undefined where nothing is to be learned from. */
export function learningOf({
  deps,
  history,
}: {
  readonly deps: Pick<RunDeps, 'settings' | 'attempts' | 'random'>;
  readonly history: History;
}): Learning | undefined {
  const { settings } = deps;
  if (!deps.attempts || !settings.routing.learn) return undefined;
  const stats = passRates(history.attempts, settings.candidates);
  return {
    statsOf: (kind, tier) => rateOf(stats, kind, tier, settings.tiers),
    qualityBar: settings.routing.qualityBar,
    explore: settings.routing.explore,
    // Never below a share, so that without a source of chance nothing is explored.
    random: deps.random?.() ?? 1,
  };
}

async function signalsOf(task: RunTask, overlay: Overlay, tiers: Settings['tiers']): Promise<Signals> {
  const tooMuch = await tooMuchFor(task, overlay, tiers);
  const { kind, files, targets, effort, check, images } = task;
  const risk = files.map(protectedPlace).find((place) => place !== undefined);
  const lines = new Set(targets.map(({ path, range }) => `${path}:${range.start.line}`)).size;
  return {
    kind,
    files: files.length,
    ...(lines > 0 && { lines }),
    // Of a diagnostic's file only what is around it is shown.
    ...(targets.length === 0 && { contextTokens: await tokensOf(files, overlay) }),
    ...(tooMuch && { tooMuchFor: tooMuch }),
    ...(check !== undefined && { runsCommand: true }),
    ...(images && { images: true }),
    ...(risk !== undefined && { risk }),
    ...(effort && { effort }),
    ...(task.repeats && { repeats: true }),
  };
}

/** What a worker must see of the files that it is to change may take this much of its pack. */
const ownShare = 0.9;

/**
 * A nano can't ask for what it is not shown, so that its own part has to fit into its pack. A mini reads on by its
 * tools, as long as its model takes that much at all.
 */
async function tooMuchFor(
  task: RunTask,
  overlay: Overlay,
  tiers: Settings['tiers'],
): Promise<Signals['tooMuchFor']> {
  const mustShow = (tier: ModelTier) =>
    task.targets.length > 0 ? tokensOfTargets(task, overlay, tier) : tokensOfOwned(task, overlay, tier);
  const ownMost = (tier: ModelTier) => budgetFor(tier, tiers[tier]) * ownShare;
  if (ownMost('mini') < packBudget.mini * ownShare && (await mustShow('mini')) > ownMost('mini'))
    return 'mini';
  return (await mustShow('nano')) > ownMost('nano') ? 'nano' : undefined;
}

async function tokensOf(files: readonly string[], overlay: Overlay): Promise<number> {
  const reads = await Promise.all(files.map((file) => overlay.read(file)));
  return reads.reduce((sum, read) => sum + (read.type === 'text' ? estimateTokens(read.text) : 0), 0);
}
