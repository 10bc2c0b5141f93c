import assert from 'node:assert/strict';
import type { ModelReply } from '../../../../src/core/model/modelClient.ts';
import { startRun } from '../../../../src/core/run/run.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { patchText, reply, ScriptedModel } from '../../support/scriptedModel.ts';

const rule = errorsWhere({ bad: 'Bad.' });

/** Servers read files that can't be had as text: in those it finds what it would find in the text. */
class ReadingAllChecker extends FakeChecker {
  readonly #raw: Readonly<Record<string, string>>;

  constructor(workspace: InMemoryWorkspace, raw: Readonly<Record<string, string>>) {
    super(workspace, rule);
    this.#raw = raw;
  }

  override async survey(options: { readonly signal: AbortSignal }) {
    const found = await super.survey(options);
    return { ...found, diagnostics: [...found.diagnostics, ...this.#own()] };
  }

  #own(): readonly Diagnostic[] {
    return Object.entries(this.#raw).flatMap(([path, text]) => rule(path, text, () => undefined));
  }
}

describe('problems in a file that no edit can be made of', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  async function fix(files: Readonly<Record<string, string>>) {
    const raw = { 'latin.ts': 'bad\n', 'large.ts': 'bad\nbad\n' };
    const workspace = new InMemoryWorkspace(
      { ...files, ...raw },
      { special: { 'latin.ts': { type: 'binary' }, 'large.ts': { type: 'tooLarge', bytes: 1_000_001 } } },
    );
    const endpoint = new ScriptedModel((request): ModelReply => {
      if (request.role === 'label') return reply(JSON.stringify({ labels: [] }));
      return reply(patchText('*** Begin Patch\n*** Update File: a.ts\n@@\n-bad\n+good\n*** End Patch'));
    });
    const state = await startRun(
      { type: 'fixProblems' },
      {
        ...{ workspace, endpoint, ledger: await ledgers.open() },
        checker: new ReadingAllChecker(workspace, raw),
        journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
        settings: defaultSettings,
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
        now: () => 1,
        newId: () => 'r1',
      },
      { signal: new AbortController().signal, onChange: () => {} },
    );
    assert.ok(state.phase.type === 'ended');
    const { outcome, message } = state.phase;
    const asked = endpoint.requests.map(({ role }) => role);
    return { outcome, message, asked, verdicts: state.proposals.map(({ verdict }) => verdict.outcome) };
  }

  const left =
    "3 problems left in files that can't be worked on (latin.ts: it is not UTF-8 text; large.ts: it is too large (1000001 bytes))";

  it('are told with the reason, and no model is asked for them', async () =>
    assert.deepEqual(await fix({}), { outcome: 'failed', message: left, asked: [], verdicts: [] }));
  it('take nothing from what is mended beside them', async () => {
    const { message, ...rest } = await fix({ 'a.ts': 'bad\n' });
    assert.deepEqual(rest, { outcome: 'partial', asked: ['label', 'work'], verdicts: ['passed'] });
    assert.ok(message.startsWith(`1 of 1 task done, 1 proposal. ${left}`), message);
  });
});
