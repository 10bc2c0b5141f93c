import type { ModelTier, TierSettings } from '../../model/tier.ts';
import type { LineSpan } from '../code/enclosingBlock.ts';
import { fence, label } from '../fence.ts';
import { estimateTokens } from '../tokenEstimate.ts';
import { joinPieces } from './joinPieces.ts';

/** The most estimated tokens of a pack; small models get worse with more. */
export const packBudget: Readonly<Record<ModelTier, number>> = { nano: 4_000, mini: 16_000, planner: 60_000 };

/** Tokens that a worker's fixed prompt, its tools and what is said beside the pack may take. */
const besidePack = 2_500;

/** The most of a pack where the tier's own model takes less than that tier is shown, as small local ones may. */
export function budgetFor(
  tier: ModelTier,
  { contextTokens, maxOutputTokens }: Pick<TierSettings, 'contextTokens' | 'maxOutputTokens'>,
): number {
  const room = contextTokens - Math.min(maxOutputTokens, contextTokens / 4) - besidePack;
  return Math.max(500, Math.min(packBudget[tier], room));
}

/** One thing that a worker may be shown. */
export interface Piece {
  /** Names it for the reader and in the list of what was left out: a path, mostly, and always as a label. */
  readonly name: string;
  /** Where the text is lines of the file that is named: which, counted from 0. */
  readonly span?: LineSpan;
  /** The span is all of the file. */
  readonly isWhole?: boolean;
  /** What it is shown for, where that does not go without saying. */
  readonly note?: string;
  readonly text: string;
  /** The lower, the sooner it is left out. */
  readonly value: number;
}

export interface Pack {
  readonly text: string;
  /** An estimate. */
  readonly tokens: number;
  /** Names of what found no room; they also stand in the text. */
  readonly leftOut: readonly string[];
}

/** A piece of a file's lines. */
export function linesPiece(path: string, lines: readonly string[], span: LineSpan, value: number): Piece {
  return {
    name: label(path),
    span,
    ...(span.first === 0 && span.last >= lines.length - 1 && { isWhole: true }),
    text: lines.slice(span.first, span.last + 1).join('\n'),
    value,
  };
}

function title({ name, span, isWhole, note }: Piece): string {
  const lines = span ? ` lines ${span.first + 1}-${span.last + 1}` : '';
  const notes = [...(isWhole ? ['the whole file'] : []), ...(note === undefined ? [] : [note])];
  return `${name}${lines}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

const render = (piece: Piece): string => `${title(piece)}:\n${fence(piece.text)}`;

/**
 * Puts pieces together in the order given, within a budget of estimated tokens. Lines that several hold are shown once.
 * Where there is no room for all, the least valuable are left out, or shortened at their end, and named.
 */
export function packPieces(all: readonly Piece[], budget: number): Pack {
  const pieces = joinPieces(all);
  const kept = new Map<Piece, string>();
  const leftOut: string[] = [];
  // Room for the sentence that names what is missing.
  let room = budget - 40;
  for (const piece of [...pieces].sort((a, b) => b.value - a.value)) {
    const whole = render(piece);
    if (estimateTokens(whole) + 1 <= room) {
      kept.set(piece, whole);
      room -= estimateTokens(whole) + 1;
      continue;
    }
    const short = shorten(piece, room - 30);
    leftOut.push(short ? short.leftOut : title(piece));
    if (!short) continue;
    kept.set(piece, short.text);
    room -= estimateTokens(short.text) + 1;
  }
  const parts = pieces.map((piece) => kept.get(piece)).filter((text) => text !== undefined);
  if (leftOut.length > 0) parts.push(`Left out for length: ${shortList(leftOut)}.`);
  const text = parts.join('\n\n');
  return { text, tokens: estimateTokens(text), leftOut };
}

/** What pieces come to when nothing is left out, in estimated tokens. */
export function tokensOfPieces(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + estimateTokens(render(piece)) + 1, 0);
}

function shorten(piece: Piece, room: number): { text: string; leftOut: string } | undefined {
  const lines = piece.text.split('\n');
  let count = 0;
  let tokens = 0;
  for (const line of lines) {
    tokens += (line.length + 1) / 4;
    if (tokens > room) break;
    count++;
  }
  // A few lines of a longer text are more confusing than none.
  if (count < 10 || count === lines.length) return undefined;
  const { isWhole: _isWhole, ...rest } = piece;
  const first = piece.span?.first ?? 0;
  const shown: Piece = {
    ...rest,
    text: lines.slice(0, count).join('\n'),
    span: { first, last: first + count - 1 },
  };
  return {
    text: render(shown),
    leftOut: `${piece.name} lines ${first + count + 1}-${first + lines.length}`,
  };
}

function shortList(names: readonly string[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const name of names) {
    length += name.length;
    if (length > 110) break;
    shown.push(name);
  }
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(', ') : [...shown, `${rest} more`].join(', ');
}
