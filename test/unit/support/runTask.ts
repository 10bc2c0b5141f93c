import type { RunTask } from '../../../src/core/request/runTask.ts';
import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';

/** A task with only what a test cares about filled in. */
export function runTask(parts: Partial<RunTask> = {}): RunTask {
  return {
    id: 't1',
    kind: 'edit',
    title: 'Do it',
    instructions: '',
    files: [],
    dependsOn: [],
    acceptance: '',
    targets: [],
    ...parts,
  };
}

/** An error that spans the first place of a word in a text. */
export function errorAt(
  path: string,
  text: string,
  word: string,
  message: string,
  code = '2322',
): Diagnostic {
  const lines = text.split('\n');
  const line = lines.findIndex((each) => each.includes(word));
  const character = lines[line]?.indexOf(word) ?? -1;
  if (line === -1) throw new Error(`${path} has no "${word}"`);
  const range = { start: { line, character }, end: { line, character: character + word.length } };
  return { path, range, severity: 'error', message, code, source: 'ts' };
}
