import type { Job } from '../../core/run/state/runEvent.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';

/** What a job is called in lists. */
export function titleOf(job: Job): string {
  switch (job.type) {
    case 'request':
      return shorten(job.title ?? job.text);
    case 'fixProblem':
      return shorten(`Fix: ${problemWithPlace(job.diagnostic)}`);
    case 'debug':
      return shorten(job.cause === 'command' ? `Debug: ${job.command}` : `Explain: ${job.title}`);
    case 'fixProblems':
      if (job.only) return shorten(`Fix: ${job.only.title}`);
      return `Fix problems in ${job.file ?? job.folder ?? 'the workspace'}`;
  }
}

function shorten(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** "message (path:line)", the line from 1. */
export function problemWithPlace(diagnostic: Diagnostic): string {
  return `${diagnostic.message} (${diagnostic.path}:${diagnostic.range.start.line + 1})`;
}
