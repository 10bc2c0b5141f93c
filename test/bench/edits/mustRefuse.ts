import { applyKnown, type Change, looseKey, oldTexts, placesOf } from './change.ts';
import {
  allFormats,
  attempt,
  type Disturbance,
  hunkFormats,
  isBlank,
  placed,
  withHunk,
} from './disturbance.ts';
import { fenceFor } from './render.ts';
import { uniqueLine } from './uniqueLine.ts';

/** Patches that can't be applied without a guess, or at all: the file must stay as it is. */
export const mustRefuse: readonly Disturbance[] = [
  {
    name: 'already applied',
    formats: allFormats,
    make: (change, format) => {
      const after = applyKnown(change.before, change.hunks);
      const keys = after.map(looseKey);
      const removes = ({ lines }: Change['hunks'][number]): boolean => lines.some(({ sign }) => sign === '-');
      // Where the lines as they were still stand, the patch may be meant for them.
      if (change.hunks.some((hunk) => removes(hunk) && placesOf(oldTexts(hunk), keys).length > 0))
        return undefined;
      const made = attempt(change, format, { refused: true });
      return made && { ...made, text: `${after.join('\n')}\n` };
    },
  },
  {
    name: 'removed line changed meanwhile',
    formats: hunkFormats,
    make: (change, format, random) => {
      const removed = [...placed(change.hunks)].filter(
        ({ at, sign }) => sign === '-' && /\w{3}/.test(change.before[at] ?? ''),
      );
      if (removed.length === 0) return undefined;
      const { at } = random.pick(removed);
      const line = (change.before[at] ?? '').replace(/\w{3,}/, (word) => `${word}Anew`);
      return attempt(change, format, {
        before: change.before.with(at, line),
        written: change.hunks,
        refused: true,
      });
    },
  },
  {
    name: 'equal places, no anchor',
    formats: hunkFormats,
    make: (change, format) => {
      const [hunk] = change.hunks;
      if (!hunk) return undefined;
      const before = [...change.before, '', uniqueLine, ...oldTexts(hunk)];
      return attempt(change, format, { before, meant: [hunk], refused: true });
    },
  },
  {
    name: 'one of several hunks fits nowhere',
    formats: hunkFormats,
    make: (change, format, random) => {
      if (change.hunks.length < 2) return undefined;
      const at = random.below(change.hunks.length);
      const lines = (change.hunks[at]?.lines ?? []).map((line, k) =>
        line.sign === '+' || isBlank(line.text)
          ? line
          : { ...line, text: `    lineOf${k}.thatIsNowhere(${random.below(1e6)});` },
      );
      return attempt(change, format, { written: withHunk(change.hunks, at, lines), refused: true });
    },
  },
  {
    name: 'cut off in mid-line',
    formats: allFormats,
    make: (change, format, random) =>
      attempt(change, format, {
        refused: true,
        rewrite: (patch) => {
          const lines = patch.split('\n');
          const long = lines.flatMap((line, k) =>
            k > lines.length / 2 && line.trim().length > 8 && !/^(?:\*\*\*|<{5}|={5}|>{5}|`{3}|@@)/.test(line)
              ? [k]
              : [],
          );
          if (long.length === 0) return undefined;
          const at = random.pick(long);
          const line = lines[at] ?? '';
          return [...lines.slice(0, at), line.slice(0, line.length - 4)].join('\n');
        },
      }),
  },
  {
    name: 'no end marker',
    formats: allFormats,
    make: (change, format) =>
      attempt(change, format, {
        refused: true,
        rewrite: (patch) => `${patch.trimEnd().split('\n').slice(0, -1).join('\n')}\n`,
      }),
  },
  {
    name: 'lines left out of the whole file',
    formats: ['whole_file'],
    make: (change, format) => {
      const after = applyKnown(change.before, change.hunks);
      if (after.length < 12) return undefined;
      const fence = fenceFor(after);
      const short = [...after.slice(0, after.length >> 1), '// ... rest of the file ...'];
      return attempt(change, format, {
        refused: true,
        rewrite: () => [change.path, fence, ...short, fence, ''].join('\n'),
      });
    },
  },
];
