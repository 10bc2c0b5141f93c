import { Emitter } from '../../base/emitter.ts';
import type { ModelReply } from '../../core/model/modelClient.ts';
import type { ModelTier } from '../../core/model/tier.ts';
import type { TierView } from '../../protocol/panel.ts';
import type { RunResources } from '../runs/runResources.ts';
import { activeFolder } from '../workspace/workspaceFolder.ts';

export type TestResult = NonNullable<TierView['test']>;

/** Reasoning counts as output, so that a model that thinks needs more than the one word. */
const mostOutputTokens = 512;
const mostMs = 60_000;

/** Tries whether tiers answer, by one small call each that is reserved and booked as any other. */
export class ConnectionTests {
  readonly #resources: Pick<RunResources, 'depsFor'>;
  readonly #results = new Map<ModelTier, TestResult>();
  readonly #changes = new Emitter<undefined>();

  readonly onChange = this.#changes.event;

  constructor(resources: Pick<RunResources, 'depsFor'>) {
    this.#resources = resources;
  }

  /** What the last test of each tier came to. */
  results(): ReadonlyMap<ModelTier, TestResult> {
    return new Map(this.#results);
  }

  /** Forgets what was found: the settings or keys are others now. */
  reset(): void {
    for (const [tier, { type }] of this.#results) if (type !== 'running') this.#results.delete(tier);
    this.#changes.fire(undefined);
  }

  async test(tier: ModelTier): Promise<void> {
    if (this.#results.get(tier)?.type === 'running') return;
    this.#set(tier, { type: 'running' });
    try {
      this.#set(tier, await this.#call(tier));
    } catch (error) {
      this.#results.delete(tier);
      this.#changes.fire(undefined);
      throw error;
    }
  }

  #set(tier: ModelTier, result: TestResult): void {
    this.#results.set(tier, result);
    this.#changes.fire(undefined);
  }

  async #call(tier: ModelTier): Promise<TestResult> {
    const failed = (message: string, usd = 0): TestResult => ({ type: 'failed', message, usd });
    const folder = activeFolder();
    if (!folder) return failed('Open a folder first: its settings say where the tier answers.');
    const [result, { createRunModels }] = await Promise.all([
      this.#resources.depsFor(folder),
      import('../../core/run/session/runModels.ts'),
    ]);
    if (result.type === 'refused') return failed(result.message);
    const { deps } = result;
    if (!deps.endpoint) return failed('No API key is set for this tier.');
    let usd = 0;
    const models = createRunModels(
      { ...deps, endpoint: deps.endpoint },
      {
        ledger: deps.ledger,
        budgets: deps.settings.budgets,
        onCall: (call) => {
          usd += call.usd;
        },
      },
    );
    const start = performance.now();
    const reply = await models.send(
      {
        run: `test-${deps.newId()}`,
        task: 'connection',
        role: 'answer',
        tier,
        instructions: 'You are asked whether you can be reached. Answer with the one word OK.',
        input: [{ type: 'user', text: 'Can you be reached?' }],
        tools: [],
        maxOutputTokens: Math.min(mostOutputTokens, deps.settings.tiers[tier].maxOutputTokens),
        cacheKey: 'tiercel-connection',
      },
      { signal: AbortSignal.timeout(mostMs) },
    );
    const problem = await problemOf(reply);
    return problem === undefined
      ? { type: 'passed', ms: Math.round(performance.now() - start), usd }
      : failed(problem, usd);
  }
}

/** Why a reply is none; whatever a model said, it was reached. */
async function problemOf(reply: ModelReply): Promise<string | undefined> {
  switch (reply.type) {
    case 'completed':
    case 'refused':
    case 'cutOff':
      return undefined;
    case 'fault': {
      const { describeFault } = await import('../../core/model/fault.ts');
      return describeFault(reply.fault);
    }
    case 'overBudget': {
      const { describeRefusal } = await import('../../core/ledger/describeRefusal.ts');
      return describeRefusal(reply);
    }
  }
}
