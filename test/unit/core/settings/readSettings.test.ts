import assert from 'node:assert/strict';
import { type HostSettings, readSettings } from '../../../../src/core/settings/readSettings.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';

const read = (values: Record<string, unknown>, environmentBaseUrl?: string) =>
  readSettings((id) => values[id], environmentBaseUrl);

describe('settings of the editor', () => {
  const check = (
    id: string,
    value: unknown,
    pick: (settings: HostSettings) => unknown,
    expected: unknown,
  ) => {
    const { settings, problems } = read({ [id]: value });
    assert.deepEqual([pick(settings), problems], [expected, []]);
  };

  it('a model', () => check('tiercel.tiers.nano.model', ' small ', (s) => s.core.tiers.nano.model, 'small'));
  it('a price', () => check('tiercel.tiers.mini.outputPrice', 2, (s) => s.core.tiers.mini.price.output, 2));
  it('an effort', () =>
    check('tiercel.tiers.mini.reasoningEffort', 'low', (s) => s.core.tiers.mini.reasoningEffort, 'low'));
  it('no effort of its own', () =>
    check(
      'tiercel.tiers.mini.reasoningEffort',
      'default',
      (s) => s.core.tiers.mini.reasoningEffort,
      undefined,
    ));
  it('a base URL, without its last slash', () =>
    check(
      'tiercel.tiers.nano.baseUrl',
      'http://localhost:1/v1/',
      (s) => s.core.tiers.nano.baseUrl,
      'http://localhost:1/v1',
    ));
  it('a provider', () =>
    check('tiercel.tiers.nano.provider', 'vscode', (s) => s.core.tiers.nano.provider, 'vscode'));
  it('a version of the API', () =>
    check('tiercel.tiers.nano.apiVersion', ' v1 ', (s) => s.core.tiers.nano.apiVersion, 'v1'));
  it('a header for the key', () =>
    check('tiercel.tiers.nano.keyHeader', 'api-key', (s) => s.core.tiers.nano.keyHeader, 'api-key'));
  it('work that is not urgent', () =>
    check('tiercel.tiers.nano.serviceTier', 'flex', (s) => s.core.tiers.nano.serviceTier, 'flex'));
  it('a price of writing the cache', () =>
    check('tiercel.tiers.nano.cacheWritePrice', 0, (s) => s.core.tiers.nano.price.cacheWritten, 0));
  it('what a model can do', () =>
    check(
      'tiercel.tiers.nano.capabilities',
      { tools: false, images: null },
      (s) => s.core.tiers.nano.capabilities,
      { tools: false },
    ));
  it('what is done when a file is saved', () =>
    check('tiercel.watch.enabled', true, (s) => s.watch, { isEnabled: true, dayUsd: 0.02 }));
  it('the patience with an answer', () => check('tiercel.stallSeconds', 30, (s) => s.stallTimeoutMs, 30_000));
  it('a budget of the month', () => check('tiercel.budget.monthUsd', 20, (s) => s.core.budgets.monthUsd, 20));
  it('no cap on calls', () =>
    check('tiercel.budget.runCalls', null, (s) => s.core.budgets.runCalls, undefined));
  it('budgets of tiers', () =>
    check('tiercel.budget.tierDayUsd', { planner: 1, mini: null }, (s) => s.core.budgets.tierDayUsd, {
      planner: 1,
    }));
  it('no other price for long inputs', () =>
    check(
      'tiercel.tiers.planner.longContext',
      null,
      (s) => s.core.tiers.planner.price.longContext,
      undefined,
    ));
  it('a higher price by region', () =>
    check('tiercel.tiers.mini.regionFactor', 1.1, (s) => s.core.tiers.mini.price.regionFactor, 1.1));
  it('what flex costs', () =>
    check('tiercel.tiers.mini.flexFactor', 0.25, (s) => s.core.tiers.mini.price.flexFactor, 0.25));
  it('a collector', () =>
    check(
      'tiercel.telemetry.otlpEndpoint',
      'http://localhost:4318',
      (s) => s.otlpEndpoint,
      'http://localhost:4318',
    ));
  it('a budget of nothing', () => check('tiercel.budget.runUsd', 0, (s) => s.core.budgets.runUsd, 0));
  it('a ceiling', () => check('tiercel.ceiling', 'none', (s) => s.core.ceiling, 'none'));
  it('a language server', () =>
    check('tiercel.languageServers', { python: ['py', '--stdio'] }, (s) => s.languageServers, {
      python: ['py', '--stdio'],
    }));

  const refuse = (id: string, value: unknown) => {
    const { settings, problems } = read({ [id]: value });
    assert.deepEqual(settings, read({}).settings);
    assert.deepEqual(
      problems.map((problem) => problem.id),
      [id],
    );
    assert.ok(problems[0]?.message.includes(id), problems[0]?.message);
  };

  const says = (id: string, value: unknown, expected: string) => {
    const [problem] = read({ [id]: value }).problems;
    assert.ok(problem?.message.includes(`(${expected}).`), problem?.message);
  };

  it('says in plain words what a value has to be', () => {
    says('tiercel.budget.runUsd', '5', 'must be a number');
    says('tiercel.budget.runUsd', -1, 'must be 0 or more');
    says('tiercel.budget.runCalls', 'many', 'must be a number');
    says('tiercel.maxParallel', 2.5, 'must be a whole number');
    says('tiercel.maxParallel', 1000, 'must be 32 or less');
    says('tiercel.routing.learn', 'yes', 'must be true or false');
    says('tiercel.ceiling', 'huge', 'must be one of none, nano, mini, planner');
    says('tiercel.tiers.nano.model', '', 'must not be empty');
    says('tiercel.tiers.nano.model', 5, 'must be text');
    says('tiercel.languageServers', { python: [] }, 'python must not be empty');
    says('tiercel.languageServers', { python: 'pyright' }, 'python must be a list');
    says('tiercel.tiers.nano.capabilities', { tools: 'no' }, 'tools must be true or false');
    says('tiercel.tiers.nano.capabilities', { magic: true }, 'must not contain magic');
    says('tiercel.budget.tierDayUsd', { planner: 'one' }, 'planner must be a number');
    const address = 'must be empty or an http:// or https:// address without a user, a query or a fragment';
    says('tiercel.tiers.nano.baseUrl', 'api.example', address);
    says('tiercel.tiers.nano.baseUrl', 5, 'must be text');
  });

  it('refuses a base URL that is none', () => refuse('tiercel.tiers.nano.baseUrl', 'api.example'));
  it('refuses a base URL of another kind', () => refuse('tiercel.tiers.nano.baseUrl', 'file:///etc'));
  it('refuses a base URL with a query', () => refuse('tiercel.tiers.nano.baseUrl', 'https://x/v1?a=b'));
  it('refuses a base URL with a user', () => refuse('tiercel.tiers.nano.baseUrl', 'https://user@x/v1'));
  it('refuses an unknown provider', () => refuse('tiercel.tiers.nano.provider', 'telepathy'));
  it('refuses a capability that is none', () => refuse('tiercel.tiers.nano.capabilities', { magic: true }));
  it('refuses no patience', () => refuse('tiercel.stallSeconds', 0));
  it('refuses an empty model', () => refuse('tiercel.tiers.nano.model', ' '));
  it('refuses a negative price', () => refuse('tiercel.tiers.nano.inputPrice', -1));
  it('refuses a price that is no number', () => refuse('tiercel.tiers.nano.inputPrice', '0.2'));
  it('refuses an unknown ceiling', () => refuse('tiercel.ceiling', 'huge'));
  it('refuses no workers at all', () => refuse('tiercel.maxParallel', 0));
  it('refuses half a worker', () => refuse('tiercel.maxParallel', 1.5));
  it('refuses an empty command', () => refuse('tiercel.languageServers', { python: [] }));

  it('send tiers without a base URL where the environment says', () => {
    const { settings } = read(
      { 'tiercel.tiers.nano.baseUrl': 'https://own.example/v1' },
      'http://env.example/v1',
    );
    const { nano, mini } = settings.core.tiers;
    assert.deepEqual([nano.baseUrl, mini.baseUrl], ['https://own.example/v1', 'http://env.example/v1']);
  });

  it('keep the good ones beside a bad one', () => {
    const { settings } = read({ 'tiercel.maxParallel': 'many', 'tiercel.budget.dayUsd': 7 });
    const { maxParallel, budgets } = settings.core;
    assert.deepEqual([maxParallel, budgets.dayUsd], [defaultSettings.maxParallel, 7]);
  });
});
