import type { ZodType } from 'zod';
import { describeRefusal } from '../../ledger/describeRefusal.ts';
import type { BatchMeterDeps } from '../../ledger/meteredBatch.ts';
import type { BookedCall } from '../../ledger/meteredModel.ts';
import { describeFault, type ModelFault } from '../../model/fault.ts';
import { withoutImages } from '../../model/image.ts';
import type { BudgetRefusal, ModelClient, ModelRequest } from '../../model/modelClient.ts';
import { askStructured } from '../../model/structured.ts';
import { isAbove, lowerOf, type ModelTier, nextTier, type Tier } from '../../model/tier.ts';
import { type History, noHistory } from '../../routing/attempts.ts';
import type { Settings } from '../../settings/settings.ts';
import { applyEvent, initialState } from '../state/applyEvent.ts';
import { createPaidReplies } from '../state/paidReplies.ts';
import type { PauseReason, RunEvent } from '../state/runEvent.ts';
import type { RunState } from '../state/runState.ts';
import { recordMalformed } from './recordAttempt.ts';
import type { RunDeps, RunOptions } from './runDeps.ts';
import { createRunModels } from './runModels.ts';
import { stamped } from './stamp.ts';

/** A run while it is driven: its state, and the one way to change it. */
export interface Session {
  readonly deps: RunDeps;
  readonly signal: AbortSignal;
  /** Told of each request that goes out. */
  readonly onRequest?: (request: ModelRequest) => void;
  /** Aborted when the user cancels one task; absent where nobody can. */
  readonly taskSignal?: (task: string) => AbortSignal;
  /** Undefined where no key is set. */
  readonly models: ModelClient | undefined;
  /** What batches are booked by. */
  readonly meter: BatchMeterDeps;
  /** What this workspace had seen of its tiers when the run began, or went on. */
  readonly history: History;
  state(): RunState;
  /** Journals an event, folds it into the state and tells the listener. */
  emit(event: RunEvent): Promise<void>;
  /** The same for callers that can't wait; a failure ends the run at its next step. */
  emitLater(event: RunEvent): void;
  /** Whether an error is the journal's own: what happened could not be kept. */
  isOfJournal(error: unknown): boolean;
}

/** Why a step could not go on; the run pauses with it. */
export interface Stop {
  readonly type: 'stop';
  readonly reason: PauseReason;
}

/** A run that could not go on for a reason in the answers themselves. */
export interface Failure {
  readonly type: 'failure';
  readonly message: string;
}

/** What the phases of one run share: its state, and `emit`, which alone changes it and writes it down. */
export function createSession(
  start: RunState | Extract<RunEvent, { type: 'run-start' }>,
  deps: RunDeps,
  options: RunOptions,
  history: History = noHistory,
): Session {
  let state = 'phase' in start ? start : initialState(start);
  const unkept = new Set<unknown>();
  let broken: { readonly error: unknown } | undefined;
  const current = () => {
    const proposals = options.proposals?.() ?? state.proposals;
    if (proposals !== state.proposals) state = { ...state, proposals };
    return state;
  };
  const emit = async (given: RunEvent) => {
    const event = stamped(given, deps.now());
    // A journal that can't be written ends the run at its next step, whoever noticed it first.
    if (broken && event.type !== 'run-pause') throw broken.error;
    state = applyEvent(current(), event);
    options.onChange(state, event);
    try {
      await deps.journal.append(state.run, event);
    } catch (error) {
      unkept.add(error);
      throw error;
    }
  };
  const emitLater = (event: RunEvent) => {
    emit(event).catch((error: unknown) => {
      broken ??= { error };
    });
  };
  const { endpoint, ledger, limits, countTokens } = deps;
  const { tiers } = deps.settings;
  const budgets = { ...deps.settings.budgets, runUsd: state.budgetUsd };
  const onCall = ({ request, usage, usd, ms, aboveUsd }: BookedCall) =>
    emitLater({
      type: 'call-end',
      task: request.task,
      role: request.role,
      tier: request.tier,
      model: tiers[request.tier].model,
      usage,
      usd,
      ms,
      ...(aboveUsd !== undefined && { aboveUsd }),
    });
  const { onRequest } = options;
  const paid = createPaidReplies(state.paid ?? [], (reply) => emit({ type: 'reply', ...reply }));
  const models =
    endpoint &&
    createRunModels(
      { ...deps, endpoint },
      { ledger, budgets, onCall, paid, ...(onRequest && { onRequest }) },
    );
  const meter = {
    ledger,
    tiers,
    budgets,
    onCall,
    ...(limits && { limits }),
    ...(countTokens && { countTokens }),
  };
  const { signal, taskSignal } = options;
  const isOfJournal = (error: unknown) => unkept.has(error);
  const use = { state: current, emit, emitLater, isOfJournal };
  return {
    deps,
    signal,
    models,
    meter,
    history,
    ...(taskSignal && { taskSignal }),
    ...(onRequest && { onRequest }),
    ...use,
  };
}

