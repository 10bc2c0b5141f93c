import { contentOf, type Workspace } from '../context/workspace.ts';
import type { Suspicion } from '../verify/evidence.ts';
import { isTestFile } from '../verify/fileRoles.ts';
import { findSuspicions, type SuspectedFile } from '../verify/suspicion/findSuspicions.ts';
import { answersLiterals } from '../verify/suspicion/testLiterals.ts';
import type { WorkerAttempt } from './attempt.ts';
import { changesSince } from './changesSince.ts';

/** The most tests that are read to see whether code answers their inputs. */
const mostTests = 100;

/** Signs that an attempt's edit satisfies its checks without doing what was asked. */
export async function suspicionsOf(attempt: WorkerAttempt): Promise<readonly Suspicion[]> {
  const { order, deps, options } = attempt;
  const files: SuspectedFile[] = [];
  for (const [path, after] of await changesSince(order.overlay, attempt.overlay)) {
    const file = await order.overlay.read(path);
    files.push({ path, before: contentOf(file), after });
  }
  const { kind, title, instructions, acceptance, files: named, targets } = order.task;
  // A task made from diagnostics names the files they are in; nobody asked for a change of tests by that.
  const isNamed = targets.length === 0 || targets.some(({ path }) => isTestFile(path));
  const task = {
    kind,
    files: isNamed ? named : [],
    text: `${title}\n${instructions}\n${acceptance}`,
    mends: targets.map(({ path }) => path),
  };
  const tests = answersLiterals(files) ? await testsAbout(files, deps.workspace, options.signal) : [];
  return findSuspicions({ files, task, tests });
}

/** Texts of the workspace's tests as they are on the disk, those first whose names fit a changed file. */
async function testsAbout(
  files: readonly SuspectedFile[],
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const stems = files.map(({ path }) => stemOf(path));
  const fits = (path: string) => Number(stems.some((stem) => path.toLowerCase().includes(stem)));
  const tests = (await workspace.list(signal))
    .filter(isTestFile)
    .sort((a, b) => fits(b) - fits(a))
    .slice(0, mostTests);
  const reads = await Promise.all(tests.map((path) => workspace.read(path)));
  return reads.flatMap((read) => (read.type === 'text' ? [read.text] : []));
}

function stemOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\..*$/, '')
    .toLowerCase();
}
