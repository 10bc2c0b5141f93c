import { imagesOf } from './image.ts';
import { imageTokens } from './imageTokens.ts';
import type { ModelRequest, Usage } from './modelClient.ts';
import type { TierSettings } from './tier.ts';

/** Bytes of code and prose in a token, at the low end of what is usual, so that the guess is rather too high. */
const bytesPerToken = 3;

/** A guess at the usage of a call whose endpoint did not count. */
export function estimateUsage(
  request: ModelRequest,
  tier: Pick<TierSettings, 'model'>,
  output: string,
): Usage {
  return {
    input: estimateInput(request, tier),
    cached: 0,
    output: tokensIn(output),
    reasoning: 0,
    estimated: true,
  };
}

/** About how many tokens a request has. */
export function estimateInput(request: ModelRequest, tier: Pick<TierSettings, 'model'>): number {
  const { instructions, input, tools, answer } = request;
  const withoutImages = input.map((item) => (item.type === 'user' ? item.text : item));
  const text = instructions + JSON.stringify([withoutImages, tools, answer ?? null]);
  return imagesOf(request).reduce((sum, image) => sum + imageTokens(image, tier), tokensIn(text));
}

/** About how many tokens a text has. */
export function tokensIn(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / bytesPerToken);
}
