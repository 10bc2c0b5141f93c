import { label } from '../../context/fence.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { DebugJob } from '../state/runEvent.ts';

/** The one task of a job that a user starts on something that fails: there is nothing to plan. */
export function debugTask(job: DebugJob): RunTask {
  const common = { id: 'debug', kind: 'debug', dependsOn: [], targets: [] } as const;
  if (job.cause === 'command') {
    return {
      ...common,
      title: `Make ${job.command} pass`,
      instructions:
        'The command below fails. Find the cause in the code and mend it there. Leave tests and settings as they are, unless they are plainly what is wrong.',
      files: [],
      acceptance: `${job.command} passes.`,
      check: job.command,
    };
  }
  return {
    ...common,
    title: `Explain and mend: ${label(job.title)}`,
    instructions:
      'The program stopped at this exception. Find out why it came to be, from the stack and the values in it. If its cause lies in the code of the workspace, mend it there. Then finish; as the summary, explain the cause in plain words: what was expected, what was there instead, and where that came from.',
    files: job.files,
    acceptance: 'The cause is explained, and mended where it lies in the code.',
    evidence: job.evidence,
  };
}
