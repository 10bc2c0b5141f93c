import { isRecord } from '../../base/isRecord.ts';
/**
 * The next value, made of the previous one's parts wherever they are equal. The host sends the whole state each
 * time; with this, what did not change is the same object as before and its part of the page is not drawn again.
 */
export function keepSame<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) {
    let same = previous.length === next.length;
    const kept = next.map((item: unknown, index) => {
      const value = keepSame(previous[index], item);
      if (!Object.is(value, previous[index])) same = false;
      return value;
    });
    return (same ? previous : kept) as T;
  }
  if (isRecord(previous) && isRecord(next)) {
    const keys = Object.keys(next);
    let same = keys.length === Object.keys(previous).length;
    const kept: Record<string, unknown> = {};
    for (const key of keys) {
      kept[key] = keepSame(previous[key], next[key]);
      if (!(key in previous) || !Object.is(kept[key], previous[key])) same = false;
    }
    return (same ? previous : kept) as T;
  }
  return next;
}
