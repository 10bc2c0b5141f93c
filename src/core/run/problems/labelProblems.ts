import type { ModelTier } from '../../model/tier.ts';
import type { KnownLabel } from '../../problems/labelCache.ts';
import { type LabelItem, labelRequest, labelsPerCall } from '../../request/label.ts';
import { ask, type Session, type Stop, tierToAsk } from '../session/session.ts';
import { byTemplate, labelByBatch, labelFormat, type Part } from './labelBatch.ts';

/** What was answered, by the keys of the templates; with a stop, it is what was answered before it. */
export interface LabelAnswers {
  readonly labels: ReadonlyMap<string, KnownLabel>;
  readonly stop?: Stop;
}

/** Has all kinds labelled: so many at a time, or all at once in a batch where they stand for more than the user has set. */
export async function labelProblems(session: Session, items: readonly LabelItem[]): Promise<LabelAnswers> {
  const parts = partsOf(session, items, 'nano');
  const count = items.reduce((sum, item) => sum + item.count, 0);
  const byBatch = await labelByBatch(session, count, parts);
  if ('type' in byBatch) return { labels: new Map(), stop: byBatch };
  const { labels, stop } = await labelAt(session, byBatch.left, 'nano');
  return { labels: new Map([...byBatch.labels, ...labels]), ...(stop && { stop }) };
}

/** The same at a tier of the caller's choice, without a batch. */
export function labelAt(
  session: Session,
  items: readonly LabelItem[],
  tier: ModelTier,
): Promise<LabelAnswers> {
  return askParts(session, partsOf(session, items, tier), tier);
}

async function askParts(session: Session, parts: readonly Part[], tier: ModelTier): Promise<LabelAnswers> {
  const labels = new Map<string, KnownLabel>();
  for (const part of parts) {
    const answer = await ask(session, labelRequest(session.state().run, part, tier), labelFormat);
    if (answer.type === 'stop') return { labels, stop: answer };
    // A label that can't be had is no reason to leave a problem alone: the worker's check decides, not the label.
    if (answer.type !== 'answer') continue;
    const keys = new Map(part.map(({ id, template }) => [id, template.key]));
    for (const [key, label] of byTemplate(keys, answer.value.labels)) labels.set(key, label);
  }
  return { labels };
}

/** As many in each call: a last one with a few would cost its instructions for little. */
function partsOf({ deps }: Session, items: readonly LabelItem[], tier: ModelTier): readonly Part[] {
  const { maxOutputTokens } = deps.settings.tiers[tierToAsk(deps.settings, tier)];
  const calls = Math.ceil(items.length / labelsPerCall(maxOutputTokens));
  const perCall = Math.ceil(items.length / calls);
  return Array.from({ length: calls }, (_, at) => items.slice(at * perCall, (at + 1) * perCall));
}
