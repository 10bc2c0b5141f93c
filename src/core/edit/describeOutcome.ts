import type { FileChanges } from './fileChanges.ts';
import type { FileOutcome, PatchError } from './patchError.ts';

const mostShown = 5;

/** Why the patch does not apply as a whole; undefined where it does. The code is that of the first failure. */
export function describeEditRefusal(files: readonly FileOutcome[]): PatchError | undefined {
  const refused = files.filter(isAmiss);
  const [first] = refused;
  const reason = first?.problem ?? first?.failed[0];
  if (!first || !reason) return undefined;
  const message = refused
    .map((file) => {
      const fits = file.applied.length > 0 ? [`${changes(file.applied)} of it would fit.`] : [];
      return `${file.path}: ${[...reasons(file), ...fits].join('\n')}`;
    })
    .join('\n');
  return { code: reason.code, message, path: first.path };
}

/** For a model whose patch was taken in part: what it need not send again, and what it should. */
export function describePartial(files: readonly FileOutcome[], taken: FileChanges): string {
  const amiss = files.filter(isAmiss);
  const whole = [...taken.keys()].filter((path) => !amiss.some((file) => file.path === path));
  const parts = whole.length > 0 ? [`Applied, not to be sent again: ${whole.join(', ')}.`] : [];
  for (const file of amiss) {
    if (!taken.has(file.path)) {
      parts.push(`Not applied: ${file.path}: ${reasons(file).join('\n')}`);
      continue;
    }
    const numbers = file.failed.map(({ number }) => number);
    const were = file.applied.length > 1 ? 'were' : 'was';
    const what =
      file.applied.length > 0 ? `${changes(file.applied)} of ${file.path} ${were}` : `${file.path} was`;
    parts.push(`${what} applied, not to be sent again.`);
    if (numbers.length > 0)
      parts.push(
        `${changes(numbers)} ${numbers.length > 1 ? 'were' : 'was'} not (line numbers are from before this patch):`,
      );
    parts.push(...reasons(file));
    if (numbers.length > 0) parts.push(`Send only ${changes(numbers).toLowerCase()} of ${file.path} again.`);
  }
  return parts.join('\n');
}

const isAmiss = (file: FileOutcome): boolean => file.failed.length > 0 || file.problem !== undefined;

function reasons({ failed, problem }: FileOutcome): readonly string[] {
  const shown = new Set(failed.slice(0, mostShown).map(({ message }) => message));
  const more = failed.slice(mostShown).map(({ number }) => number);
  return [
    ...(problem ? [problem.message] : []),
    ...shown,
    ...(more.length > 0 ? [`${changes(more)} did not fit either.`] : []),
  ];
}

/** "Change 2", "Changes 1 and 3", "Changes 1, 2 and 4". */
function changes(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const last = sorted.pop();
  return sorted.length === 0 ? `Change ${last}` : `Changes ${sorted.join(', ')} and ${last}`;
}
