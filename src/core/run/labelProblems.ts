import { guarded } from '../context/guardRequests.ts';
import { type MeteredBatch, settleBatch, submitMetered } from '../ledger/meteredBatch.ts';
import {
  type BatchClient,
  type BatchRequest,
  type BatchResult,
  readBatchAnswers,
  runBatch,
} from '../model/batch.ts';
import { isPassing } from '../model/retry.ts';
import { strictSchemaOf } from '../model/strictSchema.ts';
import { type Label, labelAnswer, labelBatch, labelRequest } from '../request/label.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import { RunSuspended } from './runSuspended.ts';
import { ask, type Session, type Stop, stopFor, tierToAsk } from './session.ts';

export interface LabelItem {
  readonly id: string;
  readonly diagnostic: Diagnostic;
}

const format = { name: 'labels', schema: labelAnswer };

/** Has all problems labelled: so many at a time, or all at once in a batch where they are more than the user has set. */
export async function labelProblems(
  session: Session,
  items: readonly LabelItem[],
): Promise<readonly Label[] | Stop> {
  const parts = partsOf(items);
  const byBatch = await labelByBatch(session, items.length, parts);
  if ('type' in byBatch) return byBatch;
  const labels = [...byBatch.labels];
  for (const part of byBatch.left) {
    const answer = await ask(session, labelRequest(session.state().run, part), format);
    if (answer.type === 'stop') return answer;
    // A label that can't be had is no reason to leave a problem alone: the worker's check decides, not the label.
    if (answer.type === 'answer') labels.push(...answer.value.labels);
  }
  return labels;
}

type Part = readonly LabelItem[];

function partsOf(items: readonly LabelItem[]): readonly Part[] {
  const parts: Part[] = [];
  for (let start = 0; start < items.length; start += labelBatch)
    parts.push(items.slice(start, start + labelBatch));
  return parts;
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
