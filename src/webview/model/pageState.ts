import * as z from 'zod/mini';
import type { CostView, PanelState, RunView } from '../../protocol/panel.ts';
import type { ProblemsView } from '../../protocol/problems.ts';
import type { Attachment } from './attachments.ts';
import { keepSame } from './keepSame.ts';

/** All that the page draws from: what the host sent, and what belongs to the page alone. */
export interface PageState {
  /** Undefined until the host has spoken. */
  readonly panel: PanelState | undefined;
  /** Why the host could not say how things stand; undefined where it could. */
  readonly failure: string | undefined;
  /** What was spent; undefined until it was asked for. */
  readonly cost: CostView | undefined;
  /** Why it could not be said what was spent; undefined where it could. */
  readonly costFailure: string | undefined;
  /** The groups of problems; undefined until they were asked for. */
  readonly problems: ProblemsView | undefined;
  /** What stands in the request box. */
  readonly draft: string;
  /** The images that go along with it. */
  readonly images: readonly Attachment[];
  /** Whether the host has the request and no run has begun yet: it may still come back. */
  readonly isSending: boolean;
  /** What the runs are searched for. */
  readonly search: string;
  /** How many runs are listed. */
  readonly listed: number;
  /** What is open below the request box. */
  readonly drawer: Drawer | undefined;
  /** Runs that the user opened or closed by hand. */
  readonly opened: Readonly<Record<string, boolean>>;
  /** Runs whose tasks the user opened or closed by hand. */
  readonly openedTasks: Readonly<Record<string, boolean>>;
  /** By run, the tasks that are open. */
  readonly tasks: Readonly<Record<string, readonly string[]>>;
}

export type Drawer = 'cost' | 'problems' | 'tiers';

export type PageAction =
  | { readonly type: 'panel'; readonly panel: PanelState }
  | { readonly type: 'failure'; readonly message: string }
  | { readonly type: 'cost'; readonly cost: CostView }
  | { readonly type: 'problems'; readonly problems: ProblemsView }
  | { readonly type: 'costFailure'; readonly message: string }
  | { readonly type: 'draft'; readonly text: string }
  | { readonly type: 'addImages'; readonly images: readonly Omit<Attachment, 'id'>[] }
  | { readonly type: 'removeImage'; readonly id: number }
  | { readonly type: 'send' }
  | { readonly type: 'submitted'; readonly hasBegun: boolean }
  | { readonly type: 'search'; readonly text: string }
  | { readonly type: 'listMore' }
  | { readonly type: 'drawer'; readonly drawer: Drawer }
  | { readonly type: 'toggleRun'; readonly run: string }
  | { readonly type: 'openTasks'; readonly run: string; readonly open: boolean }
  | { readonly type: 'openTask'; readonly run: string; readonly task: string; readonly open: boolean };

/** So many runs are listed at first, and so many more each time. */
const listedAtOnce = 8;

export const initialPage: PageState = {
  panel: undefined,
  failure: undefined,
  cost: undefined,
  costFailure: undefined,
  problems: undefined,
  draft: '',
  images: [],
  isSending: false,
  search: '',
  listed: listedAtOnce,
  drawer: undefined,
  opened: {},
  openedTasks: {},
  tasks: {},
};

/** The page's state after an action; parts that came in again and are equal stay the same objects. */
export function reducePage(state: PageState, action: PageAction): PageState {
  switch (action.type) {
    case 'panel':
      return { ...state, panel: keepSame(state.panel, action.panel), failure: undefined };
    case 'failure':
      return { ...state, failure: action.message };
    case 'cost':
      return { ...state, cost: keepSame(state.cost, action.cost), costFailure: undefined };
    case 'costFailure':
      return { ...state, costFailure: action.message };
    case 'problems':
      return { ...state, problems: keepSame(state.problems, action.problems) };
    case 'draft':
      return { ...state, draft: action.text };
    case 'addImages': {
      const next = (state.images.at(-1)?.id ?? 0) + 1;
      const added = action.images.map((image, at) => ({ ...image, id: next + at }));
      return { ...state, images: [...state.images, ...added] };
    }
    case 'removeImage':
      return { ...state, images: state.images.filter(({ id }) => id !== action.id) };
    case 'send':
      return { ...state, isSending: true };
    case 'submitted':
      return { ...state, isSending: false, ...(action.hasBegun && { draft: '', images: [] }) };
    case 'search':
      return { ...state, search: action.text, listed: listedAtOnce };
    case 'listMore':
      return { ...state, listed: state.listed + listedAtOnce * 2 };
    case 'drawer':
      return { ...state, drawer: state.drawer === action.drawer ? undefined : action.drawer };
    case 'toggleRun':
      return { ...state, opened: { ...state.opened, [action.run]: !isRunOpen(state, action.run) } };
    case 'openTasks':
      return { ...state, openedTasks: { ...state.openedTasks, [action.run]: action.open } };
    case 'openTask': {
      const others = (state.tasks[action.run] ?? []).filter((id) => id !== action.task);
      const tasks = action.open ? [...others, action.task] : others;
      return {
        ...state,
        tasks: { ...state.tasks, [action.run]: tasks },
        // Who reads a task must not have the list close over it when the run ends.
        openedTasks: action.open ? { ...state.openedTasks, [action.run]: true } : state.openedTasks,
      };
    }
  }
}

/** The newest run is open, the others are closed, unless the user said otherwise. */
export function isRunOpen(state: PageState, run: string): boolean {
  return state.opened[run] ?? state.panel?.runs[0]?.id === run;
}

/** The runs that the user has opened by hand: the host is to send them whole. */
export function openedRuns({ opened }: Pick<PageState, 'opened'>): string[] {
  return Object.entries(opened).flatMap(([run, isOpen]) => (isOpen ? [run] : []));
}

/** The runs whose title has all words that are searched for, and how many of them are not listed yet. */
export function listedRuns({ panel, search, listed }: PageState): {
  readonly runs: readonly RunView[];
  readonly more: number;
} {
  const words = search.toLowerCase().split(/\s+/);
  const found = (panel?.runs ?? []).filter(({ title }) =>
    words.every((word) => title.toLowerCase().includes(word)),
  );
  return { runs: found.slice(0, listed), more: Math.max(0, found.length - listed) };
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
const kept = z.object({
  draft: z.string(),
  drawer: z.optional(z.enum(['cost', 'problems', 'tiers'])),
  opened: choices,
  openedTasks: choices,
});

/** What outlives the page: VS Code throws the page away when its view is hidden. */
export function toKept({ draft, drawer, opened, openedTasks }: PageState): z.infer<typeof kept> {
  return { draft, opened, openedTasks, ...(drawer && { drawer }) };
}

/** The page's state from what VS Code kept of an earlier page; what can't be read is left out. */
export function fromKept(value: unknown): PageState {
  const read = kept.safeParse(value);
  return { ...initialPage, ...(read.success ? read.data : {}) };
}
