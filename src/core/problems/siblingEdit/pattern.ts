import type { Around } from './around.ts';

/**
 * An edit that mended one problem, with what may differ at another place taken out of it: names, numbers and texts are
 * holes, and what the edit takes out without putting it back stays what it was.
 */
export interface EditPattern {
  /** The kind of the problem that it mends. */
  readonly kind: string;
  /** The names that the message quotes, in order. */
  readonly names: readonly string[];
  /** What stands at the problem and round it, as far as the edit needs it. */
  readonly home: readonly Element[];
  /** Lines that are put in above and below the problem's. */
  readonly above: readonly InsertedLine[];
  readonly below: readonly InsertedLine[];
  /** Lines that are put among the imports of the file. */
  readonly imports: readonly InsertedLine[];
  /** Lines elsewhere that are changed, or have lines put between them. */
  readonly far: readonly FarLines[];
  readonly sure: Sure;
}

/** What has to be as it was where the edit was learned, beside the form of the code. */
export interface Sure {
  /** Holes that hold what they held. */
  readonly kept: readonly string[];
  /** Names that are put in as they are, with the module that each comes from; those without one are nobody's own. */
  readonly free: readonly { readonly word: string; readonly module?: string; readonly isThere: boolean }[];
  /** Lines of imports, and what they name from the file's folder. */
  readonly modules: readonly { readonly line: string; readonly module: string }[];
  /** What a line that leaves a function or a loop leaves; absent where none is put in. */
  readonly flow?: string;
}

/** `hole` names what has to be the same wherever that name stands; what stands in a hole is a whole piece of code. */
export type Element =
  | { readonly type: 'same'; readonly text: string }
  | { readonly type: 'hole'; readonly name: string }
  /** Where the problem begins or ends, and all that is between where the edit leaves it alone. */
  | { readonly type: 'start' | 'end' }
  /** With what it has to be, or to look like where it is a text. */
  | { readonly type: 'problem'; readonly name?: string }
  | Change;

/** Takes pieces of code out and puts text in: beside the piece before or the one after, where it takes nothing. */
export interface Change {
  readonly type: 'change';
  readonly takes: readonly Element[];
  readonly puts: readonly Piece[];
  readonly beside: 'before' | 'after';
  readonly around: Around;
}

/** Text that is put in: as it is, or what a hole holds. */
export type Piece = string | { readonly hole: string };

export interface InsertedLine {
  /** Against the line that it is put beside. */
  readonly indent: string;
  readonly pieces: readonly Piece[];
}

/** Lines that follow one another, above or below the problem. */
export interface FarLines {
  readonly direction: -1 | 1;
  readonly lines: readonly (readonly Element[])[];
  /** Put behind the first of them. */
  readonly inserted: readonly InsertedLine[];
}

/** The names of a pattern's holes, in their order. */
export function holesOf(elements: readonly Element[]): readonly string[] {
  return elements.flatMap((each) =>
    each.type === 'hole' ? [each.name] : each.type === 'change' ? holesOf(each.takes) : [],
  );
}

/** The names that a message quotes: what else it quotes is a type or a sentence, which no code holds. */
export function namesIn(message: string): readonly string[] {
  const line = message.slice(0, mostMessage);
  return [...line.matchAll(/['"`‘“]([^'"`’”\n]*)['"`’”]/gu)].map(([, inner = '']) =>
    /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(inner) ? inner : '',
  );
}

const mostMessage = 2_000;
