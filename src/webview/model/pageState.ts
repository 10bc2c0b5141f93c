import * as z from 'zod/mini';
import type { PanelState, RunView } from '../../protocol/panel.ts';
import { keepSame } from './keepSame.ts';

/** All that the page draws from: what the host sent, and what belongs to the page alone. */
export interface PageState {
  /** Undefined until the host has spoken. */
  readonly panel: PanelState | undefined;
  /** What stands in the request box. */
  readonly draft: string;
  /** Runs that the user opened or closed by hand. */
  readonly opened: Readonly<Record<string, boolean>>;
  /** Runs whose tasks the user opened or closed by hand. */
  readonly openedTasks: Readonly<Record<string, boolean>>;
}

export type PageAction =
  | { readonly type: 'panel'; readonly panel: PanelState }
  | { readonly type: 'draft'; readonly text: string }
  | { readonly type: 'toggleRun'; readonly run: string }
  | { readonly type: 'openTasks'; readonly run: string; readonly open: boolean };

export function reducePage(state: PageState, action: PageAction): PageState {
  switch (action.type) {
    case 'panel':
      return { ...state, panel: keepSame(state.panel, action.panel) };
    case 'draft':
      return { ...state, draft: action.text };
    case 'toggleRun':
      return { ...state, opened: { ...state.opened, [action.run]: !isRunOpen(state, action.run) } };
    case 'openTasks':
      return { ...state, openedTasks: { ...state.openedTasks, [action.run]: action.open } };
  }
}

/** The newest run is open, the others are closed, unless the user said otherwise. */
export function isRunOpen(state: PageState, run: string): boolean {
  return state.opened[run] ?? state.panel?.runs[0]?.id === run;
}

/**
 * A run's tasks are open while they tell something: under way, waiting or not all done. Once all are done the
 * proposals are what matters, and the tasks make room for them, unless the user said otherwise.
 */
export function areTasksOpen(
  state: Pick<PageState, 'openedTasks'>,
  run: Pick<RunView, 'id' | 'state' | 'tasks' | 'proposals'>,
): boolean {
  const settled = run.state !== 'running' && run.tasks.every((task) => task.state === 'done');
  return state.openedTasks[run.id] ?? !(settled && run.proposals.length > 0);
}

const choices = z.record(z.string(), z.boolean());
const kept = z.object({ draft: z.string(), opened: choices, openedTasks: choices });

/** What outlives the page: VS Code throws the page away when its view is hidden. */
export function toKept(state: PageState): z.infer<typeof kept> {
  return { draft: state.draft, opened: state.opened, openedTasks: state.openedTasks };
}

export function fromKept(value: unknown): PageState {
  const read = kept.safeParse(value);
  return { panel: undefined, draft: '', opened: {}, openedTasks: {}, ...(read.success ? read.data : {}) };
}
