import { termsOf } from './terms.ts';

/** Words of requests and commit messages that say nothing about where to look. */
const common = new Set(
  `the and for that this with from have not are was but you can when use used using will would should into does did has
  had its our their they then than them there here also only just more some any all one two new add added adds make
  makes made fix fixed fixes support allow allows instead which what where who why how your been being because about
  after before other such same like via per non don doesn isn get set let see now even too very each both most over
  under between without within upon still return returns file files code function functions class classes method
  methods value values type types error issue bug change changes update updated remove removed removes improve improved
  ensure handle handles case cases please need needs want wants could must`.split(/\s+/),
);

/** A term of a request and how much it counts beside the others. */
export interface QueryTerm {
  readonly term: string;
  readonly weight: number;
}

const firstLineWeight = 2;
/** What counts a term said again, before `damping`. */
const mostWeight = 4;
/** Below 1: a word said four times is not four times as telling. */
const damping = 0.7;
const wholeNameWeight = 1.5;

/**
 * The terms of a request. The first line counts twice, as people write it to say what it is about; what stands in
 * backticks counts once more.
 */
export function queryTerms(query: string): readonly QueryTerm[] {
  const weights = new Map<string, number>();
  const add = (text: string, weight: number): void => {
    for (const term of termsOf(text)) {
      const bare = term.startsWith('=') ? term.slice(1) : term;
      if (bare.length < 2 || common.has(bare)) continue;
      weights.set(term, Math.min(mostWeight, (weights.get(term) ?? 0) + weight));
    }
  };
  const end = query.indexOf('\n');
  add(end < 0 ? query : query.slice(0, end), firstLineWeight);
  if (end >= 0) add(query.slice(end + 1), 1);
  for (const [, quoted] of query.matchAll(/`([^`\n]+)`/g)) add(quoted ?? '', 1);
  return [...weights].map(([term, weight]) => ({
    term,
    weight: weight ** damping * (term.startsWith('=') ? wholeNameWeight : 1),
  }));
}

/** Blanks, and the signs that divide sentences in scripts without them. */
const dividers = /[\s、。，；：！？（）「」『』【】《》“”]+/u;

/** What is longer without a divider is data: expressions take a time on it that grows with its square. */
const longestMention = 300;

/**
 * Paths in ASCII alone, and those in any letters: in scripts without blanks a sentence goes on right behind a path.
 */
const mentions = [
  /(?<![\w@$.~-])[\w@$.~-]*(?:[/\\][\w@$.~-]+)+|\b[\w-]+\.[A-Za-z]\w{0,5}\b/g,
  /(?<![\p{L}\p{M}\w@$.~-])[\p{L}\p{M}\w@$.~-]*(?:[/\\][\p{L}\p{M}\w@$.~-]+)+|(?<![\p{L}\p{M}\w])[\p{L}\p{M}\w-]+\.[A-Za-z]\w{0,5}\b/gu,
];

/** File names and paths that a request mentions, such as `src/app.py`, "config.ts" or a line of a stack trace. */
export function mentionedPaths(query: string): readonly string[] {
  const pieces = query.split(dividers).filter((piece) => piece.length <= longestMention);
  const found = pieces.flatMap((piece) => mentions.flatMap((each) => piece.match(each) ?? []));
  return [...new Set(found.map((each) => each.replaceAll('\\', '/').replace(/^(?:\.{0,2}\/)+|\.+$/g, '')))];
}

/** Whether a request is about tests themselves. */
export function isAboutTests(query: string): boolean {
  return /\b(?:unit|e2e|integration|failing|missing|add|write)?\s*(?:tests?|specs?)\b/i.test(
    query.split('\n', 1)[0] ?? '',
  );
}
