import assert from 'node:assert/strict';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import type { KnownLabel } from '../../../../src/core/problems/labelCache.ts';
import { labelKinds } from '../../../../src/core/run/problems/labelKinds.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { createSession } from '../../../../src/core/run/session/session.ts';
import { defaultSettings, type Settings } from '../../../../src/core/settings/settings.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { manyProblems } from '../../../bench/problems/manyProblems.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { MemoryLabels } from '../../support/memoryLabels.ts';
import { errorAt } from '../../support/runTask.ts';
import { reply, ScriptedModel } from '../../support/scriptedModel.ts';

const problem = (message: string): Diagnostic => errorAt('a.ts', 'x\n', 'x', message);

/** The ids of a request's kinds, with what is asked of them. */
const itemsOf = ({ input }: ModelRequest) =>
  input.flatMap((item) =>
    item.type === 'user'
      ? item.text
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as { id: string; template: string; count: number })
      : [],
  );

describe('labelKinds', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  /** Labels with this confidence by tier; gives the requests and the labels. */
  async function label(
    diagnostics: readonly Diagnostic[],
    labels: MemoryLabels | undefined,
    more: {
      confidence?: (tier: string, template: string) => number;
      settings?: Partial<Settings>;
      /** What the run had before it was cut off. */
      earlier?: ReadonlyMap<string, KnownLabel>;
    } = {},
  ) {
    const workspace = new InMemoryWorkspace({});
    const endpoint = new ScriptedModel((request) =>
      reply(
        JSON.stringify({
          labels: itemsOf(request).map(({ id, template }) => ({
            id,
            category: request.tier,
            rootCause: template,
            effort: 'nano',
            confidence: more.confidence?.(request.tier, template) ?? 0.9,
          })),
        }),
      ),
    );
    const deps: RunDeps = {
      ...{ workspace, endpoint, ledger: await ledgers.open(), ...(labels && { labels }) },
      checker: new FakeChecker(workspace, () => []),
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: { ...defaultSettings, ...more.settings },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r',
    };
    const start = {
      type: 'run-start',
      run: 'r',
      job: { type: 'fixProblems' },
      time: 1,
      budgetUsd: 1,
      ceiling: 'planner',
    } as const;
    const session = createSession(start, deps, { signal: new AbortController().signal, onChange: () => {} });
    if (more.earlier) {
      const had = [...more.earlier].map(([id, known]) => ({ id, ...known }));
      await session.emit({ type: 'label-end', labels: had });
    }
    const answer = await labelKinds(session, diagnostics);
    if (answer.type === 'stop') throw new Error(answer.reason.message);
    return { requests: endpoint.requests, labels: answer.labels };
  }

  it('asks for 60 labels in at most 3 calls for 10,000 problems of 60 kinds, and for none the next time', async () => {
    const kept = new MemoryLabels();
    const { diagnostics } = manyProblems(10_000);
    const first = await label(diagnostics, kept);
    assert.equal(first.labels.size, 60);
    assert.ok(first.requests.length <= 3, `${first.requests.length} calls`);
    assert.equal(first.requests.flatMap(itemsOf).length, 60);
    const again = await label(diagnostics, kept);
    assert.deepEqual([again.labels.size, again.requests.length], [60, 0]);
  });
  it('asks for none that a run had before it was cut off, though nothing keeps labels for others', async () => {
    const diagnostics = [problem('Clear.'), problem('Odd.')];
    const { labels: earlier } = await label(diagnostics, undefined);
    const again = await label(diagnostics, undefined, { earlier });
    assert.deepEqual([again.labels, again.requests.length], [earlier, 0]);
  });
  it('asks for exactly one label more where one message has changed', async () => {
    const kept = new MemoryLabels();
    await label([problem("Name 'a' is gone."), problem('Too short.')], kept);
    const changed = await label([problem("Name 'b' is gone."), problem('Too long.')], kept);
    assert.deepEqual(
      changed.requests.flatMap(itemsOf).map(({ template }) => template),
      ['Too long.'],
    );
  });
  it('asks once more a tier up for what is unsure, never above the ceiling', async () => {
    const diagnostics = [problem('Clear.'), problem('Odd.')];
    const confidence = (tier: string, template: string) =>
      template === 'Odd.' && tier === 'nano' ? 0.2 : 0.8;
    const { requests, labels } = await label(diagnostics, new MemoryLabels(), { confidence });
    assert.deepEqual(
      requests.map((request) => [request.tier, itemsOf(request).length]),
      [
        ['nano', 2],
        ['mini', 1],
      ],
    );
    assert.deepEqual([...labels.values()].map(({ category }) => category).sort(), ['mini', 'nano']);
    const held = await label(diagnostics, new MemoryLabels(), { confidence, settings: { ceiling: 'nano' } });
    assert.deepEqual(
      held.requests.map(({ tier }) => tier),
      ['nano'],
    );
  });
  it('asks in more calls where a model may answer with less', async () => {
    const { nano } = defaultSettings.tiers;
    const settings = { tiers: { ...defaultSettings.tiers, nano: { ...nano, maxOutputTokens: 1_600 } } };
    const { requests } = await label(manyProblems(600).diagnostics, new MemoryLabels(), { settings });
    assert.deepEqual(
      requests.map((request) => itemsOf(request).length),
      [15, 15, 15, 15],
    );
  });
  it('asks of more kinds than that only for those that are found most', async () => {
    const rare = Array.from({ length: 70 }, (_, k) =>
      problem(`Form ${'abcdefghij'[k % 10]}${'klmnopq'[Math.floor(k / 10)]}.`),
    );
    const often = problem('Often.');
    const { requests } = await label([...rare, often, often], new MemoryLabels());
    const items = requests.flatMap(itemsOf);
    assert.deepEqual([items.length, items[0]?.template, items[0]?.count], [60, 'Often.', 2]);
  });
});
