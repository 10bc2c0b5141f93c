import { counted } from '../../../base/counted.ts';
import { type Workspace, whyUnreadable } from '../../context/workspace.ts';
import type { Unworkable } from '../state/runEvent.ts';

/**
 * Parts problems by whether their file can be worked on. A server reads what no edit may be made of (another encoding,
 * a megabyte): a model would be shown nothing of it and its patch refused, on each tier, and with it what was mended
 * beside it. A file that is missing may be one that is to be made.
 */
export async function partWorkable<T extends { readonly path: string }>(
  problems: readonly T[],
  workspace: Pick<Workspace, 'read'>,
): Promise<{ readonly workable: readonly T[]; readonly unworkable: readonly Unworkable[] }> {
  const unworkable: Unworkable[] = [];
  const workable: T[] = [];
  for (const [path, of] of Map.groupBy(problems, (each) => each.path)) {
    const read = await workspace.read(path);
    if (read.type === 'text' || read.type === 'missing') workable.push(...of);
    else unworkable.push({ path, reason: whyUnreadable(read), problems: of.length });
  }
  const kept = new Set(workable);
  return { workable: problems.filter((each) => kept.has(each)), unworkable };
}

/** Files that are named; of the others there is a number. */
const mostNamed = 3;

/** For the last words of a run: what no one was asked for, and why; undefined where there is none. */
export function describeUnworkable(files: readonly Unworkable[] = []): string | undefined {
  if (files.length === 0) return undefined;
  const problems = files.reduce((sum, each) => sum + each.problems, 0);
  const named = files.slice(0, mostNamed).map(({ path, reason }) => `${path}: ${reason}`);
  const more = files.length - named.length;
  const rest = more > 0 ? `; and ${counted(more, 'more file')}` : '';
  return `${counted(problems, 'problem')} left in ${files.length === 1 ? 'a file' : 'files'} that can't be worked on (${named.join('; ')}${rest})`;
}
