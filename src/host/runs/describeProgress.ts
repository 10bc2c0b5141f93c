import { counted } from '../../base/counted.ts';
import type { RunState } from '../../core/run/state/runState.ts';

/** "working, 2 of 5 tasks, $0.0031". */
export function describeProgress(state: RunState): string {
  const step = state.phase.type === 'running' ? state.phase.step : 'stopping';
  const settled = state.tasks.filter((task) => task.state !== 'waiting' && task.state !== 'running').length;
  const tasks = state.tasks.length > 0 ? `, ${settled} of ${counted(state.tasks.length, 'task')}` : '';
  const cost = state.total.usd > 0 ? `, $${state.total.usd.toFixed(4)}` : '';
  return `${step.toLowerCase()}${tasks}${cost}`;
}
