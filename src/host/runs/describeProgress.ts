import { counted } from '../../base/counted.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import type { RunState } from '../../core/run/state/runState.ts';

/** "working, 2 of 5 tasks, $0.0031". */
export function describeProgress(state: RunState): string {
  const step = state.phase.type === 'running' ? state.phase.step : 'stopping';
  const settled = state.tasks.filter((task) => task.state !== 'waiting' && task.state !== 'running').length;
  const tasks = state.tasks.length > 0 ? `, ${settled} of ${counted(state.tasks.length, 'task')}` : '';
  const cost = state.total.usd > 0 ? `, ${formatUsd(state.total.usd)}` : '';
  return `${step.toLowerCase()}${tasks}${cost}`;
}
