import { applyPatch } from '../../../src/core/edit/patch.ts';
import { type BenchOptions, type Row, row } from '../bench.ts';
import { medianTimes } from '../measure.ts';
import { textOf } from './disturbance.ts';
import { longText } from './longText.ts';
import { seeded } from './random.ts';
import { naiveEngine, ownEngine } from './score.ts';
import { patchMaker, type Rung, rungs, speedPath } from './speedPatches.ts';

const count = 1000;

/** A thousand patches of usual size against files of a thousand lines each. */
export function manyPatches({ root, log }: BenchOptions): readonly Row[] {
  log('edits: many patches of usual size');
  const source = longText(root, 100_000);
  const found = rungs.filter((rung) => !rung.startsWith('refused'));
  const random = seeded('many patches');
  const made = Array.from({ length: count }, (_, k) => {
    const lines = source.slice(k * 99, k * 99 + 1000);
    const patchFor = patchMaker(lines);
    const shape = { hunks: 3, lines: 7 + random.below(7) };
    return {
      text: textOf(lines),
      exact: patchFor('exact', shape, random),
      mixed: patchFor(found[k % found.length] ?? 'exact', shape, random),
    };
  });
  return (['exact', 'mixed'] as const).map((kind) => {
    const applied = made.filter((one) => ownEngine('v4a', one[kind], speedPath, one.text) !== undefined);
    if (applied.length < count * 0.9) throw new Error(`Only ${applied.length} of ${count} patches apply.`);
    const [own = Number.NaN, naive = Number.NaN] = medianTimes(
      [ownEngine, naiveEngine].map((engine) => () => {
        for (const one of made) engine('v4a', one[kind], speedPath, one.text);
      }),
      { rounds: kind === 'exact' ? 3 : 1, forMs: 0 },
    );
    return row({
      what: `${count} patches of 3 hunks, 21-39 lines, to 1,000-line files, ${kind === 'exact' ? 'to the letter' : 'a fifth at each rung'}`,
      figure: own,
      unit: 'ms',
      reference: 'naive engine',
      referenceFigure: naive,
      good: '<= 1000 ms',
      holds: (figure) => figure <= 1000,
    });
  });
}

const shapes = [
  { hunks: 1, lines: 100 },
  { hunks: 10, lines: 10 },
] as const;

/** One patch of a hundred lines against a long file, by the rung that finds its places. */
export function longFile({ root, log }: BenchOptions): readonly Row[] {
  const lines = longText(root, 50_000);
  const text = textOf(lines);
  const patchFor = patchMaker(lines);
  const rows: Row[] = [];
  for (const shape of shapes)
    for (const rung of rungs) {
      log(`edits: 50,000 lines, ${shape.hunks} hunk(s), ${rung}`);
      const patch = patchFor(rung, shape, seeded(`long file ${rung} ${shape.hunks}`));
      checkRung(rung, patch, text);
      const [own = Number.NaN, split = Number.NaN] = medianTimes(
        [() => ownEngine('v4a', patch, speedPath, text), () => text.split('\n')],
        { rounds: 7, forMs: 300 },
      );
      const [naive = Number.NaN] = medianTimes([() => naiveEngine('v4a', patch, speedPath, text)], {
        rounds: 1,
        forMs: 0,
      });
      const what = `50,000 lines, ${shape.hunks === 1 ? '1 hunk of 100 lines' : '10 hunks of 10 lines'}, ${rung}`;
      const own50 = { figure: own, unit: 'ms', good: '<= 50 ms', holds: (figure: number) => figure <= 50 };
      rows.push(row({ what, ...own50, reference: 'naive scan', referenceFigure: naive }));
      if (shape.hunks === 1)
        rows.push(row({ what, ...own50, reference: "text.split('\\n')", referenceFigure: split }));
    }
  return rows;
}

/** A measurement of a rung that the patch does not reach would say nothing. */
function checkRung(rung: Rung, patch: string, text: string): void {
  const result = applyPatch('v4a', patch, new Map([[speedPath, text]]));
  if (result.ok === rung.startsWith('refused'))
    throw new Error(`The patch for "${rung}": ${result.ok ? 'applied' : result.error.message}`);
}

const sizes = [12_500, 25_000, 50_000, 100_000] as const;

/** How the time grows with the file, for the slowest rung. */
export function growth({ root, log }: BenchOptions): readonly Row[] {
  log('edits: growth with the file');
  const source = longText(root, 100_000);
  const rows: Row[] = [];
  for (const rung of ['exact', 'folded', 'near', 'refused: no line alike'] as const) {
    const sides = sizes.map((size) => {
      const lines = source.slice(0, size);
      const text = textOf(lines);
      const patch = patchMaker(lines)(rung, shapes[0], seeded(`growth ${rung} ${size}`));
      checkRung(rung, patch, text);
      return () => ownEngine('v4a', patch, speedPath, text);
    });
    const times = medianTimes(sides, { rounds: 7, forMs: 0 });
    sizes.slice(1).forEach((size, k) => {
      rows.push(
        row({
          what: `growth to ${size} lines, 1 hunk of 100 lines, ${rung}`,
          figure: times[k + 1] ?? Number.NaN,
          unit: 'ms',
          reference: 'half the lines',
          referenceFigure: times[k] ?? Number.NaN,
          good: 'ratio < 2.6',
          holds: (_, ratio) => ratio < 2.6,
        }),
      );
    });
  }
  return rows;
}
