import { declaredNames } from '../textIndex/declaredNames.ts';
import { enclosingBlock, type LineSpan, openedBlock } from './enclosingBlock.ts';
import { joinSpans } from './fileLines.ts';
import { isIdentifier, queryWords, stem } from './words.ts';

/** Places of a file that are shown for a request's words. */
const mostPlaces = 6;

interface Word {
  readonly stem: string;
  readonly weight: number;
}

/**
 * The parts of a file that a request's words lead to. A word that stands on few lines says more than one that is
 * everywhere, a name says more than a word, and where it is declared more than where it is used.
 */
export function wordSpans(lines: readonly string[], request: string, mostLines: number): readonly LineSpan[] {
  const lower = lines.map((line) => line.slice(0, 500).toLowerCase());
  const words = weigh(queryWords(request), lower);
  const scored = lower
    .map((line, at) => ({ at, score: scoreOf(line, lines[at] ?? '', words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at);
  const best = scored[0]?.score ?? 0;
  // What holds much less than the best place is there by chance.
  const places = scored.filter(({ score }) => score >= best / 4).slice(0, mostPlaces);
  return joinSpans(
    places.map(({ at }) =>
      declaredNames(lines[at] ?? '').size > 0
        ? openedBlock(lines, at, mostLines)
        : enclosingBlock(lines, { first: at, last: at }, mostLines),
    ),
  );
}

function weigh(words: readonly string[], lines: readonly string[]): readonly Word[] {
  return words.flatMap((word) => {
    const name = isIdentifier(word);
    const looked = name ? word.toLowerCase() : stem(word);
    const count = lines.filter((line) => line.includes(looked)).length;
    return count === 0 ? [] : [{ stem: looked, weight: (name ? 3 : 1) / Math.sqrt(count) }];
  });
}

function scoreOf(lower: string, line: string, words: readonly Word[]): number {
  const held = words.filter((word) => lower.includes(word.stem));
  if (held.length === 0) return 0;
  const declares = [...declaredNames(line)].some((name) =>
    held.some((word) => name.toLowerCase().includes(word.stem)),
  );
  return held.reduce((sum, { weight }) => sum + weight, 0) * (declares ? 2 : 1);
}
