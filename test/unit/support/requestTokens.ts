import { estimateTokens } from '../../../src/core/context/tokenEstimate.ts';
import type { ModelRequest } from '../../../src/core/model/modelClient.ts';

/** The patch tool's own words on the wire, which the provider writes, are put at this much. */
const patchToolTokens = 200;

/** About how many tokens a request, or a part of one, comes to. */
export function requestTokens({
  instructions,
  tools,
  input,
  answer,
}: Pick<ModelRequest, 'instructions' | 'tools' | 'input' | 'answer'>): number {
  const said = input.map((item) => (item.type === 'user' ? item.text : JSON.stringify(item)));
  const offered = tools.map((each) =>
    each.type === 'patch' ? 'x'.repeat(4 * patchToolTokens) : JSON.stringify(each),
  );
  const shape = answer === undefined ? [] : [JSON.stringify(answer)];
  return estimateTokens([instructions, ...offered, ...shape, ...said].join('\n'));
}
