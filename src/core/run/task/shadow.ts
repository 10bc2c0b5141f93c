import type { FileRead } from '../../context/workspace.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { localDay } from '../../ledger/localDay.ts';
import type { ModelClient, ModelRequest } from '../../model/modelClient.ts';
import { isAbove, type ModelTier, modelTiers, nextTier } from '../../model/tier.ts';
import { tableOfKinds } from '../../routing/route.ts';
import type { Settings } from '../../settings/settings.ts';
import { work } from '../../worker/worker.ts';
import { attemptRow, resultOf } from '../session/recordAttempt.ts';
import type { RunDeps } from '../session/runDeps.ts';
import { createRunModels } from '../session/runModels.ts';
import type { Session } from '../session/session.ts';
import { sideBudgets } from '../session/sideBudget.ts';
import { overlayFor, tasksBefore, toFileChanges } from '../session/taskOverlay.ts';
import { workerDeps } from '../session/workerDeps.ts';
import type { RunState, TaskState } from '../state/runState.ts';
import { withImages } from './images.ts';
import { kindsWithoutEdit, readResult, withNeighbours } from './readResult.ts';

/**
 * Has a share of a run's tasks done once more on another tier, to compare the two. It begins when the run has ended
 * and is kept out of its state, its journal and its budget; what comes of it is counted and thrown away.
 */
export function startShadows(session: Session): void {
  const { deps } = session;
  const { share } = deps.settings.shadow;
  const { attempts, background, endpoint } = deps;
  if (!attempts || !background || !endpoint || share <= 0 || !session.models) return;
  const state = session.state();
  const chosen = shadowTasks(state, deps.settings).filter(() => (deps.random?.() ?? 1) < share);
  if (chosen.length === 0) return;
  background(async (signal) => {
    for (const { task, tier } of chosen) {
      const end = await shadow({
        deps: { ...deps, attempts, endpoint },
        state,
        task,
        tier,
        signal,
        ...(session.onRequest && { onRequest: session.onRequest }),
      });
      if (end === 'stopped') return;
    }
  });
}

interface ShadowTask {
  readonly task: TaskState;
  readonly tier: ModelTier;
}

/** The tasks whose first attempt can be compared, with the tier to compare with. */
function shadowTasks(state: RunState, settings: Settings): readonly ShadowTask[] {
  if (settings.routing.oneTier !== undefined) return [];
  return state.tasks.flatMap((task) => {
    const first = task.attempts.find((attempt) => attempt.tier !== 'none');
    if (!first?.end || first.tier === 'none' || first.end.outcome === 'stopped') return [];
    // Its diagnostics have moved, or were gone, when the first attempt began.
    const moved = tasksBefore(state, task.task.id).some(({ changes }) =>
      changes.some(({ path }) => task.task.targets.some((target) => target.path === path)),
    );
    if (moved || kindsWithoutEdit.has(task.task.kind)) return [];
    const tier = otherTier(first.tier, task, settings);
    // What can't see the images has another task.
    const isBlind = tier === 'nano' && withImages(state, task.task).images !== undefined;
    return tier === undefined || isBlind ? [] : [{ task, tier }];
  });
}

/** The tier below, which may be enough; at the lowest that can do the kind, the one above. */
function otherTier(tier: ModelTier, { task }: TaskState, { ceiling }: Settings): ModelTier | undefined {
  const below = modelTiers[modelTiers.indexOf(tier) - 1];
  if (below !== undefined && !isAbove(tableOfKinds[task.kind].lowest, below)) return below;
  const above = nextTier(tier);
  return above === undefined || isAbove(above, ceiling) ? undefined : above;
}

async function shadow(options: {
  readonly deps: RunDeps & Required<Pick<RunDeps, 'attempts'>> & { readonly endpoint: ModelClient };
  readonly state: RunState;
  readonly task: TaskState;
  readonly tier: ModelTier;
  readonly signal: AbortSignal;
  readonly onRequest?: (request: ModelRequest) => void;
}): Promise<'done' | 'stopped'> {
  const { deps, state, tier, signal } = options;
  const { task } = options.task;
  const seen = await filesOf(options.task, deps);
  const overlay = await overlayFor(deps, state, task.id, { signal });
  const begin = deps.now();
  // What the user's own tools do may reach outside, and is not done twice.
  const { userTools: _, ...withoutTools } = workerDeps(deps);
  const meter = shadowModels(deps, options.onRequest);
  const result = await work(
    { run: state.run, task: withNeighbours(state, withImages(state, task)), tier, overlay, evidence: [] },
    { ...withoutTools, models: meter.models },
    { signal, onNote: () => {} },
  );
  signal.throwIfAborted();
  const read = readResult(result, state, task);
  const looksOdd = read.outcome === 'unchecked' && read.verdict?.suspicions !== undefined;
  const outcome = resultOf({ outcome: read.outcome, done: read.done && !looksOdd });
  if (outcome === undefined) return 'stopped';
  // Where the user has accepted or typed something meanwhile, the two did not have the same task.
  if (!isSame(seen, await filesOf(options.task, deps))) return 'done';
  const edit = result.type === 'edited' ? await toFileChanges(result.changes, overlay) : [];
  const came = { result: outcome, usd: meter.spentUsd(), candidates: 1, escalated: false, shadow: true };
  await deps.attempts.record(attemptRow(deps, { run: state.run, task, tier, begin }, { ...came, edit }));
  return 'done';
}

/** A way to the models under the role `shadow` and on the budget line of shadows. */
function shadowModels(
  deps: RunDeps & { readonly endpoint: ModelClient },
  onRequest: ((request: ModelRequest) => void) | undefined,
): {
  readonly models: ModelClient;
  spentUsd(): number;
} {
  let spent = 0;
  const models = createRunModels(deps, {
    ledger: onShadowLine(deps.ledger, localDay(deps.now())),
    budgets: sideBudgets(deps.settings, deps.settings.shadow.dayUsd),
    onCall: ({ usd }) => {
      spent += usd;
    },
    ...(onRequest && { onRequest }),
  });
  return {
    models: { send: (request, options) => models.send({ ...request, role: 'shadow' }, options) },
    spentUsd: () => spent,
  };
}

/** Shadows of a day are one run to the ledger, so that the limit of a run is theirs and no run's. */
function onShadowLine(ledger: Ledger, day: string): Ledger {
  return {
    ...ledger,
    reserve: (ticket, budgets) =>
      ledger.reserve({ ...ticket, run: `shadow-${day}`, task: `${ticket.run}/${ticket.task}` }, budgets),
  };
}

type Seen = readonly (readonly [path: string, read: FileRead])[];

/** The files that the task is about, as they are in the workspace now. */
function filesOf({ task, changes }: TaskState, { workspace }: RunDeps): Promise<Seen> {
  const paths = new Set([
    ...task.files,
    ...task.targets.map(({ path }) => path),
    ...changes.map(({ path }) => path),
  ]);
  return Promise.all([...paths].map(async (path) => [path, await workspace.read(path)] as const));
}

function isSame(before: Seen, after: Seen): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
