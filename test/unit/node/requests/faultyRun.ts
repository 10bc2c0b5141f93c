import assert from 'node:assert/strict';
import type { FaultKind } from '../../../../src/core/model/fault.ts';
import { modelTiers, type TierTable } from '../../../../src/core/model/tier.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import type { Job } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings, type Settings } from '../../../../src/core/settings/settings.ts';
import { EndpointStates } from '../../../../src/node/http/endpointStates.ts';
import { createHttpModels } from '../../../../src/node/http/httpModels.ts';
import { startScriptedEndpoint } from '../../../models/endpoint.ts';
import type { ScriptCall, ScriptFault, ScriptOutput, ScriptReply } from '../../../models/script.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { TemporaryLedgers } from '../ledger/temporaryLedger.ts';

/** Who asks, with the job in which it is asked so. */
export const roles = ['gate', 'plan', 'label', 'work', 'review', 'answer', 'extract'] as const;
export type FaultyRole = (typeof roles)[number];

const request: Job = { type: 'request', text: 'Change the basket' };
const jobs: Readonly<Record<FaultyRole, Job>> = {
  gate: request,
  plan: request,
  label: { type: 'fixProblems' },
  work: request,
  review: request,
  answer: request,
  extract: request,
};

/** What a fault at a role came to: while it lasted, and once it was gone and the run gone on with. */
export interface FaultyRun {
  readonly during: RunState;
  readonly after: RunState;
  /** How often the faulty role was asked while the fault lasted. */
  readonly asked: number;
  /** How many calls stand in the ledger without a word on what they cost. */
  readonly unknown: number;
}

export interface FaultOptions {
  /** Where the tiers are while the fault lasts; absent: at the endpoint. */
  readonly baseUrl?: string;
  /** How long an answer may pause while the fault lasts (milliseconds); absent: as long as for users. */
  readonly stallTimeoutMs?: number;
}

/**
 * Runs the job of a role against an endpoint that has this answer for it, then resumes the run with the fault gone.
 * What the run says of its spend must be the ledger's own sum, both times.
 */
export async function faultyRun(
  role: FaultyRole,
  answer: (call: ScriptCall) => ScriptReply,
  { baseUrl, stallTimeoutMs }: FaultOptions = {},
): Promise<FaultyRun> {
  let isFaulty = true;
  const endpoint = await startScriptedEndpoint(
    (call) => (isFaulty && call.role === role ? answer(call) : { output: saidBy(role, call) }),
    { key: 'right', chunking: 'whole' },
  );
  const ledgers = new TemporaryLedgers();
  try {
    const ledger = await ledgers.open();
    const options = { signal: new AbortController().signal, onChange: () => {} };
    const during = await startRun(
      jobs[role],
      depsAt(baseUrl ?? endpoint.url, { role, ledger, stallTimeoutMs }),
      options,
    );
    const asked = endpoint.calls.filter((call) => call.role === role).length;
    const spent = () => ledger.spentUsd({ run: 'r1' });
    assert.ok(Math.abs((await spent()) - during.total.usd) < 1e-9, 'spent while it lasted');
    isFaulty = false;
    const after =
      during.phase.type === 'paused'
        ? await resumeRun(during, depsAt(endpoint.url, { role, ledger }), options)
        : during;
    assert.ok(Math.abs((await spent()) - after.total.usd) < 1e-9, 'spent in all');
    assert.ok((await spent()) <= after.budgetUsd);
    const rows = ledgers.query(
      "SELECT count(*) AS n FROM calls WHERE state IN ('unknown', 'expired', 'reserved')",
    );
    assert.deepEqual(endpoint.violations, []);
    return { during, after, asked, unknown: Number(rows[0]?.n) };
  } finally {
    await endpoint.close();
    ledgers.dispose();
  }
}

function depsAt(
  url: string,
  given: {
    readonly role: FaultyRole;
    readonly ledger: RunDeps['ledger'];
    readonly stallTimeoutMs?: number | undefined;
  },
): RunDeps {
  const { role, ledger, stallTimeoutMs } = given;
  const tiers = Object.fromEntries(
    modelTiers.map((tier) => [tier, { ...defaultSettings.tiers[tier], baseUrl: url }]),
  ) as unknown as TierTable;
  const workspace = new InMemoryWorkspace({
    'basket.ts': role === 'label' ? 'one WRONG\n' : 'one\n',
    'list.ts': 'the basket\n',
    'page.ts': 'a basket\n',
  });
  // No test waits for a rate limit: time is what was slept.
  let now = 0;
  const settings: Settings = {
    ...defaultSettings,
    tiers,
    startPlansBelowUsd: 100,
    ...(role === 'extract' && { rerank: true }),
  };
  return {
    workspace,
    checker: new FakeChecker(workspace, errorsWhere({ WRONG: 'that is wrong' })),
    endpoint: createHttpModels({
      tiers,
      keyFor: () => 'right',
      userAgent: 'tiercel/test',
      ...(stallTimeoutMs !== undefined && { stallTimeoutMs }),
      endpoints: new EndpointStates({
        now: () => now,
        after: (ms, run) => {
          const soon = setImmediate(() => {
            now += ms;
            run();
          });
          return () => clearImmediate(soon);
        },
      }),
    }),
    ledger,
    journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
    settings,
    retry: {
      maxAttempts: 3,
      random: () => 0,
      sleep: async (ms) => {
        now += ms;
      },
    },
    now: () => 1,
    newId: () => 'r1',
  };
}

function saidBy(role: FaultyRole, call: ScriptCall): readonly ScriptOutput[] {
  const json = (value: unknown): readonly ScriptOutput[] => [{ type: 'json', value }];
  switch (call.role) {
    case 'gate': {
      const route =
        role === 'answer' ? 'answer' : role === 'plan' || role === 'review' ? 'plan' : 'single_edit';
      return json({ route, kind: 'edit', files: ['basket.ts'] });
    }
    case 'plan':
      return json({
        summary: 'One change',
        tasks: [
          {
            id: 'a',
            kind: 'edit',
            title: 'Change it',
            instructions: 'Change it.',
            files: ['basket.ts'],
            dependsOn: [],
            acceptance: 'Done.',
          },
        ],
      });
    case 'label': {
      const id = /"id":"([^"]+)"/.exec(call.text)?.[1] ?? '';
      const label = { id, category: 'type', rootCause: 'It is wrong', effort: 'mini', confidence: 1 };
      return json({ labels: [label] });
    }
    case 'work': {
      const old = role === 'label' ? 'one WRONG' : 'one';
      const patch = `*** Begin Patch\n*** Update File: basket.ts\n@@\n-${old}\n+two\n*** End Patch`;
      return [
        { type: 'patch', patch },
        { type: 'tool', name: 'finish', arguments: { summary: 'Changed.' } },
      ];
    }
    case 'review':
      return json({ verdict: 'accept', summary: 'Good.', tasks: [] });
    case 'answer':
      return [{ type: 'text', text: 'It is so.' }];
    case 'extract':
      return json({ files: [] });
    default:
      throw new Error(`nobody is to ask as ${call.role}`);
  }
}

/** In a word: how a run stands. */
export function standing({ phase }: RunState): FaultKind | string {
  if (phase.type === 'paused') return phase.reason.type === 'fault' ? phase.reason.fault : phase.reason.type;
  return phase.type === 'ended' ? phase.outcome : phase.type;
}

export const broken = (body: Uint8Array | string): ScriptFault => ({
  type: 'raw',
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body,
});
