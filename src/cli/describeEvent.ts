import { counted } from '../base/counted.ts';
import { exactUsd } from '../base/formatUsd.ts';
import type { RunEvent } from '../core/run/state/runEvent.ts';
import { placesWere } from '../core/verify/notCheckedPlaces.ts';

/** A line about an event for a person at a terminal; undefined for what need not be told. */
export function describeEvent(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'step':
      return event.text;
    case 'diagnostics-found': {
      const left = event.notChecked;
      const unchecked = left.length === 0 ? '' : `; ${placesWere(left)} not checked`;
      return `Found ${counted(event.diagnostics.length, 'problem')}${unchecked}`;
    }
    case 'plan-end':
      return [`Plan: ${event.plan.summary}`, ...event.tasks.map(describeTask)].join('\n');
    case 'tasks-added':
      return event.tasks.map(describeTask).join('\n');
    case 'task-split':
      return describeTask(event.part);
    case 'attempt-start':
      return `${event.task}: ${event.reason}`;
    case 'attempt-end':
      return `${event.task}: ${event.outcome}. ${event.note}`;
    case 'call-end':
      return `${event.task}: ${event.role} call to ${event.model}, ${event.usage.input} tokens in, ${event.usage.output} out, ${exactUsd(event.usd)}${above(event.aboveUsd)}`;
    case 'review-end':
      return `Review: ${event.verdict}. ${event.summary}`;
    default:
      return undefined;
  }
}

function describeTask(task: {
  readonly id: string;
  readonly title: string;
  readonly dependsOn: readonly string[];
}) {
  const after = task.dependsOn.length === 0 ? '' : ` (after ${task.dependsOn.join(', ')})`;
  return `  ${task.id}: ${task.title}${after}`;
}

function above(usd: number | undefined): string {
  return usd === undefined ? '' : `, ${exactUsd(usd)} more than it can cost by the tier's price`;
}