/** Why a run stands still, in words for the user. */
export function stopFor(cause: BudgetRefusal | { readonly type: 'fault'; readonly fault: ModelFault }): Stop {
  if (cause.type === 'fault') {
    const { fault } = cause;
    return { type: 'stop', reason: { type: 'fault', fault: fault.kind, message: describeFault(fault) } };
  }
  return { type: 'stop', reason: { type: 'budget', message: describeRefusal(cause) } };
}

/** What is said where a model is needed and none can be asked. */
export const noKeyStop: Stop = {
  type: 'stop',
  reason: {
    type: 'fault',
    fault: 'no_key',
    message:
      'No API key is set, so no model was asked and nothing was sent. Fixes by language servers work without one. Run "Tiercel: Set API Key" (in a terminal, set OPENAI_API_KEY), then resume.',
  },
};

/**
 * Asks for a structured answer; one that stays malformed after its repair, or is refused, is asked for a tier up as
 * far as the ceiling allows.
 */
export async function ask<T>(
  session: Session,
  request: Omit<ModelRequest, 'answer'>,
  format: { readonly name: string; readonly schema: ZodType<T> },
): Promise<
  | { readonly type: 'answer'; readonly value: T }
  | { readonly type: 'malformed'; readonly problems: readonly string[] }
  | Stop
> {
  if (!session.models) return noKeyStop;
  const { routing } = session.deps.settings;
  const ceiling = ceilingOf(session.deps);
  const tier = tierToAsk(session.deps.settings, request.tier);
  if (isAbove(tier, ceiling)) {
    return {
      type: 'malformed',
      problems: [`the ceiling (${ceiling}) does not allow the ${tier} tier`],
    };
  }
  const asked = { ...request, tier };
  const reply = await askStructured(session.models, tier === 'nano' ? withoutImages(asked) : asked, format, {
    signal: session.signal,
    onMalformed: ({ isRepair }) => recordMalformed(session, { role: request.role, tier, isRepair }),
  });
  switch (reply.type) {
    case 'answer':
      return reply;
    case 'stopped':
      return stopFor(reply.cause);
    case 'malformed':
    case 'refused': {
      const up = routing.oneTier === undefined ? nextTier(tier) : undefined;
      if (up && !isAbove(up, ceiling)) return ask(session, { ...request, tier: up }, format);
      return { type: 'malformed', problems: reply.type === 'refused' ? [reply.text] : reply.problems };
    }
  }
}

/** No task goes above this: the ceiling that the run began with, or a lower one that was set since. */
export function ceilingOf({ settings, limits }: Pick<RunDeps, 'settings' | 'limits'>): Tier {
  return lowerOf(settings.ceiling, limits?.().ceiling ?? settings.ceiling);
}

/** The tier that a request goes to: the one it is made for, unless the user wants one for everything. */
export function tierToAsk({ ceiling, routing }: Settings, wanted: ModelTier): ModelTier {
  const { oneTier } = routing;
  if (oneTier === undefined) return wanted;
  return ceiling === 'none' ? oneTier : lowerOf<ModelTier>(oneTier, ceiling);
}
