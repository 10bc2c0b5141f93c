import type { OpenAI } from 'openai';
import { isRecord } from '../../base/isRecord.ts';
import { UnexpectedAnswer } from '../http/guardedFetch.ts';
import { recordOr } from '../http/jsonRecord.ts';

/** Under which a batch's mark stands in its metadata. */
export const markKey = 'tiercel_batch';
/** Of so many batches each (the most that the API gives) so many pages are looked through. */
const pageSize = 100;
const mostPages = 100;

interface FoundBatch {
  readonly id: string;
  readonly inputFile: string;
}

/**
 * The batch of this mark; undefined where the endpoint's list is whole and has none. The client's own pages are not
 * used: they take an answer that is no list for an empty one, and then a batch that is there would be made again.
 */
export async function findBatch(
  client: OpenAI,
  mark: string,
  options: { readonly signal: AbortSignal },
): Promise<FoundBatch | undefined> {
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const query = { limit: pageSize, ...(after !== undefined && { after }) };
    const page = recordOr(await client.get<unknown>('/batches', { ...options, query }));
    if (!Array.isArray(page.data)) throw new UnexpectedAnswer(200, 'it gave no list of batches');
    const batches = page.data.filter(isRecord);
    const batch = batches.find(({ metadata }) => recordOr(metadata)[markKey] === mark);
    if (batch) return { id: String(batch.id), inputFile: String(batch.input_file_id) };
    if (page.has_more !== true) return undefined;
    after = String(batches.at(-1)?.id);
  }
  throw new UnexpectedAnswer(200, 'it has more batches than can be looked through');
}
