import type { PatchFormat } from '../../../src/core/edit/patch.ts';
import { applyKnown, type Change, type Hunk, type HunkLine } from './change.ts';
import type { Random } from './random.ts';
import { render } from './render.ts';

/** What is handed to the engine, and what must come of it. */
export interface Attempt {
  readonly path: string;
  readonly text: string;
  readonly patch: string;
  /** The text as it must become; undefined where the patch must be refused. */
  readonly expected: string | undefined;
}

/** One way in which a model's patch, or the file since it was read, is not as it should be. */
export interface Disturbance {
  readonly name: string;
  readonly formats: readonly PatchFormat[];
  /** Undefined where the change gives no occasion for it. */
  readonly make: (change: Change, format: PatchFormat, random: Random) => Attempt | undefined;
}

export const hunkFormats = ['v4a', 'search_replace'] as const;
export const allFormats = [...hunkFormats, 'whole_file'] as const;

export interface TextForm {
  readonly end?: string;
  readonly finalEnd?: boolean;
}

export function textOf(lines: readonly string[], { end = '\n', finalEnd = true }: TextForm = {}): string {
  return lines.join(end) + (finalEnd && lines.length > 0 ? end : '');
}

export interface Shape {
  /** The file's lines that the patch meets, the change's own unless given. */
  readonly before?: readonly string[];
  /** The hunks as the model writes them. */
  readonly written?: readonly Hunk[];
  /** The hunks as they are meant for these lines. */
  readonly meant?: readonly Hunk[];
  readonly anchors?: readonly string[];
  readonly form?: TextForm;
  readonly refused?: boolean;
  /** Changes the patch as text, at last. */
  readonly rewrite?: (patch: string) => string | undefined;
}

/** Puts a disturbed patch together with the text that it must give, which comes from the change's known places. */
export function attempt(change: Change, format: PatchFormat, shape: Shape): Attempt | undefined {
  const { before = change.before, meant = change.hunks, written = meant, form, rewrite } = shape;
  const after = applyKnown(before, meant);
  const careful = render(format, {
    path: change.path,
    hunks: written,
    after,
    ...(shape.anchors ? { anchors: shape.anchors } : {}),
  });
  const patch = careful === undefined || !rewrite ? careful : rewrite(careful);
  if (patch === undefined) return undefined;
  return {
    path: change.path,
    text: textOf(before, form),
    patch,
    expected: shape.refused ? undefined : textOf(after, form),
  };
}

/** The hunks with each line's text changed; undefined when none is. */
export function mapLines(
  hunks: readonly Hunk[],
  to: (line: HunkLine, hunk: Hunk) => string | undefined,
): readonly Hunk[] | undefined {
  let changed = false;
  const mapped = hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map((line) => {
      const text = to(line, hunk) ?? line.text;
      if (text !== line.text) changed = true;
      return { ...line, text };
    }),
  }));
  return changed ? mapped : undefined;
}

/** The hunks with one of them changed. */
export function withHunk(hunks: readonly Hunk[], at: number, lines: readonly HunkLine[]): readonly Hunk[] {
  return hunks.map((hunk, k) => (k === at ? { ...hunk, lines } : hunk));
}

/** The lines of the file that each old line of the hunks is, from 0, with its sign. */
export function* placed(hunks: readonly Hunk[]): Iterable<{ readonly at: number; readonly sign: ' ' | '-' }> {
  for (const hunk of hunks) {
    let at = hunk.start;
    for (const { sign } of hunk.lines) if (sign !== '+') yield { at: at++, sign };
  }
}

export const isBlank = (text: string): boolean => text.trim() === '';
