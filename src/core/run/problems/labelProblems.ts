import { guarded } from '../../context/withhold/guardRequests.ts';
import {
  type MeteredBatch,
  type MeteredIntent,
  neverMade,
  settleBatch,
  submitMetered,
  unheardOf,
} from '../../ledger/meteredBatch.ts';
import {
  type BatchClient,
  type BatchRequest,
  type BatchResult,
  readBatchAnswers,
  waitForBatch,
} from '../../model/batch.ts';
import type { ModelFault } from '../../model/fault.ts';
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
  const batch = await batchOf(session, client, count, requests);
  if (batch === undefined) return oneByOne;
  if ('type' in batch) return batch;
  const ended = await waitFor(session, client, batch);
  // An endpoint that does not know the batch, or takes none any more, is asked as usual.
  if (ended.type === 'fault') {
    if (isPassing(ended.fault)) return stopFor(ended);
    await settleBatch(requests, batch.calls, unheardOf, session.meter);
    return oneByOne;
  }
  await settleBatch(requests, batch.calls, ended, session.meter);
  const answers = readBatchAnswers(requests, ended.replies, format);
  const read = parts.map((part, index) => ({ part, answer: answers.get(idOf(index)) }));
  return {
    labels: read.flatMap(({ answer }) => (answer?.type === 'answer' ? answer.value.labels : [])),
    left: read.filter(({ answer }) => answer?.type !== 'answer').map(({ part }) => part),
  };
}

/** The batch that is under way, or a new one; undefined where there is none. */
async function batchOf(
  session: Session,
  client: BatchClient,
  count: number,
  requests: readonly BatchRequest[],
): Promise<MeteredBatch | Stop | undefined> {
  const { labelBatch, batchIntent } = session.state();
  if (labelBatch) return labelBatch;
  if (!batchIntent) return begin(session, client, count, requests);
  const { intent, calls } = batchIntent;
  const found = await client.find(intent, { signal: session.signal });
  switch (found.type) {
    case 'found':
      return adopt(session, { state: found.state, calls });
    case 'notThere':
      await giveUp(session, batchIntent, requests, neverMade);
      return begin(session, client, count, requests);
    case 'fault':
      if (!saysNothingOfBatches(found.fault)) return stopFor(found);
      await session.emit({ type: 'step', text: describeLost(batchIntent) });
      await giveUp(session, batchIntent, requests, unheardOf);
      return undefined;
  }
}

/** Whether it is no use to ask again, later or with another key. */
function saysNothingOfBatches(fault: ModelFault): boolean {
  const { kind, status } = fault;
  return !isPassing(fault) && kind !== 'no_key' && kind !== 'quota' && status !== 401;
}

function describeLost({ calls }: MeteredIntent): string {
  const usd = calls.reduce((sum, call) => sum + call.usd, 0);
  return `A batch of labels may have been made just before Tiercel was ended, and its endpoint does not say whether it was. What it can cost at most, $${usd.toFixed(4)}, counts as spent; the labels are asked for one by one.`;
}

async function giveUp(
  session: Session,
  { calls }: MeteredIntent,
  requests: readonly BatchRequest[],
  came: typeof neverMade | typeof unheardOf,
): Promise<void> {
  await settleBatch(requests, calls, came, session.meter);
  await session.emit({ type: 'label-batch-lost' });
}

async function adopt(session: Session, batch: MeteredBatch): Promise<MeteredBatch> {
  await session.emit({ type: 'label-batch', batch });
  return batch;
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
  const { signal, deps } = session;
  const start = await submitMetered(client, requests, session.meter, {
    mark: `${session.state().run}-${deps.now()}`,
    onIntent: (batch) => session.emit({ type: 'label-batch-start', batch }),
    signal,
  });
  if (start.type === 'submitted') return adopt(session, { state: start.state, calls: start.calls });
  if (session.state().batchIntent) await session.emit({ type: 'label-batch-lost' });
  return start.type === 'overBudget' ? stopFor(start) : undefined;
}

async function waitFor(
  { deps, signal, emitLater }: Session,
  client: BatchClient,
  { state }: MeteredBatch,
): Promise<BatchResult> {
  try {
    return await waitForBatch(client, state, {
      ...{ sleep: deps.retry.sleep, signal },
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
