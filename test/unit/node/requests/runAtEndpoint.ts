import assert from 'node:assert/strict';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { modelTiers, type Tier, type TierTable } from '../../../../src/core/model/tier.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps, RunOptions } from '../../../../src/core/run/session/runDeps.ts';
import type { Job } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { createCommands } from '../../../../src/core/verify/commands/commands.ts';
import type { UserTools } from '../../../../src/core/worker/tools/userTools.ts';
import { createHttpModels } from '../../../../src/node/http/httpModels.ts';
import { type RecordedCall, startScriptedEndpoint } from '../../../models/endpoint.ts';
import type { Script } from '../../../models/script.ts';
import { type CheckRule, FakeChecker } from '../../support/fakeChecker.ts';
import { type FakeProgram, FakeScratch } from '../../support/fakeScratch.ts';
import { type InMemoryOptions, InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { MemoryAttempts } from '../../support/memoryAttempts.ts';
import { TemporaryLedgers } from '../ledger/temporaryLedger.ts';

export interface RunSetting extends InMemoryOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly script: Script;
  readonly rule?: CheckRule;
  readonly provider?: 'responses' | 'chat';
  /** The models are said to see images, which is not known of every endpoint. */
  readonly sees?: boolean;
  readonly ceiling?: Tier;
  readonly commands?: Readonly<Record<string, FakeProgram>>;
  readonly userTools?: UserTools;
  /** A run that stands still is resumed, once. */
  readonly resumes?: boolean;
  /** A plan stands still until it is approved; resuming does so. */
  readonly planWaits?: boolean;
  /** Every task is done once more on another tier, to compare the two. */
  readonly shadows?: boolean;
  /** How fast an answer's events go out; absent: as fast as they are read. */
  readonly eventsPerSecond?: number;
  /** Cancels the run. The requests of a cancelled one have to end by themselves. */
  readonly signal?: AbortSignal;
  /** Called with the run where it stands still. */
  readonly whileWaiting?: (state: RunState, deps: RunDeps) => Promise<void>;
}

export interface RunAtEndpoint {
  readonly state: RunState;
  /** The requests as they came in. */
  readonly calls: readonly RecordedCall[];
  /** The requests as the run says they went out. */
  readonly told: readonly ModelRequest[];
}

/** Runs a whole job with the true wire against a scripted endpoint; every request must have been valid. */
export async function runAtEndpoint(job: Job, setting: RunSetting): Promise<RunAtEndpoint> {
  const { script, eventsPerSecond, signal = new AbortController().signal } = setting;
  const pace = eventsPerSecond === undefined ? {} : { eventsPerSecond };
  const endpoint = await startScriptedEndpoint(script, { key: 'right', ...pace });
  const ledgers = new TemporaryLedgers();
  try {
    const tiers = Object.fromEntries(
      modelTiers.map((tier) => [
        tier,
        {
          ...defaultSettings.tiers[tier],
          baseUrl: endpoint.url,
          ...(setting.sees && { capabilities: { images: true } }),
          ...(setting.provider && { provider: setting.provider, patchTool: 'function' as const }),
        },
      ]),
    ) as unknown as TierTable;
    const workspace = new InMemoryWorkspace(setting.files, setting);
    const told: ModelRequest[] = [];
    const shadows: Promise<void>[] = [];
    const commands = setting.commands ?? {};
    const deps: RunDeps = {
      workspace,
      checker: new FakeChecker(workspace, setting.rule ?? (() => [])),
      commands: createCommands({
        scratch: new FakeScratch(workspace, commands),
        allowed: () => Object.keys(commands),
        limits: { timeMs: 1, outputBytes: 1 },
      }),
      ...(setting.userTools && { userTools: setting.userTools }),
      endpoint: createHttpModels({ tiers, keyFor: () => 'right', userAgent: 'tiercel/test' }),
      ledger: await ledgers.open(),
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: {
        ...defaultSettings,
        tiers,
        ...(setting.ceiling && { ceiling: setting.ceiling }),
        startPlansBelowUsd: setting.planWaits ? 0 : 100,
        ...(setting.shadows && { shadow: { share: 1, dayUsd: 10 } }),
      },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
      ...(setting.shadows && {
        attempts: new MemoryAttempts(),
        random: () => 0,
        background: (work) => {
          shadows.push(work(new AbortController().signal));
        },
      }),
    };
    const options: RunOptions = {
      signal,
      onChange: () => {},
      onRequest: (request) => told.push(request),
    };
    const first = await startRun(job, deps, options);
    if (first.phase.type === 'paused') await setting.whileWaiting?.(first, deps);
    const goesOn = setting.resumes && first.phase.type === 'paused';
    const state = goesOn ? await resumeRun(first, deps, { ...options, approvePlan: true }) : first;
    await Promise.all(shadows);
    // The endpoint's own end would close what is open.
    if (signal.aborted) await Promise.all(endpoint.calls.map(({ ended }) => ended));
    assert.deepEqual(endpoint.violations, []);
    return { state, calls: endpoint.calls, told };
  } finally {
    await endpoint.close();
    ledgers.dispose();
  }
}
