import { keywords } from './keywords.ts';
import { scanText } from './scanText.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Names that a text declares, as its languages write declarations; a guess that needs no parser. */
export function declaredNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const bytes = encoder.encode(text);
  const nameAt = (start: number, end: number): string => decoder.decode(bytes.subarray(start, end));
  scanText(bytes, {
    word: (_, start, end) => keywords.get(nameAt(start, end)) ?? 0,
    declared: (start, end) => void names.add(nameAt(start, end)),
    imported: () => undefined,
  });
  return names;
}
