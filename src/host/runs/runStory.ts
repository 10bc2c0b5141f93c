import type { RunEvent } from '../../core/run/state/runEvent.ts';

/**
 * A line for the log about what happened, or undefined for what is too small to tell. It holds no text of the user,
 * of a file or of a model: a log is sent to others more readily than code is.
 */
export function storyOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run-start':
      return `started (${event.job.type}), at most $${event.budgetUsd}, up to the ${event.ceiling} tier`;
    case 'run-resume':
      return 'resumed';
    case 'gate-end':
      return `the gate says ${event.route} (${event.kind})`;
    case 'diagnostics-found':
      return `${event.diagnostics.length} problems found`;
    case 'quick-fixes-end':
      return `${event.remaining.length} problems left after the language server's own fixes`;
    case 'plan-end':
      return `planned ${event.tasks.length} tasks, $${event.forecast.lowUsd.toFixed(4)} to $${event.forecast.highUsd.toFixed(4)}`;
    case 'plan-approved':
      return 'plan started';
    case 'plan-edit':
      return `plan changed: ${event.tasks.length} tasks, $${event.forecast.lowUsd.toFixed(4)} to $${event.forecast.highUsd.toFixed(4)}`;
    case 'task-retry':
      return `task ${event.task} is to be done again: ${event.tier}`;
    case 'attempt-start':
      return `task ${event.task}, attempt ${event.attempt + 1}: ${event.tier}`;
    case 'attempt-end':
      return `task ${event.task}, attempt ${event.attempt + 1}: ${event.outcome}`;
    case 'call-end':
      return `${event.role} call to ${event.model}: ${event.usage.input} tokens in, ${event.usage.output} out, $${event.usd.toFixed(6)}, ${event.ms} ms`;
    case 'task-end':
      return `task ${event.task}: ${event.outcome} by ${event.tier}`;
    case 'review-end':
      return `the review says ${event.verdict}`;
    case 'proposal':
      return `proposal ${event.proposal.id}: ${event.proposal.files.length} files, ${event.proposal.verdict.outcome}`;
    case 'hunks-decided':
      return `${event.hunks.length} hunks of ${event.path}: ${event.decision}`;
    case 'file-edit':
      return `a file of proposal ${event.proposal} was edited by the user`;
    case 'run-pause':
      return event.reason.type === 'fault'
        ? `stands still: ${event.reason.fault}`
        : `stands still: ${event.reason.type}`;
    case 'run-end':
      return `ended: ${event.outcome}`;
    case 'finding':
      return `part ${event.part + 1} is read`;
    case 'answer':
      return 'answered';
    case 'label-batch-start':
      return `makes a batch of ${event.batch.calls.length} requests`;
    case 'label-batch-lost':
      return 'goes on without the batch';
    case 'label-batch':
      return `waits for ${event.batch.calls.length} requests in a batch`;
    case 'label-end':
      return `${event.labels.length} problems labelled`;
    case 'tasks-added':
    case 'task-revise':
    case 'task-depends':
    case 'task-split':
    case 'task-start':
    case 'task-note':
    case 'alternatives':
    case 'step':
    case 'reply':
      return undefined;
  }
}
