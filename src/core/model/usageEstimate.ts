import type { ModelRequest, Usage } from './modelClient.ts';

/** Bytes of code and prose in a token, at the low end of what is usual, so that the guess is rather too high. */
const bytesPerToken = 3;

/** A guess at the usage of a call whose endpoint did not count. */
export function estimateUsage(request: ModelRequest, output: string): Usage {
  const { instructions, input, tools, answer } = request;
  const texts = [instructions, JSON.stringify([input, tools, answer ?? null])];
  return {
    input: tokensIn(texts.join('')),
    cached: 0,
    output: tokensIn(output),
    reasoning: 0,
    estimated: true,
  };
}

/** About how many tokens a text has. */
export function tokensIn(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / bytesPerToken);
}
