import { maskStrings } from './maskStrings.ts';

/** What hides a problem instead of solving it. `where`: such a thing means what it says only in a comment or in code. */
interface Silencer {
  readonly name: string;
  readonly where: 'comment' | 'code';
  readonly pattern: RegExp;
}

const silencers: readonly Silencer[] = [
  { name: '@ts-ignore', where: 'comment', pattern: /@ts-ignore\b/g },
  { name: '@ts-expect-error', where: 'comment', pattern: /@ts-expect-error\b/g },
  { name: '@ts-nocheck', where: 'comment', pattern: /@ts-nocheck\b/g },
  { name: 'eslint-disable', where: 'comment', pattern: /\beslint-disable(?:-next-line|-line)?\b/g },
  { name: 'biome-ignore', where: 'comment', pattern: /\bbiome-ignore(?:-all|-start)?\b/g },
  { name: 'oxlint-disable', where: 'comment', pattern: /\boxlint-disable(?:-next-line|-line)?\b/g },
  { name: 'tslint:disable', where: 'comment', pattern: /\btslint:disable\b/g },
  { name: 'noqa', where: 'comment', pattern: /#\s*noqa\b/gi },
  { name: 'type: ignore', where: 'comment', pattern: /#\s*(?:type|pyright):\s*ignore\b/g },
  {
    name: 'a cast to any or through unknown',
    where: 'code',
    pattern: /\bas\s+(?:unknown\s+as\b|any\b)|<any>(?=\s*[\w$([{'"`])/g,
  },
  {
    name: 'the type any',
    where: 'code',
    pattern: /[:|&=]\s*any\b(?!\s*[:(])|\bany\[\]|<any\s*[,>]|,\s*any\s*[,>]/g,
  },
];

/**
 * Whether a change adds something that only hides a problem: a comment that switches a check off, a cast to `any`,
 * the type `any`. Moving or keeping one that was there is not adding. Gives the name of what was added.
 */
export function findSilencing(before: string, after: string): string | undefined {
  if (before === after) return undefined;
  const old = maskStrings(before);
  const now = maskStrings(after);
  return silencers.find(({ where, pattern }) => matches(now[where], pattern) > matches(old[where], pattern))
    ?.name;
}

function matches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
