import * as z from 'zod';
import { isRecord } from '../base/isRecord.ts';

/** An object of contents by path, read into a Map: `z.record` leaves out a file that is named `__proto__`. */
export function fileRecord<T>(content: z.ZodType<T>) {
  return z.preprocess(
    (value) => (isRecord(value) ? new Map(Object.entries(value)) : value),
    z.map(z.string(), content, { error: 'must be an object of contents by path' }),
  );
}
