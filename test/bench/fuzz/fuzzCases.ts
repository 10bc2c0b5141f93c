import {
  applyEdits,
  applyOperation,
  applyPatch,
  detectFormat,
  type PatchFormat,
} from '../../../src/core/edit/patch.ts';
import type { EditCase } from '../edits/cases.ts';
import { allFormats } from '../edits/disturbance.ts';
import { type Random, seeded } from '../edits/random.ts';
import { brokenInvariant, FrozenFiles } from './invariants.ts';
import { mutate } from './mutate.ts';

export interface FuzzCase {
  readonly format: PatchFormat;
  readonly patch: string;
  readonly files: FrozenFiles;
}

/** The mutated patch of this number, the same whenever it is asked for. */
export function fuzzCase(seeds: readonly EditCase[], seed: string, number: number): FuzzCase {
  const random = seeded(`${seed} ${number}`);
  const own = random.pick(seeds);
  const other = random.pick(seeds);
  return {
    // Now and then a patch is read as what it is not.
    format: random.chance(0.05) ? random.pick(allFormats) : own.format,
    patch: mutate(own.attempt.patch, other.attempt.patch, random),
    files: new FrozenFiles(filesFor(own, other, random)),
  };
}

function filesFor(own: EditCase, other: EditCase, random: Random): Iterable<readonly [string, string]> {
  const files = new Map([[own.attempt.path, own.attempt.text]]);
  if (random.chance(0.3)) files.set(other.attempt.path, other.attempt.text);
  if (random.chance(0.05)) files.set(random.pick(['__proto__', 'constructor', 'a.ts', '']), own.attempt.text);
  if (random.chance(0.1)) files.set(own.attempt.path, mutate(own.attempt.text, other.attempt.text, random));
  return files;
}

export interface Tried {
  /** How long the engine took. */
  readonly ms: number;
  /** What is wrong with its answer, if anything is. */
  readonly problem: string | undefined;
}

/** Hands a case to the engine; throws what the engine throws. */
export function tryCase({ format, patch, files }: FuzzCase): Tried {
  detectFormat(patch);
  const from = performance.now();
  const result = applyPatch(format, patch, files);
  const ms = performance.now() - from;
  return { ms, problem: brokenInvariant(format, patch, files, result) };
}

/** The same text as arguments of the tools that take no patch. */
export function tryAsArguments({ patch, files }: FuzzCase): void {
  const [path = 'a.ts'] = files.keys();
  const middle = patch.length >> 1;
  applyEdits([{ path, old: patch.slice(0, middle), new: patch.slice(middle) }], files);
  applyOperation({ type: 'update_file', path, diff: patch }, files);
  applyOperation({ type: 'create_file', path: `${path}.new`, diff: patch }, files);
}
