import { formatUsd } from '../../../base/formatUsd.ts';
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
import { type Label, type LabelItem, labelAnswer, labelRequest } from '../../request/label.ts';
import { RunSuspended } from '../session/runSuspended.ts';
import { type Session, type Stop, stopFor, tierToAsk } from '../session/session.ts';

export const labelFormat = { name: 'labels', schema: labelAnswer };

/** The kinds that one call labels. */
export type Part = readonly LabelItem[];

/** What a batch gave, and what is left to be asked for one by one: all, where there is no batch. */
export interface Labelled {
  readonly labels: readonly Label[];
  readonly left: readonly Part[];
}

/** Has all parts labelled in one batch, where the user wants one for so many problems. */
export async function labelByBatch(
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
    await session.emit({ type: 'step', text: describeLost(batch) });
    await settleBatch(requests, batch.calls, unheardOf, session.meter);
    return oneByOne;
  }
  await settleBatch(requests, batch.calls, ended, session.meter);
  const answers = readBatchAnswers(requests, ended.replies, labelFormat);
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
  const { labelBatch, batchIntent, isBatchLost } = session.state();
  if (labelBatch) return labelBatch;
  // What was asked for one by one since a batch was lost would be paid for again.
  if (!batchIntent) return isBatchLost ? undefined : begin(session, client, count, requests);
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

function describeLost({ calls }: Pick<MeteredIntent, 'calls'>): string {
  const usd = calls.reduce((sum, call) => sum + call.usd, 0);
  return `What came of a batch of labels its endpoint does not say. What it can cost at most, ${formatUsd(usd)}, counts as spent; the labels are asked for one by one.`;
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
  }).catch(async (error: unknown) => {
    await takeBack(session, client);
    throw error;
  });
  if (start.type === 'submitted') return adopt(session, { state: start.state, calls: start.calls });
  const { batchIntent } = session.state();
  const isLost = start.type === 'fault' && start.isLost;
  if (batchIntent && isLost) await session.emit({ type: 'step', text: describeLost(batchIntent) });
  if (batchIntent) await session.emit({ type: 'label-batch-lost' });
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
    if (isCancelled(signal))
      await client.cancel(state, { signal: AbortSignal.timeout(lastWordMs) }).catch(() => undefined);
    throw error;
  }
}

/** Who cancels wants nothing more to be worked on; a window that closes leaves it to go on. */
function isCancelled({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof RunSuspended);
}

/** Cancels a batch that may have been made although its making was broken off. */
async function takeBack({ signal, state }: Session, client: BatchClient): Promise<void> {
  const { batchIntent } = state();
  if (!batchIntent || !isCancelled(signal)) return;
  const lastWord = { signal: AbortSignal.timeout(lastWordMs) };
  const found = await client.find(batchIntent.intent, lastWord).catch(() => undefined);
  if (found?.type === 'found') await client.cancel(found.state, lastWord).catch(() => undefined);
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
  const answer = { name: labelFormat.name, schema: strictSchemaOf(labelAnswer) };
  const tier = tierToAsk(session.deps.settings, request.tier);
  return { id: idOf(index), request: guarded({ ...request, tier, answer }) };
}
