import { guarded } from '../../context/withhold/guardRequests.ts';
import { type MeteredBatch, settleBatch, submitMetered } from '../../ledger/meteredBatch.ts';
import {
  type BatchClient,
  type BatchRequest,
  type BatchResult,
  readBatchAnswers,
  runBatch,
} from '../../model/batch.ts';
import { isPassing } from '../../model/retry.ts';
import { strictSchemaOf } from '../../model/strictSchema.ts';
import type { ModelTier } from '../../model/tier.ts';
import { type Label, type LabelItem, labelAnswer, labelRequest, labelsPerCall } from '../../request/label.ts';
import { RunSuspended } from '../session/runSuspended.ts';
import { ask, type Session, type Stop, stopFor, tierToAsk } from '../session/session.ts';

const format = { name: 'labels', schema: labelAnswer };

/** What was answered; with a stop, it is what was answered before it. */
export interface LabelAnswers {
  readonly labels: readonly Label[];
  readonly stop?: Stop;
}

/** Has all kinds labelled: so many at a time, or all at once in a batch where they stand for more than the user has set. */
export async function labelProblems(session: Session, items: readonly LabelItem[]): Promise<LabelAnswers> {
  const parts = partsOf(session, items, 'nano');
  const count = items.reduce((sum, item) => sum + item.count, 0);
  const byBatch = await labelByBatch(session, count, parts);
  if ('type' in byBatch) return { labels: [], stop: byBatch };
  const { labels, stop } = await askParts(session, byBatch.left, 'nano');
  return { labels: [...byBatch.labels, ...labels], ...(stop && { stop }) };
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
  const labels: Label[] = [];
  for (const part of parts) {
    const answer = await ask(session, labelRequest(session.state().run, part, tier), format);
    if (answer.type === 'stop') return { labels, stop: answer };
    // A label that can't be had is no reason to leave a problem alone: the worker's check decides, not the label.
    if (answer.type === 'answer') labels.push(...answer.value.labels);
  }
  return { labels };
}

type Part = readonly LabelItem[];

/** As many in each call: a last one with a few would cost its instructions for little. */
function partsOf({ deps }: Session, items: readonly LabelItem[], tier: ModelTier): readonly Part[] {
  const { maxOutputTokens } = deps.settings.tiers[tierToAsk(deps.settings, tier)];
  const calls = Math.ceil(items.length / labelsPerCall(maxOutputTokens));
  const perCall = Math.ceil(items.length / calls);
  return Array.from({ length: calls }, (_, at) => items.slice(at * perCall, (at + 1) * perCall));
}

/** What a batch gave, and what is left to be asked for one by one: all, where there is no batch. */
interface Labelled {
  readonly labels: readonly Label[];
  readonly left: readonly Part[];
}

async function labelByBatch(
  session: Session,
  count: number,
  parts: readonly Part[],
): Promise<Labelled | Stop> {
  const oneByOne = { labels: [], left: parts };
  const client = session.deps.batches;
  if (!client) return oneByOne;
  const requests = parts.map((part, index) => requestOf(session, part, index));
  const batch = session.state().labelBatch ?? (await begin(session, client, count, requests));
  if (batch === undefined) return oneByOne;
  if ('type' in batch) return batch;
  const ended = await waitFor(session, client, batch, requests);
  // An endpoint that does not know the batch, or takes none any more, is asked as usual.
  if (ended.type === 'fault') return isPassing(ended.fault) ? stopFor(ended) : oneByOne;
  await settleBatch(requests, batch.calls, ended, session.meter);
  const answers = readBatchAnswers(requests, ended.replies, format);
  const read = parts.map((part, index) => ({ part, answer: answers.get(idOf(index)) }));
  return {
    labels: read.flatMap(({ answer }) => (answer?.type === 'answer' ? answer.value.labels : [])),
    left: read.filter(({ answer }) => answer?.type !== 'answer').map(({ part }) => part),
  };
}

/** Makes a batch where the user wants one for so many; undefined where there is none. */
async function begin(
  session: Session,
  client: BatchClient,
  count: number,
  requests: readonly BatchRequest[],
): Promise<MeteredBatch | Stop | undefined> {
  const { batchLabelsAbove = Number.POSITIVE_INFINITY } = session.deps.settings;
  if (!(count > batchLabelsAbove)) return undefined;
  const start = await submitMetered(client, requests, session.meter, session.signal);
  if (start.type === 'overBudget') return stopFor(start);
  if (start.type === 'fault') return undefined;
  const batch = { state: start.state, calls: start.calls };
  await session.emit({ type: 'label-batch', batch });
  return batch;
}

async function waitFor(
  { deps, signal, emitLater }: Session,
  client: BatchClient,
  { state }: MeteredBatch,
  requests: readonly BatchRequest[],
): Promise<BatchResult> {
  try {
    return await runBatch(client, requests, {
      ...{ resume: state, onState: async () => {}, sleep: deps.retry.sleep, signal },
      onProgress: ({ done, total }) =>
        emitLater({ type: 'step', text: `Waiting for a batch of labels: ${done} of ${total} done` }),
    });
  } catch (error) {
    // Who cancels wants nothing more to be worked on; a window that closes leaves it to go on.
    if (signal.aborted && !(signal.reason instanceof RunSuspended))
      await client.cancel(state, { signal: AbortSignal.timeout(lastWordMs) }).catch(() => undefined);
    throw error;
  }
}

/** Takes what a batch was about from the endpoint, once its labels are kept here. */
export async function discardLabelBatch({ deps, state, signal }: Session): Promise<void> {
  const { labelBatch } = state();
  if (labelBatch) await deps.batches?.discard(labelBatch.state, { signal });
}

/** A cancelled run ends within a second. */
const lastWordMs = 700;

const idOf = (index: number) => `labels-${index + 1}`;

function requestOf(session: Session, part: Part, index: number): BatchRequest {
  const request = labelRequest(session.state().run, part);
  const answer = { name: format.name, schema: strictSchemaOf(labelAnswer) };
  const tier = tierToAsk(session.deps.settings, request.tier);
  return { id: idOf(index), request: guarded({ ...request, tier, answer }) };
}
