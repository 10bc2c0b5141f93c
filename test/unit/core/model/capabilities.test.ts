import assert from 'node:assert/strict';
import { type Capabilities, capabilitiesOf, patchFormOf } from '../../../../src/core/model/capabilities.ts';
import { needsKey, type PatchToolForm, type TierSettings } from '../../../../src/core/model/tier.ts';

type Asked = Pick<TierSettings, 'provider' | 'baseUrl' | 'model' | 'capabilities'>;

const openai = 'https://api.openai.com/v1';
const local = 'http://localhost:11434/v1';

describe('what a model is believed to do', () => {
  const check = (title: string, tier: Partial<Asked>, expected: Partial<Capabilities>) =>
    it(title, () => {
      const can = capabilitiesOf({ provider: 'chat', baseUrl: local, model: 'small', ...tier });
      assert.deepEqual({ ...can, ...expected }, can);
    });
  check(
    'is all of the Responses API',
    { provider: 'responses' },
    { applyPatch: true, customTools: true, images: true },
  );
  check(
    'is less over chat completions',
    {},
    { applyPatch: false, customTools: false, tools: true, strictSchema: true },
  );
  check('is more at OpenAI itself', { baseUrl: openai }, { customTools: true, applyPatch: false });
  check('is more at Azure', { baseUrl: 'https://me.openai.azure.com/openai/v1' }, { customTools: true });
  check(
    'is not more at a host that only looks alike',
    { baseUrl: 'https://openai.com.example/v1' },
    { customTools: false },
  );
  check(
    'is not more for a path that only looks alike',
    { baseUrl: 'https://x.example/api.openai.com' },
    { customTools: false },
  );
  check('is no tools for models that were made without', { model: 'gemma:2b' }, { tools: false });
  check('is images for models that see', { model: 'qwen2.5-vl-7b' }, { images: true });
  check(
    'is tools, but no schema, for the models of VS Code',
    { provider: 'vscode' },
    { tools: true, strictSchema: false },
  );
  check(
    'is what the user says',
    { capabilities: { tools: false, images: true } },
    { tools: false, images: true },
  );
});

describe('the form of the patch tool', () => {
  const check = (wanted: PatchToolForm, can: Partial<Capabilities>, expected: PatchToolForm) =>
    it(`is ${expected} for ${wanted} with ${JSON.stringify(can)}`, () => {
      const none = capabilitiesOf({ provider: 'vscode', baseUrl: '', model: '' });
      assert.equal(patchFormOf(wanted, { ...none, ...can }), expected);
    });
  check('apply_patch', { applyPatch: true, customTools: true }, 'apply_patch');
  check('apply_patch', { customTools: true }, 'custom');
  check('apply_patch', {}, 'function');
  check('custom', { applyPatch: true, customTools: true }, 'custom');
  check('custom', { applyPatch: true }, 'function');
  check('function', { applyPatch: true, customTools: true }, 'function');
});

describe('whether a tier needs a key', () => {
  const check = (tier: Parameters<typeof needsKey>[0], expected: boolean) =>
    it(`${JSON.stringify(tier)}: ${expected}`, () => assert.equal(needsKey(tier), expected));
  check({ provider: 'responses', baseUrl: openai }, true);
  check({ provider: 'responses', baseUrl: local }, true);
  check({ provider: 'chat', baseUrl: openai }, true);
  check({ provider: 'chat', baseUrl: local }, false);
  check({ provider: 'chat', baseUrl: 'http://127.0.0.1:8000/v1' }, false);
  check({ provider: 'chat', baseUrl: 'localhost:8000/v1' }, false);
  check({ provider: 'chat', baseUrl: 'http://localhost.example/v1' }, true);
  check({ provider: 'chat', baseUrl: 'https://vllm.example/v1', keyHeader: 'none' }, false);
  check({ provider: 'vscode', baseUrl: openai }, false);
});
