import type { Diagnostic } from '../../verify/diagnostic.ts';
import type { Job } from '../state/runEvent.ts';

/** Whether a problem is one of those that the user picked; all are where none was picked. */
export function pickedOf(job: Job): (diagnostic: Diagnostic) => boolean {
  if (job.type !== 'fixProblems' || !job.only) return () => true;
  const keys = new Set(job.only.diagnostics.map(keyOf));
  return (diagnostic) => keys.has(keyOf(diagnostic));
}

/** Hints and notes are advice, not problems. */
export function isProblem(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error' || diagnostic.severity === 'warning';
}

/** What a problem is known by when edits move it. */
export function keyOf(diagnostic: Diagnostic): string {
  return JSON.stringify([diagnostic.path, diagnostic.code, diagnostic.message]);
}
