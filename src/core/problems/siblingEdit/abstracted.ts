import type { Diagnostic } from '../../verify/diagnostic.ts';
import { templateOf } from '../template.ts';
import { homeElements, lineElements } from './elements.ts';
import { type LineEdit, lineEdit } from './lineEdit.ts';
import {
  type EditPattern,
  type Element,
  type FarLines,
  holesOf,
  type InsertedLine,
  namesIn,
} from './pattern.ts';
import { indentOf, insertedLine, piecesOf } from './pieces.ts';
import { rolesOf, wordsIn } from './roles.ts';
import { homeOf, importLine, sourceOf } from './source.ts';
import { solidTokensOf } from './tokens.ts';

/** A piece of an edit by whole lines: a line that becomes another one, or lines that come in before a line. */
export type Part =
  | { readonly type: 'line'; readonly line: number; readonly text: string }
  | { readonly type: 'insert'; readonly at: number; readonly lines: readonly string[] };

type Line = Extract<Part, { type: 'line' }>;
type Insert = Extract<Part, { type: 'insert' }>;

/** The edit without what is only true of its place; undefined where something in it can't be told of another place. */
export function abstracted(
  parts: readonly Part[],
  place: {
    readonly old: readonly string[];
    readonly diagnostic: Diagnostic;
    readonly constants: ReadonlySet<string>;
  },
): Omit<EditPattern, 'sure'> | undefined {
  const { old, diagnostic, constants } = place;
  const first = diagnostic.range.start.line;
  const last = diagnostic.range.end.line;
  const lines = parts.filter((part): part is Line => part.type === 'line');
  const inserts = parts.filter((part): part is Insert => part.type === 'insert');
  const isHome = ({ line }: Line) => line >= first && line <= last;
  const isImport = (part: Insert) => part.at < first && part.lines.every((line) => importLine.test(line));
  const imports = inserts.filter(isImport);
  const above = inserts.filter((part) => part.at === first && !isImport(part));
  const below = inserts.filter(({ at }) => at === last + 1);
  const between = inserts.filter((part) => ![...imports, ...above, ...below].includes(part));
  if (between.some(({ at }) => (at > first && at <= last) || at === 0 || at >= old.length)) return undefined;
  const farLines = lines.filter((part) => !isHome(part));

  const edits = new Map(lines.map((part) => [part, lineEdit(old[part.line] ?? '', part.text)]));
  const put = [
    ...[...edits.values()].flat().map(({ text }) => text),
    ...inserts.flatMap((part) => part.lines),
  ];
  const taken = lines.flatMap((part) => {
    const tokens = solidTokensOf(old[part.line] ?? '');
    return (edits.get(part) ?? []).flatMap(({ from, to }) => tokens.slice(from, to));
  });
  const names = namesIn(diagnostic.message);
  const roles = rolesOf({ put, taken, constants, names });
  const context = between.flatMap(({ at }) => [old[at - 1] ?? '', old[at] ?? '']);
  const farWords = [...farLines.map(({ line }) => old[line] ?? ''), ...context].flatMap(wordsIn);
  const needed = new Set([...put.flatMap(wordsIn), ...farWords].filter((word) => !constants.has(word)));

  const at = homeOf(sourceOf(old.join('\n')), diagnostic.range);
  if (!at) return undefined;
  const home = homeElements(homeEdits(lines.filter(isHome), edits, old, first, last), at, { roles, needed });
  const far = farLines.map(
    ({ line, text }): FarLines => ({
      direction: line < first ? -1 : 1,
      lines: [lineElements(old[line] ?? '', lineEdit(old[line] ?? '', text), roles)],
      inserted: [],
    }),
  );
  const contexts = between.map(({ at }) => [old[at - 1] ?? '', old[at] ?? '']);
  const gaps = contexts.map((pair) => pair.map((line) => lineElements(line, [], roles)));
  const holes = new Set([
    ...holesOf(home),
    ...[...far.flatMap((each) => each.lines), ...gaps.flat()].flatMap(holesOf),
    ...names.filter((name) => name !== '' && !constants.has(name)),
  ]);
  // A name that stands beside the problem and is in no hole might be another one elsewhere.
  const local = new Set(old.slice(first, last + 1).flatMap(wordsIn));
  const isLost = (word: string) => local.has(word) && !holes.has(word) && !constants.has(word);
  if (put.flatMap(wordsIn).some(isLost)) return undefined;

  const insertedBy = (part: Insert, beside: string) =>
    part.lines.map((line) => insertedLine(line, indentOf(beside), holes, roles));
  const beside = old[first] ?? '';
  const all = {
    above: above.flatMap((part) => insertedBy(part, beside)),
    below: below.flatMap((part) => insertedBy(part, beside)),
    imports: imports.flatMap((part) => insertedBy(part, '')),
    gaps: between.map((part, index) =>
      insertedBy(part, contexts[index]?.[1] || (contexts[index]?.[0] ?? '')),
    ),
  };
  const inserted = [...all.above, ...all.below, ...all.imports, ...all.gaps.flat()];
  if (inserted.some((line) => line === undefined)) return undefined;
  const sure = (list: readonly (InsertedLine | undefined)[]) => list.flatMap((line) => line ?? []);
  const pieces = (elements: readonly Element[]) =>
    elements.map(
      (each): Element =>
        each.type === 'change'
          ? { ...each, puts: each.puts.flatMap((text) => piecesOf(String(text), holes, roles)) }
          : each,
    );
  return {
    kind: templateOf(diagnostic).key,
    names,
    home: pieces(home),
    above: sure(all.above),
    below: sure(all.below),
    imports: sure(all.imports),
    far: [
      ...far.map((each) => ({ ...each, lines: each.lines.map(pieces) })),
      ...between.map(
        ({ at }, index): FarLines => ({
          direction: at <= first ? -1 : 1,
          lines: gaps[index] ?? [],
          inserted: sure(all.gaps[index] ?? []),
        }),
      ),
    ],
  };
}

/** The edits of the problem's lines, by the tokens of all of them. */
function homeEdits(
  parts: readonly Line[],
  edits: ReadonlyMap<Line, readonly LineEdit[]>,
  old: readonly string[],
  first: number,
  last: number,
): readonly LineEdit[] {
  const starts = new Map<number, number>();
  // A line's end is a token, and there is one before the first line.
  let at = 1;
  for (let line = first; line <= last; line++) {
    starts.set(line, at);
    at += solidTokensOf(old[line] ?? '').length + 1;
  }
  return parts.flatMap((part) => {
    const start = starts.get(part.line) ?? 1;
    return (edits.get(part) ?? []).map((edit) => ({ ...edit, from: edit.from + start, to: edit.to + start }));
  });
}
