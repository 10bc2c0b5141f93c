import { applyPatch, type PatchFormat } from '../../../src/core/edit/patch.ts';
import type { Table } from '../bench.ts';
import type { EditCase } from './cases.ts';
import { allFormats } from './disturbance.ts';
import { mustRefuse } from './mustRefuse.ts';
import { naiveApply } from './naive.ts';
import { shouldApply } from './shouldApply.ts';

export type Outcome = 'right' | 'refused' | 'wrong';

/** The text that an engine makes of a patch; undefined where it refuses. */
export type Engine = (format: PatchFormat, patch: string, path: string, text: string) => string | undefined;

export const ownEngine: Engine = (format, patch, path, text) => {
  const result = applyPatch(format, patch, new Map([[path, text]]));
  if (!result.ok) return undefined;
  const [only, other] = result.changes;
  return only?.[0] === path && !other && only[1] !== null ? only[1] : '';
};

export const naiveEngine: Engine = (format, patch, _path, text) => naiveApply(format, patch, text);

export function outcomeOf({ format, attempt }: EditCase, engine: Engine): Outcome {
  const { path, text, patch, expected } = attempt;
  const made = engine(format, patch, path, text);
  if (made === undefined) return 'refused';
  return made === expected ? 'right' : 'wrong';
}

export type Tally = Record<Outcome, number>;

/** Outcomes by disturbance and format. */
export class Score {
  readonly #tallies = new Map<string, Tally>();
  /** Patches that changed what they should not have, to find them again. */
  readonly wrong: string[] = [];

  add({ disturbance, format, change }: EditCase, outcome: Outcome): void {
    const key = `${format} ${disturbance}`;
    const tally = this.#tallies.get(key) ?? { right: 0, refused: 0, wrong: 0 };
    tally[outcome]++;
    this.#tallies.set(key, tally);
    if (outcome === 'wrong') this.wrong.push(`${format}, ${disturbance}: ${change.id}`);
  }

  /** The sum over disturbances. */
  of(format: PatchFormat, disturbances: readonly { readonly name: string }[]): Tally {
    const sum: Tally = { right: 0, refused: 0, wrong: 0 };
    for (const { name } of disturbances) {
      const tally = this.#tallies.get(`${format} ${name}`);
      for (const outcome of ['right', 'refused', 'wrong'] as const) sum[outcome] += tally?.[outcome] ?? 0;
    }
    return sum;
  }
}

export const total = (tally: Tally): number => tally.right + tally.refused + tally.wrong;

export const share = (count: number, tally: Tally): number =>
  total(tally) === 0 ? Number.NaN : Math.round((count / total(tally)) * 1000) / 10;

/** Each disturbance's outcomes, in percent of its cases. */
export function scoreTables(score: Score, title: string, notes: readonly string[]): readonly Table[] {
  const lines = (list: typeof shouldApply, outcomes: readonly Outcome[]): Table['rows'] =>
    list.map(({ name }) => [
      name,
      ...allFormats.flatMap((format) => {
        const tally = score.of(format, [{ name }]);
        const count = total(tally);
        return [
          count === 0 ? '' : count,
          ...outcomes.map((one) => (count === 0 ? '' : share(tally[one], tally))),
        ];
      }),
    ]);
  const columns = (outcomes: readonly string[]): string[] =>
    ['V4A', 'S/R', 'whole'].flatMap((format) => [format, ...outcomes]);
  return [
    {
      title: `${title}: should apply (cases, then % applied right, refused, applied wrong)`,
      columns: ['disturbance', ...columns(['right', 'refused', 'wrong'])],
      rows: lines(shouldApply, ['right', 'refused', 'wrong']),
    },
    {
      title: `${title}: must be refused (cases, then % refused, applied)`,
      columns: ['disturbance', ...columns(['refused', 'applied'])],
      rows: lines(mustRefuse, ['refused', 'wrong']),
      notes,
    },
  ];
}
