import type { BenchOptions, BenchResult, Row } from '../bench.ts';
import { row } from '../bench.ts';
import { casesOf } from './cases.ts';
import type { Change } from './change.ts';
import { gitHistory } from './gitHistory.ts';
import { madeEdit } from './madeEdits.ts';
import { mustRefuse } from './mustRefuse.ts';
import { packageSources } from './packageSources.ts';
import { seeded } from './random.ts';
import { naiveEngine, outcomeOf, ownEngine, Score, scoreTables, share, total } from './score.ts';
import { shouldApply } from './shouldApply.ts';

export const historySeed = 'history 1';
const mostCommits = 400;
const mostChanges = 100;
const packages = ['zod', 'openai'] as const;

export interface ChangeSource {
  readonly changes: readonly Change[];
  /** What they are, said so that nobody takes made edits for people's. */
  readonly about: string;
}

/** This repository's history, and edits made to the sources of two packages that come without one. */
export function changeSources(root: string, seed: string, most = mostChanges): readonly ChangeSource[] {
  const history = gitHistory(root, mostCommits);
  const own = sample(history.changes, most, seed);
  return [
    {
      changes: own,
      about:
        `this repository: ${own.length} of the ${history.changes.length} file changes of ${history.commits} commits` +
        (history.isShallow ? ' (the clone is shallow: its history is short)' : ''),
    },
    ...packages.map((name) => {
      const files = packageSources(root, name);
      const changes: Change[] = [];
      for (let k = 0; changes.length < most && k < most * 3; k++) {
        const random = seeded(`${seed} ${name} ${k}`);
        const change = madeEdit(random.pick(files), random);
        if (change) changes.push(change);
      }
      return {
        changes,
        about: `${name}: ${changes.length} edits made by seeded rules to its ${files.length} source files, as it comes without its history`,
      };
    }),
  ];
}

function sample<T>(all: readonly T[], count: number, seed: string): readonly T[] {
  const random = seeded(seed);
  const left = [...all];
  const chosen: T[] = [];
  while (chosen.length < count && left.length > 0) chosen.push(...left.splice(random.below(left.length), 1));
  return chosen;
}

/** Disturbs changes as models do and counts what comes of them, for the engine and for the naive reference. */
export function historyBench({ root, log }: BenchOptions): Required<BenchResult> {
  log(`edits: disturbed patches, seed "${historySeed}"`);
  const sources = changeSources(root, historySeed);
  const own = new Score();
  const naive = new Score();
  for (const { changes } of sources)
    for (const one of casesOf(changes, historySeed)) {
      own.add(one, outcomeOf(one, ownEngine));
      naive.add(one, outcomeOf(one, naiveEngine));
    }
  const notes = [
    `Seed: "${historySeed}". Sources:`,
    ...sources.map(({ about }) => `  ${about}`),
    ...(own.wrong.length > 0 ? [`Applied, but not as meant (${own.wrong.length}):`] : []),
    ...own.wrong.slice(0, 40).map((one) => `  ${one}`),
  ];
  return { rows: rowsOf(own, naive), tables: scoreTables(own, 'Disturbed patches', notes) };
}

function rowsOf(own: Score, naive: Score): readonly Row[] {
  return (['v4a', 'search_replace', 'whole_file'] as const).flatMap((format) => {
    const [ours, theirs] = [own.of(format, shouldApply), naive.of(format, shouldApply)];
    const [refuse, theirRefuse] = [own.of(format, mustRefuse), naive.of(format, mustRefuse)];
    return [
      row({
        what: `${format}: applied right, of ${total(ours)} that should apply`,
        figure: share(ours.right, ours),
        unit: '%',
        reference: 'naive engine',
        referenceFigure: share(theirs.right, theirs),
        good: '>= 85 %',
        holds: (figure) => figure >= 85,
      }),
      row({
        what: `${format}: applied wrong, of ${total(ours)} that should apply`,
        figure: share(ours.wrong, ours),
        unit: '%',
        reference: 'naive engine',
        referenceFigure: share(theirs.wrong, theirs),
        good: '0 %',
        holds: () => ours.wrong === 0,
      }),
      row({
        what: `${format}: refused, of ${total(refuse)} that must be`,
        figure: share(refuse.refused, refuse),
        unit: '%',
        reference: 'naive engine',
        referenceFigure: share(theirRefuse.refused, theirRefuse),
        good: '100 %',
        holds: () => refuse.refused === total(refuse),
      }),
    ];
  });
}
