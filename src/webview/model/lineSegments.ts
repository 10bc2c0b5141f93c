import { firstUnseen } from '../../base/unseenCharacters.ts';
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
  for (let found = firstUnseen(rest); found; found = firstUnseen(rest)) {
    const { at, character, name } = found;
    if (at > 0) segments.push({ text: rest.slice(0, at), ...how });
    segments.push({ text: character, ...how, hidden: name });
    rest = rest.slice(at + character.length);
  }
  if (rest) segments.push({ text: rest, ...how });
}
