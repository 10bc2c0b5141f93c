import assert from 'node:assert/strict';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { sampleScript } from '../../../models/sampleScript.ts';
import { errorsWhere } from '../../support/fakeChecker.ts';
import { errorAt } from '../../support/runTask.ts';
import { runAtEndpoint } from './runAtEndpoint.ts';
import { sampleFiles } from './sampleFiles.ts';

/** The endpoint's own words for its patch tool go with no text of ours; put at what the leanest published form takes. */
const patchToolTokens = 200;
const most = 1_500;

/** The text of a request's body that the model reads, JSON's own signs included, by the models' own tokenizer. */
function tokensOf({ body }: { readonly body: Record<string, unknown> }): number {
  const { instructions, tools, input, messages } = body;
  return countTokens(JSON.stringify({ instructions, tools, input, messages })) + patchToolTokens;
}

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
