import type { Span } from './inlineChange.ts';
import type { SyntaxKind, Token } from './syntax.ts';

/** A piece of a line that is drawn in one way. */
export interface Segment {
  readonly text: string;
  readonly kind?: SyntaxKind;
  readonly changed?: true;
  /** Set for a character that can't be seen, or that turns the order of those after it: its name in words. */
  readonly hidden?: string;
}

/**
 * Characters by which code can look other than it is: those that turn the direction of text, those without a width,
 * spaces that are none, and controls. Those that make up a picture are none of them.
 */
const unseen =
  /(?!\t|(?<=\p{Extended_Pictographic}\ufe0f?)[\u200d\ufe0f])(?:[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Variation_Selector}\u00a0\u115f\u1160\u3164\uffa0]|\u034f)/u;

const directions: Readonly<Record<string, string>> = {
  '061c': 'Arabic letter mark',
  '200e': 'left-to-right mark',
  '200f': 'right-to-left mark',
  '202a': 'left-to-right embedding',
  '202b': 'right-to-left embedding',
  '202c': 'pop directional formatting',
  '202d': 'left-to-right override',
  '202e': 'right-to-left override',
  2066: 'left-to-right isolate',
  2067: 'right-to-left isolate',
  2068: 'first strong isolate',
  2069: 'pop directional isolate',
  '00a0': 'no-break space',
  '00ad': 'soft hyphen',
  '200b': 'zero width space',
  '200c': 'zero width non-joiner',
  '200d': 'zero width joiner',
  feff: 'zero width no-break space',
};

/** A line cut into pieces by its syntax, by what changed in it, and at characters that can't be seen. */
export function segmentsOf(
  text: string,
  tokens: readonly Token[] | undefined,
  spans: readonly Span[],
): readonly Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const token of tokens && joined(tokens) === text ? tokens : [{ text }]) {
    const end = at + token.text.length;
    while (at < end) {
      const span = spans.find((each) => each.end > at);
      const inside = span !== undefined && span.start <= at;
      const to = Math.min(end, span ? (inside ? span.end : span.start) : end);
      addVisible(segments, text.slice(at, to), {
        ...('kind' in token && token.kind && { kind: token.kind }),
        ...(inside && { changed: true as const }),
      });
      at = to;
    }
  }
  return segments;
}

function joined(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('');
}

function addVisible(segments: Segment[], text: string, how: Omit<Segment, 'text' | 'hidden'>): void {
  let rest = text;
  for (let at = rest.search(unseen); at >= 0; at = rest.search(unseen)) {
    if (at > 0) segments.push({ text: rest.slice(0, at), ...how });
    const character = String.fromCodePoint(rest.codePointAt(at) ?? 0);
    segments.push({ text: character, ...how, hidden: nameOf(character) });
    rest = rest.slice(at + character.length);
  }
  if (rest) segments.push({ text: rest, ...how });
}

function nameOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const code = point.toString(16).padStart(4, '0');
  const name = directions[code] ?? kindOf(character, point);
  return `U+${code.toUpperCase()}${name ? ` ${name}` : ''}`;
}

function kindOf(character: string, point: number): string | undefined {
  if (point >= 0xe0000 && point <= 0xe007f) return 'tag';
  if (/\p{Cc}/u.test(character)) return 'control character';
  return /\p{Variation_Selector}/u.test(character) ? 'variation selector' : undefined;
}

/** The names of the characters in some lines that can't be seen, or turn the order of those after them; each once. */
export function unseenIn(lines: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const line of lines) {
    if (!unseen.test(line)) continue;
    for (const { hidden } of segmentsOf(line, undefined, [])) if (hidden) found.add(hidden);
  }
  return [...found];
}
