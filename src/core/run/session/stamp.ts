import type { RunEvent } from '../state/runEvent.ts';

/** An event with the time it happened at, where it is one that times are reckoned from. */
export function stamped(event: RunEvent, time: number): RunEvent {
  switch (event.type) {
    case 'task-start':
    case 'attempt-start':
    case 'attempt-end':
    case 'task-end':
    case 'call-end':
      return { time, ...event };
    default:
      return event;
  }
}
