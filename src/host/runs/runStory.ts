import { counted } from '../../base/counted.ts';
import { exactUsd, formatForecast, formatUsd } from '../../base/formatUsd.ts';
import { describeUnworkable } from '../../core/run/problems/unworkable.ts';
import type { RunEvent } from '../../core/run/state/runEvent.ts';

/**
 * A line for the log about what happened, or undefined for what is too small to tell. It holds no text of the user,
 * of a file or of a model: a log is sent to others more readily than code is.
 */
export function storyOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run-start':
      return `started (${event.job.type}), at most ${formatUsd(event.budgetUsd)}, up to the ${event.ceiling} tier`;
    case 'run-resume':
      return 'resumed';
    case 'gate-end':
      return `the gate says ${event.route} (${event.kind})`;
    case 'diagnostics-found':
      return `${counted(event.diagnostics.length, 'problem')} found`;
    case 'quick-fixes-end': {
      const left = `${counted(event.remaining.length, 'problem')} left after the language server's own fixes`;
      const unworkable = describeUnworkable(event.unworkable);
      return unworkable === undefined ? left : `${left}; ${unworkable}`;
    }
    case 'plan-end':
      return `planned ${counted(event.tasks.length, 'task')}, ${formatForecast(event.forecast)}`;
    case 'plan-approved':
      return 'plan started';
    case 'plan-edit':
      return `plan changed: ${counted(event.tasks.length, 'task')}, ${formatForecast(event.forecast)}`;
    case 'task-retry':
      return `task ${event.task} is to be done again: ${event.tier}`;
    case 'attempt-start':
      return `task ${event.task}, attempt ${event.attempt + 1}: ${event.tier}`;
    case 'attempt-end':
      return `task ${event.task}, attempt ${event.attempt + 1}: ${event.outcome}`;
    case 'call-end':
      return `${event.role} call to ${event.model}: ${event.usage.input} tokens in, ${event.usage.output} out, ${exactUsd(event.usd)}, ${event.ms} ms`;
    case 'task-end':
      return `task ${event.task}: ${event.outcome} by ${event.tier}`;
    case 'review-end':
      return `the review says ${event.verdict}`;
    case 'proposal':
      return `proposal ${event.proposal.id}: ${counted(event.proposal.files.length, 'file')}, ${event.proposal.verdict.outcome}`;
    case 'hunks-decided':
      return `${counted(event.hunks.length, 'hunk')} of ${event.path}: ${event.decision}`;
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
      return `makes a batch of ${counted(event.batch.calls.length, 'request')}`;
    case 'label-batch-lost':
      return 'goes on without the batch';
    case 'label-batch':
      return `waits for ${counted(event.batch.calls.length, 'request')} in a batch`;
    case 'label-batch-booked':
      return 'has booked the batch';
    case 'label-end':
      return `${counted(event.labels.length, 'problem')} labelled`;
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
