import { formatUsd } from '../../../base/formatUsd.ts';
import { guarded } from '../../context/withhold/guardRequests.ts';
import {
  type BatchCall,
  type BatchOutcome,
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
  type BatchState,
  readBatchAnswers,
  waitForBatch,
} from '../../model/batch.ts';
import type { ModelFault } from '../../model/fault.ts';
import { isPassing } from '../../model/retry.ts';
import { strictSchemaOf } from '../../model/strictSchema.ts';
import type { KnownLabel } from '../../problems/labelCache.ts';
import { type Label, type LabelItem, labelAnswer, labelId, labelRequest } from '../../request/label.ts';
import { RunSuspended } from '../session/runSuspended.ts';
import { type Session, type Stop, stopFor, tierToAsk } from '../session/session.ts';

export const labelFormat = { name: 'labels', schema: labelAnswer };

/** The kinds that one call labels. */
export type Part = readonly LabelItem[];

/** What a batch gave, by the keys of the templates, and what is left to be asked for: all, where there is no batch. */
export interface Labelled {
  readonly labels: ReadonlyMap<string, KnownLabel>;
  readonly left: Part;
}

/** Whether labels were asked for in a batch that is not booked yet: it is paid for, whoever needs it by now. */
export function isBatchUnderWay({ state }: Session): boolean {
  const { labels, labelBatch, batchIntent, isBatchBooked } = state();
  return labels === undefined && !isBatchBooked && (labelBatch ?? batchIntent) !== undefined;
}

/** Has all parts labelled in one batch, where the user wants one for so many problems. */
export async function labelByBatch(
  session: Session,
  count: number,
  parts: readonly Part[],
): Promise<Labelled | Stop> {
  const oneByOne = { labels: new Map(), left: parts.flat() };
  const client = session.deps.batches;
  if (!client) return oneByOne;
  const batch = await batchOf(session, client, count, parts);
  if (batch === undefined) return oneByOne;
  if ('type' in batch) return batch;
  const isNeeded = parts.length > 0;
  const ended = isNeeded ? await waitFor(session, client, batch) : await callOff(session, client, batch);
  // An endpoint that does not know the batch, or takes none any more, is asked as usual.
  if (ended?.type !== 'ended') {
    if (isNeeded && ended && isPassing(ended.fault)) return stopFor(ended);
    await book(session, batch, unheardOf, isNeeded ? describeLost(batch) : describeUnended(batch));
    return oneByOne;
  }
  await book(session, batch, ended);
  const answers = readBatchAnswers(batch.calls, ended.replies, labelFormat);
  // What it was asked may be another part of the kinds than what is asked for by now.
  const { batchKinds = [] } = session.state();
  const read = batch.calls.flatMap(({ id }, index) => {
    const answer = answers.get(id);
    return answer?.type === 'answer' ? [{ kinds: batchKinds[index] ?? [], ...answer.value }] : [];
  });
  const done = new Set(read.flatMap(({ kinds }) => kinds));
  return {
    labels: byTemplate(
      new Map(batchKinds.flat().map((key, index) => [labelId(index), key])),
      read.flatMap(({ labels }) => labels),
    ),
    left: oneByOne.left.filter(({ template }) => !done.has(template.key)),
  };
}

/** Labels by the keys of their templates, of which each has an id; those of ids that nobody asked for are left out. */
export function byTemplate(
  keys: ReadonlyMap<string, string>,
  answered: readonly Label[],
): Map<string, KnownLabel> {
  const labels = new Map<string, KnownLabel>();
  for (const { id, ...label } of answered) {
    const key = keys.get(id);
    if (key !== undefined && !labels.has(key)) labels.set(key, label);
  }
  return labels;
}

/** The batch that is under way, or a new one; undefined where there is none. */
async function batchOf(
  session: Session,
  client: BatchClient,
  count: number,
  parts: readonly Part[],
): Promise<MeteredBatch | Stop | undefined> {
  const { labelBatch, batchIntent, isBatchLost } = session.state();
  if (labelBatch) return labelBatch;
  // What was asked for one by one since a batch was lost would be paid for again.
  if (!batchIntent) return isBatchLost ? undefined : begin(session, client, count, parts);
  const { intent, calls } = batchIntent;
  const found = await client.find(intent, { signal: session.signal });
  switch (found.type) {
    case 'found':
      return adopt(session, { state: found.state, calls });
    case 'notThere':
      await giveUp(session, batchIntent, neverMade);
      return begin(session, client, count, parts);
    case 'fault':
      if (!saysNothingOfBatches(found.fault)) return stopFor(found);
      await session.emit({ type: 'step', text: describeLost(batchIntent) });
      await giveUp(session, batchIntent, unheardOf);
      return undefined;
  }
}

/** Whether it is no use to ask again, later or with another key. */
function saysNothingOfBatches(fault: ModelFault): boolean {
  const { kind, status } = fault;
  return !isPassing(fault) && kind !== 'no_key' && kind !== 'quota' && status !== 401;
}

function describeLost({ calls }: Pick<MeteredIntent, 'calls'>): string {
  return `What came of a batch of labels its endpoint does not say. ${countedAtMost(calls)}; the labels are asked for one by one.`;
}

function describeUnended({ calls }: MeteredBatch): string {
  return `No labels of a batch are needed any more, and its endpoint does not say what it came to. ${countedAtMost(calls)}.`;
}

function countedAtMost(calls: readonly BatchCall[]): string {
  const usd = calls.reduce((sum, call) => sum + call.usd, 0);
  return `What it can cost at most, ${formatUsd(usd)}, counts as spent`;
}

function settle(
  { state, meter }: Session,
  { tier }: Pick<BatchState, 'tier'>,
  calls: readonly BatchCall[],
  came: BatchOutcome,
): Promise<void> {
  return settleBatch(labelRequest(state().run, [], tier), calls, came, meter);
}

/** Once, and noted so: in a ledger that was begun anew since, nothing tells that its calls are booked. */
async function book(
  session: Session,
  { state, calls }: MeteredBatch,
  came: BatchOutcome,
  text?: string,
): Promise<void> {
  if (session.state().isBatchBooked) return;
  if (text !== undefined) await session.emit({ type: 'step', text });
  await settle(session, state, calls, came);
  await session.emit({ type: 'label-batch-booked' });
}

async function giveUp(session: Session, { intent, calls }: MeteredIntent, came: BatchOutcome): Promise<void> {
  await settle(session, intent, calls, came);
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
  parts: readonly Part[],
): Promise<MeteredBatch | Stop | undefined> {
  const { batchLabelsAbove = Number.POSITIVE_INFINITY } = session.deps.settings;
  if (!(count > batchLabelsAbove)) return undefined;
  const { signal, deps } = session;
  const requests = parts.map((part, index) => requestOf(session, part, index));
  const kinds = parts.map((part) => part.map(({ template }) => template.key));
  const start = await submitMetered(client, requests, session.meter, {
    mark: `${session.state().run}-${deps.now()}`,
    onIntent: (batch) => session.emit({ type: 'label-batch-start', batch, kinds }),
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

/**
 * What a batch has come to of which nobody needs more; undefined where its endpoint does not end it at once. Its end
 * may be a day away, and is not waited for.
 */
async function callOff(
  session: Session,
  client: BatchClient,
  batch: MeteredBatch,
): Promise<BatchResult | undefined> {
  const { signal } = session;
  await client.cancel(batch.state, { signal });
  const progress = await client.poll(batch.state, { signal });
  return progress.type === 'ended' ? waitFor(session, client, batch) : undefined;
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
