import { applyPatch } from '../../../src/core/edit/patch.ts';
import { type Bench, type BenchResult, row } from '../bench.ts';
import { casesOf, type EditCase } from '../edits/cases.ts';
import { changeSources } from '../edits/history.ts';
import { naiveEngine } from '../edits/score.ts';
import { type FuzzCase, fuzzCase, tryAsArguments, tryCase } from './fuzzCases.ts';

const seed = 'fuzz 1';
const count = 200_000;
const longestMs = 100;

export const bench: Bench = {
  name: 'fuzz',
  measures: `${count} patches mutated from disturbed ones, applied by core/edit: exceptions, broken promises, the slowest.`,
  good: `no exception, no answer that breaks a promise (a refusal changes nothing; only named files and only lines that the patch holds change), none above ${longestMs} ms.`,
  run: async ({ root, log }): Promise<BenchResult> => {
    log(`fuzz: seed "${seed}"`);
    const seeds: EditCase[] = changeSources(root, seed, 25).flatMap(({ changes }) => [
      ...casesOf(
        changes.filter(({ before }) => before.length < 600),
        seed,
      ),
    ]);
    const thrown: string[] = [];
    const broken: string[] = [];
    const slow: { readonly number: number; readonly ms: number }[] = [];
    let spent = 0;
    for (let number = 0; number < count; number++) {
      if (number > 0 && number % 50_000 === 0) log(`fuzz: ${number} done`);
      const one = fuzzCase(seeds, seed, number);
      try {
        const { ms, problem } = tryCase(one);
        spent += ms;
        if (ms > longestMs / 4) slow.push({ number, ms });
        if (problem !== undefined) broken.push(`number ${number}: ${problem}`);
        if (number % 10 === 0) tryAsArguments(one);
      } catch (error) {
        thrown.push(`number ${number}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      }
    }
    const slowest = slow.map(({ number, ms }) => ({ number, ms: again(fuzzCase(seeds, seed, number), ms) }));
    slowest.sort((a, b) => b.ms - a.ms);
    const top = slowest[0];
    return {
      rows: [
        atMost('exceptions', thrown.length, 0, 'patches'),
        atMost('answers that break a promise', broken.length, 0, 'patches'),
        row({
          what: `slowest of ${count}${top ? ` (number ${top.number})` : ''}, the least of four runs`,
          figure: top?.ms ?? longestMs / 4,
          unit: 'ms',
          reference: 'mean of all',
          referenceFigure: spent / count,
          good: `<= ${longestMs} ms`,
          holds: (figure) => figure <= longestMs,
        }),
        row({
          what: `first 2,000 patches`,
          ...compared(seeds),
        }),
      ],
      tables: [
        {
          title: `What went wrong (seed "${seed}", ${seeds.length} patches to mutate)`,
          columns: ['kind', 'what'],
          rows: [
            ...thrown.slice(0, 20).map((what) => ['exception', what]),
            ...broken.slice(0, 20).map((what) => ['promise', what]),
            ...slowest
              .filter(({ ms }) => ms > longestMs / 2)
              .slice(0, 20)
              .map(({ number, ms }) => ['slow', `number ${number}: ${ms.toFixed(0)} ms`]),
          ],
        },
      ],
    };
  },
};

function atMost(what: string, figure: number, most: number, unit: string) {
  return row({
    what,
    figure,
    unit,
    reference: 'all patches',
    referenceFigure: count,
    good: String(most),
    holds: () => figure <= most,
  });
}

function timeOf({ format, patch, files }: FuzzCase): number {
  const from = performance.now();
  applyPatch(format, patch, files);
  return performance.now() - from;
}

/** A call may be slow because the machine is busy: the least of some counts. */
function again(one: FuzzCase, ms: number): number {
  return Math.min(ms, timeOf(one), timeOf(one), timeOf(one));
}

function compared(seeds: readonly EditCase[]) {
  const cases = Array.from({ length: 2000 }, (_, number) => fuzzCase(seeds, seed, number));
  const from = performance.now();
  for (const one of cases) timeOf(one);
  const own = performance.now() - from;
  for (const { format, patch, files } of cases) naiveEngine(format, patch, '', [...files.values()][0] ?? '');
  return {
    figure: own,
    unit: 'ms',
    reference: 'naive engine',
    referenceFigure: performance.now() - from - own,
    good: 'for comparison',
    holds: () => true,
  };
}
