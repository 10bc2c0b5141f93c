import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cliSettings } from '../../../src/cli/cliSettings.ts';
import { askableTiers, canAsk, keyFor } from '../../../src/cli/keys.ts';
import { UsageError } from '../../../src/cli/usage.ts';
import { type ModelTier, modelTiers } from '../../../src/core/model/tier.ts';

describe('the settings of a run in a terminal', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tiercel-settings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const fileOf = (text: string) => {
    const file = path.join(folder, 'settings.json');
    writeFileSync(file, text);
    return file;
  };
  const azure = `{
    // Those of other extensions are passed over.
    "editor.fontSize": 13,
    "tiercel.tiers.mini.provider": "chat",
    "tiercel.tiers.mini.baseUrl": "https://mine.openai.azure.com/openai/deployments/mini",
    "tiercel.tiers.mini.apiVersion": "2026-01-01",
    "tiercel.tiers.mini.keyHeader": "api-key",
    "tiercel.tiers.nano.provider": "chat",
    "tiercel.tiers.nano.baseUrl": "http://127.0.0.1:11434/v1",
    "tiercel.budget.dayUsd": 2,
  }`;

  it('are those of a file with the names of VS Code', () => {
    const { core } = cliSettings({ settings: fileOf(azure) }, {});
    const { provider, baseUrl, apiVersion, keyHeader } = core.tiers.mini;
    assert.deepEqual(
      [provider, baseUrl, apiVersion, keyHeader, core.budgets.dayUsd],
      ['chat', 'https://mine.openai.azure.com/openai/deployments/mini', '2026-01-01', 'api-key', 2],
    );
  });
  it('go to the endpoint of the environment where a tier names none', () => {
    const { tiers } = cliSettings({ settings: fileOf(azure) }, { OPENAI_BASE_URL: 'http://one/v1/' }).core;
    assert.deepEqual(
      modelTiers.map((tier) => new URL(tiers[tier].baseUrl).host),
      ['127.0.0.1:11434', 'mine.openai.azure.com', 'one'],
    );
  });
  it('are bounded by the command line', () => {
    const file = fileOf('{ "tiercel.budget.runUsd": 3, "tiercel.ceiling": "planner" }');
    const { core } = cliSettings({ settings: file, budget: '0.1', ceiling: 'nano' }, {});
    assert.deepEqual([core.budgets.runUsd, core.ceiling], [0.1, 'nano']);
  });

  for (const [given, usd] of [
    ['0.50', 0.5],
    ['.5', 0.5],
    ['2.', 2],
    ['0', 0],
  ] as const)
    it(`have a budget of ${given}`, () =>
      assert.equal(cliSettings({ budget: given }, {}).core.budgets.runUsd, usd));
  for (const given of ['0x10', '', '-1', '1,5', 'Infinity', '.'])
    it(`have no budget of "${given}"`, () =>
      assert.throws(() => cliSettings({ budget: given }, {}), UsageError));

  describe('are refused with the reason', () => {
    const check = (title: string, text: string, reason: RegExp) =>
      it(title, () =>
        assert.throws(
          () => cliSettings({ settings: fileOf(text) }, {}),
          (error) => error instanceof UsageError && reason.test(error.message),
        ),
      );
    check('no JSON', 'tiercel.ceiling = nano', /holds no JSON: /);
    check('no object', '["nano"]', /holds no JSON object/);
    check('broken JSON, with its place', '{ /* one\ntwo */ "a": 1,\n  "b" 2 }', /line 3 column 7/);
    check('a name that is none', '{ "tiercel.cieling": "nano" }', /no setting tiercel\.cieling/);
    check(
      'a price below 0',
      '{ "tiercel.tiers.nano.inputPrice": -1 }',
      /^.*settings\.json: The setting .*tiers\.nano\.inputPrice can't be used \(.*\)\.$/,
    );
    check('an endpoint that is none', '{ "tiercel.tiers.nano.baseUrl": "ftp://x" }', /nano\.baseUrl can't/);
    check(
      'an endpoint with a query',
      '{ "tiercel.tiers.nano.baseUrl": "http://x?a" }',
      /nano\.baseUrl can't/,
    );
    it('a file that is not there', () =>
      assert.throws(() => cliSettings({ settings: path.join(folder, 'none.json') }, {}), UsageError));
  });

  describe('name the tiers that a run may ask', () => {
    const wrong = 'localhost:1234/v1';
    const asks = (text: string, environment: NodeJS.ProcessEnv, expected: readonly ModelTier[]) =>
      it(`${text} with ${JSON.stringify(environment)}: ${expected.join(', ') || 'none'}`, () => {
        const { core } = cliSettings({ settings: fileOf(text) }, environment);
        assert.deepEqual(askableTiers(core, environment), expected);
      });
    asks('{}', { OPENAI_API_KEY: 'k' }, ['nano', 'mini', 'planner']);
    asks('{ "tiercel.ceiling": "mini" }', { OPENAI_API_KEY: 'k' }, ['nano', 'mini']);
    asks('{}', { OPENAI_BASE_URL: wrong }, []);
    asks('{ "tiercel.ceiling": "none" }', { OPENAI_BASE_URL: wrong, OPENAI_API_KEY: 'k' }, []);
    asks(
      '{ "tiercel.tiers.nano.baseUrl": "http://one", "tiercel.ceiling": "nano" }',
      { OPENAI_BASE_URL: wrong, TIERCEL_API_KEY_NANO: 'k' },
      ['nano'],
    );

    const refuses = (text: string, environment: NodeJS.ProcessEnv & { readonly OPENAI_BASE_URL: string }) =>
      it(`but not where one goes to ${environment.OPENAI_BASE_URL}: ${text}`, () => {
        const { core } = cliSettings({ settings: fileOf(text) }, environment);
        const named = `OPENAI_BASE_URL can't be used (${environment.OPENAI_BASE_URL})`;
        assert.throws(
          () => askableTiers(core, environment),
          (error) => error instanceof UsageError && error.message.startsWith(named),
        );
      });
    refuses('{}', { OPENAI_BASE_URL: wrong, OPENAI_API_KEY: 'k' });
    refuses('{}', { OPENAI_BASE_URL: wrong, TIERCEL_API_KEY_PLANNER: 'k' });
    refuses('{}', { OPENAI_BASE_URL: 'example.org/v1', OPENAI_API_KEY: 'k' });
    refuses('{ "tiercel.tiers.mini.provider": "chat" }', { OPENAI_BASE_URL: wrong });
    refuses('{ "tiercel.tiers.mini.keyHeader": "none" }', { OPENAI_BASE_URL: wrong });
  });

  it('send a key to its own endpoint and to no other', () => {
    const { tiers } = cliSettings({ settings: fileOf(azure) }, {}).core;
    const environment = { OPENAI_API_KEY: 'common', TIERCEL_API_KEY_MINI: 'own' };
    assert.deepEqual(
      modelTiers.map((tier) => keyFor(tier, tiers, environment)),
      [undefined, 'own', 'common'],
    );
    assert.deepEqual(
      modelTiers.map((tier) => canAsk(tier, tiers, { OPENAI_API_KEY: 'common' })),
      [true, false, true],
    );
  });
});
