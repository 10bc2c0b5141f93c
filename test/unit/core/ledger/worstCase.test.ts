import assert from 'node:assert/strict';
import { costOf } from '../../../../src/core/ledger/money.ts';
import { costOfBound, hasKnownTokens, worstCaseTokens } from '../../../../src/core/ledger/worstCase.ts';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';

const empty: ModelRequest = {
  run: 'r',
  task: 't',
  role: 'work',
  tier: 'mini',
  instructions: '',
  input: [],
  tools: [],
  maxOutputTokens: 100,
  cacheKey: 'k',
};
const tier = { model: 'gpt-5.4-mini' };
const bytes = (text: string) => new TextEncoder().encode(text).length;

describe('worstCaseTokens', () => {
  const base = worstCaseTokens(empty, tier).input;
  /** `parts` of a request take at least one token for each of `atLeast` bytes, and not more than 32 for framing. */
  const check = (parts: Partial<ModelRequest>, atLeast: number) => {
    const added = worstCaseTokens({ ...empty, ...parts }, tier).input - base;
    assert.ok(added >= atLeast && added <= atLeast + 32, `${added} tokens for ${atLeast} bytes`);
  };

  it('counts every byte of text that is sent', () => {
    check({ instructions: 'abc' }, 3);
    check({ instructions: 'é€😀' }, 9);
    check({ input: [{ type: 'user', text: '日本' }] }, 6);
  });
  it('counts earlier items and tool results', () => {
    const item = { type: 'reasoning', encrypted_content: 'x'.repeat(1_000) };
    check({ input: [{ type: 'earlier', items: [item] }] }, bytes(JSON.stringify(item)));
    const call = { type: 'function', callId: 'call_1', name: 'read_file', arguments: '{}' } as const;
    check({ input: [{ type: 'toolResult', call, ok: true, output: 'text of a file' }] }, 14 + 6);
  });
  it('counts tools and the schema of the answer', () => {
    const tool = { type: 'function', name: 'f', description: 'd', parameters: { type: 'object' } } as const;
    check({ tools: [tool] }, bytes(JSON.stringify(tool)));
    const answer = { name: 'a', schema: { type: 'object', properties: {} } };
    check({ answer }, bytes(JSON.stringify(answer)));
  });
  it('counts images by their size, and not by their bytes', () => {
    const image = { mediaType: 'image/png', data: 'A'.repeat(100_000), width: 64, height: 64 } as const;
    check({ input: [{ type: 'user', text: 'Look.', images: [image, image] }] }, 5 + 2 * (10 + 16));
  });
  it('allows for what an endpoint says of its own patch tool', () => {
    assert.ok(worstCaseTokens({ ...empty, tools: [{ type: 'patch' }] }, tier).input - base >= 2_000);
  });
  it('takes the most output that was asked for', () => {
    assert.equal(worstCaseTokens({ ...empty, maxOutputTokens: 4_321 }, tier).output, 4_321);
  });
});

describe('the models whose tokens are known', () => {
  const check = (model: string, expected: boolean) =>
    it(`${expected ? 'have' : 'do not have'} ${model} among them`, () =>
      assert.equal(hasKnownTokens({ model }), expected));
  for (const model of [
    'gpt-5.4-nano',
    'gpt-4o',
    'gpt-4.1-mini',
    'openai/gpt-5-mini',
    'copilot/gpt-5-mini',
    'o3',
    'o4-mini',
  ])
    check(model, true);
  for (const model of [
    'gpt-4',
    'gpt-4-turbo',
    'gpt-3.5-turbo',
    'claude-sonnet-4',
    'qwen3-coder',
    'llama3.1',
    'my-gpt-5',
  ])
    check(model, false);
});

describe('costOfBound', () => {
  const price = { input: 0.75, cached: 0.075, output: 4.5, source: 'test' };

  it('prices the bound with nothing cached', () => {
    assert.equal(costOfBound({ input: 300, output: 20 }, { price }), 300 * 750 + 20 * 4_500);
  });
  it('holds where cached tokens cost more than fresh ones', () => {
    const odd = { ...price, cached: 9 };
    assert.equal(
      costOfBound({ input: 300, output: 20 }, { price: odd }),
      costOf({ input: 300, cached: 300, output: 20, reasoning: 0 }, odd),
    );
  });
});

describe('costOf', () => {
  const price = { input: 0.2, cached: 0.02, output: 1.25, source: 'test' };
  const check = (input: number, cached: number, output: number, nano: number) =>
    assert.equal(costOf({ input, cached, output, reasoning: 0 }, price), nano);

  it('prices fresh, cached and output tokens apart', () => {
    check(1_000_000, 0, 0, 200_000_000);
    check(1_000, 400, 10, 600 * 200 + 400 * 20 + 10 * 1_250);
  });
  it('never credits more cached tokens than there is input', () => check(10, 50, 0, 10 * 20));
});
