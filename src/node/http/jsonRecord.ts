import { isRecord } from '../../base/isRecord.ts';
/** A JSON object from outside, of which nothing is known yet. */
export type JsonRecord = Record<string, unknown>;

/** The value where it is a JSON object, else an empty one. */
export function recordOr(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

/** A count of tokens as an endpoint gave it; 0 for what is none. */
export function tokenCount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.ceil(value) : 0;
}
