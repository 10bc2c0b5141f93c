import type { TaskEnd } from '../session/attemptEvents.ts';
import type { Stop } from '../session/session.ts';

/** What a task ends with, before it is known whether it fits beside what others have done meanwhile. */
export type End = { readonly type: 'end' } & TaskEnd;

/** What came of one attempt: the end of its task, another attempt, or nothing before the run goes on. */
export type Step = End | { readonly type: 'again' } | Stop;
