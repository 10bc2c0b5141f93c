import type { Change, Hunk } from './change.ts';
import { misspell, oneOfTheContext, removeInnerContext } from './contextLines.ts';
import {
  type Attempt,
  allFormats,
  attempt,
  type Disturbance,
  hunkFormats,
  isBlank,
  mapLines,
  placed,
  withHunk,
} from './disturbance.ts';
import { dedented, retabbed, toPlain, toTypographic } from './lookAlikes.ts';
import { uniqueLine } from './uniqueLine.ts';
import { wrappings } from './wrappings.ts';

/** Disturbances that leave no doubt what was meant: the patch must be applied, and give just that. */
export const shouldApply: readonly Disturbance[] = [
  { name: 'none', formats: allFormats, make: (change, format) => attempt(change, format, {}) },
  {
    name: 'context line forgotten',
    formats: hunkFormats,
    make: (change, format, random) => written(change, format, removeInnerContext(change.hunks, random)),
  },
  {
    name: 'context line misspelt',
    formats: hunkFormats,
    make: (change, format, random) => {
      const chosen = oneOfTheContext(change.hunks, random, ({ text }) => text.trim().length >= 10);
      if (!chosen) return undefined;
      const text = misspell(chosen.line.text, random);
      const lines = chosen.hunk.lines.with(chosen.index, { sign: ' ', text });
      return written(change, format, withHunk(change.hunks, chosen.at, lines));
    },
  },
  {
    name: 'trailing white space in the patch',
    formats: hunkFormats,
    make: (change, format, random) =>
      written(
        change,
        format,
        mapLines(change.hunks, ({ sign, text }) =>
          sign === '+' ? undefined : text + random.pick(['', ' ', '  ', '\t']),
        ),
      ),
  },
  {
    name: 'tabs for spaces, or spaces for tabs',
    formats: hunkFormats,
    make: (change, format) => written(change, format, retabbed(change, { onlyOld: false })),
  },
  {
    name: 'the same in context lines alone',
    formats: hunkFormats,
    make: (change, format) => written(change, format, retabbed(change, { onlyOld: true })),
  },
  {
    name: 'indentation left out',
    formats: hunkFormats,
    make: (change, format) => written(change, format, dedented(change.hunks)),
  },
  {
    name: 'CRLF file',
    formats: allFormats,
    make: (change, format) => attempt(change, format, { form: { end: '\r\n' } }),
  },
  {
    name: 'CRLF patch',
    formats: allFormats,
    make: (change, format) => attempt(change, format, { rewrite: (patch) => patch.replaceAll('\n', '\r\n') }),
  },
  {
    name: 'look-alikes in the patch',
    formats: hunkFormats,
    make: (change, format) =>
      written(
        change,
        format,
        mapLines(change.hunks, ({ sign, text }) => (sign === '+' ? undefined : toTypographic(text))),
      ),
  },
  {
    name: 'look-alikes in the file',
    formats: hunkFormats,
    make: (change, format) => {
      const before = [...change.before];
      for (const { at } of placed(change.hunks)) before[at] = toTypographic(before[at] ?? '');
      const plain = mapLines(change.hunks, ({ text }) => toPlain(text)) ?? change.hunks;
      const isChanged = before.some((line, at) => line !== change.before[at]);
      // The change itself must not be about look-alikes.
      if (!isChanged || plain !== change.hunks) return undefined;
      return attempt(change, format, { before });
    },
  },
  {
    name: 'hunks in reverse order',
    formats: hunkFormats,
    make: (change, format) =>
      change.hunks.length < 2 ? undefined : written(change, format, [...change.hunks].reverse()),
  },
  {
    name: 'context left out with "..."',
    formats: hunkFormats,
    make: (change, format) => written(change, format, joinedByElision(change)),
  },
  {
    name: 'no final newline',
    formats: allFormats,
    make: (change, format) =>
      change.before.at(-1) === '' ? undefined : attempt(change, format, { form: { finalEnd: false } }),
  },
  ...wrappings,
  {
    name: 'blank context lines without a space',
    formats: ['v4a'],
    make: (change, format) =>
      attempt(change, format, {
        rewrite: (patch) => patch.replaceAll('\n \n', '\n\n').replaceAll('\n \n', '\n\n'),
      }),
  },
  {
    name: 'context lines without the first space',
    formats: ['v4a'],
    make: (change, format) => {
      // A line that begins with a sign would become another kind of line.
      if (
        change.hunks.some(({ lines }) => lines.some(({ sign, text }) => sign === ' ' && /^[-+@*]/.test(text)))
      )
        return undefined;
      return attempt(change, format, {
        rewrite: (patch) => patch.replaceAll(/\n /g, '\n'),
      });
    },
  },
  {
    name: 'file changed meanwhile elsewhere',
    formats: hunkFormats,
    make: (change, format, random) => {
      const free = change.before.flatMap((_, at) =>
        change.hunks.every(
          (hunk) => at < hunk.start || at > hunk.start + hunk.lines.filter(({ sign }) => sign !== '+').length,
        )
          ? [at]
          : [],
      );
      if (free.length === 0) return undefined;
      const at = random.pick(free);
      const meant = change.hunks.map((hunk) =>
        hunk.start >= at ? { ...hunk, start: hunk.start + 1 } : hunk,
      );
      return attempt(change, format, { before: change.before.toSpliced(at, 0, uniqueLine), meant });
    },
  },
  {
    name: 'equal places, with an anchor',
    formats: ['v4a'],
    make: (change, format) => {
      const [hunk] = change.hunks;
      if (!hunk) return undefined;
      const copy = change.before.slice(
        hunk.start,
        hunk.start + hunk.lines.filter(({ sign }) => sign !== '+').length,
      );
      const before = [...change.before.toSpliced(hunk.start, 0, uniqueLine), '', ...copy];
      const meant = [{ ...hunk, start: hunk.start + 1 }];
      return attempt(change, format, { before, meant, anchors: [uniqueLine] });
    },
  },
];

function written(
  change: Change,
  format: (typeof allFormats)[number],
  hunks: readonly Hunk[] | undefined,
): Attempt | undefined {
  return hunks && attempt(change, format, { written: hunks });
}

/** Two neighbouring hunks as one, with a comment for the lines between them. */
function joinedByElision({ hunks, before }: Change): readonly Hunk[] | undefined {
  const [first, second, ...rest] = hunks;
  if (!first || !second) return undefined;
  const line = { sign: ' ', text: '// ... existing code ...' } as const;
  if (before.some((own) => !isBlank(own) && own.trim() === line.text)) return undefined;
  return [{ start: first.start, lines: [...first.lines, line, ...second.lines] }, ...rest];
}
