import type { PatchFormat } from '../../../src/core/edit/patch.ts';
import type { Change } from './change.ts';
import { type Attempt, allFormats, attempt, type Disturbance } from './disturbance.ts';
import { mustRefuse } from './mustRefuse.ts';
import { seeded } from './random.ts';
import { shouldApply } from './shouldApply.ts';

export interface EditCase {
  readonly change: Change;
  readonly disturbance: string;
  readonly format: PatchFormat;
  readonly attempt: Attempt;
}

/** Every disturbance of these changes in every format that there is occasion for; the same for the same seed. */
export function* casesOf(changes: readonly Change[], seed: string): Iterable<EditCase> {
  for (const change of changes)
    for (const format of allFormats) {
      const plain = attempt(change, format, {});
      for (const disturbance of [...shouldApply, ...mustRefuse]) {
        const made = makeCase(change, format, disturbance, { seed, plain });
        if (made) yield made;
      }
    }
}

function makeCase(
  change: Change,
  format: PatchFormat,
  disturbance: Disturbance,
  { seed, plain }: { readonly seed: string; readonly plain: Attempt | undefined },
): EditCase | undefined {
  if (!disturbance.formats.includes(format)) return undefined;
  const random = seeded(`${seed} ${change.id} ${format} ${disturbance.name}`);
  const made = disturbance.make(change, format, random);
  if (!made) return undefined;
  // What came out as it went in is no case of this disturbance.
  const isSame = made.patch === plain?.patch && made.text === plain.text;
  if (isSame && disturbance.name !== 'none') return undefined;
  return { change, disturbance: disturbance.name, format, attempt: made };
}
