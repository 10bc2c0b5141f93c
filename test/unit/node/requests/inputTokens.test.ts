import assert from 'node:assert/strict';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import type { ModelTier, PatchToolForm } from '../../../../src/core/model/tier.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { instructionsFor, loopWithCommands } from '../../../../src/core/worker/prompts.ts';
import { loopToolsFor, nanoTools } from '../../../../src/core/worker/tools/tools.ts';
import { requestBody } from '../../../../src/node/responses/requestBody.ts';
import { sampleScript } from '../../../models/sampleScript.ts';
import { errorsWhere } from '../../support/fakeChecker.ts';
import { errorAt } from '../../support/runTask.ts';
import { sampleFiles } from '../../support/sampleFiles.ts';
import { runAtEndpoint } from './runAtEndpoint.ts';

/** The endpoint's own words for its patch tool go with no text of ours; put at what the leanest published form takes. */
const patchToolTokens = 200;
const most = 1_500;

/** The text of a request's body that the model reads, JSON's own signs included, by the models' own tokenizer. */
function tokensOf({ body }: { readonly body: Record<string, unknown> }): number {
  const { instructions, tools, input, messages } = body;
  return countTokens(JSON.stringify({ instructions, tools, input, messages })) + patchToolTokens;
}

const outgoing = (tier: ModelTier, form: PatchToolForm, withCommands: boolean): Record<string, unknown> => {
  const tools = tier === 'nano' ? nanoTools : loopToolsFor({ commands: withCommands, userTools: false });
  const request: ModelRequest = {
    run: 'r',
    task: 't',
    role: 'work',
    tier,
    instructions: withCommands ? loopWithCommands : instructionsFor[tier],
    input: [],
    tools,
    maxOutputTokens: 1,
    cacheKey: 'k',
  };
  const body = requestBody({
    request,
    tier: defaultSettings.tiers[tier],
    patchForm: form,
    refused: new Set(),
    reasons: false,
    parallelTools: true,
    promptCache: true,
    isFlex: false,
  });
  return { ...body };
};

describe('the fixed part of a request', () => {
  // Exact, so that no word is added without a look at what it costs with every request.
  const check = (
    name: string,
    [tier, form, withCommands = false]: readonly [ModelTier, PatchToolForm, boolean?],
    tokens: number,
    atMost: number,
  ) =>
    it(`is ${tokens} tokens for ${name}`, () => {
      const own = form === 'apply_patch' ? 0 : patchToolTokens;
      assert.equal(tokensOf({ body: outgoing(tier, form, withCommands) }) - own, tokens);
      assert.ok(tokens <= atMost);
    });
  check('nano', ['nano', 'apply_patch'], 403, 600);
  check('nano with a patch tool of our words', ['nano', 'custom'], 331, 600);
  check('nano with a patch tool as a function', ['nano', 'function'], 361, 600);
  check('mini', ['mini', 'apply_patch'], 860, 1_500);
  check('mini with a patch tool of our words', ['mini', 'custom'], 789, 1_500);
  check('mini with commands and a patch tool as a function', ['mini', 'function', true], 969, 1_500);
});

describe('the input tokens of all requests of a run', function () {
  // The first case loads the client of the endpoint.
  this.timeout(10_000);
  const files = sampleFiles();
  const fixes = [
    {
      path: 'src/orderCsv.ts',
      word: 'quantity: amount',
      message: "Type 'string' is not assignable to type 'number'.",
    },
    {
      path: 'src/monthlyReport.ts',
      word: 'monthOf(invoice.issuedOn)',
      message: "Argument of type 'string' is not assignable to parameter of type 'Date'.",
    },
  ];
  for (const { path, word, message } of fixes) {
    it(`fix a one-line type error of the sample with at most ${most}: ${path}`, async function () {
      const diagnostic = errorAt(path, files[path] ?? '', word, message);
      const { state, calls } = await runAtEndpoint(
        { type: 'fixProblem', diagnostic },
        { files, script: sampleScript, rule: errorsWhere({ [word]: message }) },
      );
      assert.equal(state.proposals[0]?.verdict.outcome, 'passed');
      const tokens = calls.map(tokensOf).reduce((sum, each) => sum + each, 0);
      assert.ok(tokens <= most, `${tokens}`);
      const { test } = this;
      if (test) test.title += ` (${tokens} in ${calls.length})`;
    });
  }
});
