import type { InputItem, ModelRequest, ToolSpec } from '../model/modelClient.ts';
import type { TierSettings } from '../model/tier.ts';
import { costOf, type NanoUsd } from './money.ts';

/**
 * Tokens the endpoint may add around a piece of the request (message markers, roles, headings of tools and schemas).
 * A message takes about four in the published formats; this is four times that.
 */
const framingTokens = 16;

/**
 * Tokens for the endpoint's own description of its patch tool, which goes with no text of ours that could be counted.
 * The published description of the V4A format is about 1,000 tokens long.
 */
const patchToolTokens = 2_000;

/**
 * An upper bound of what a request can be billed. Models split text into byte-level tokens, none shorter than one
 * byte, so that text has at most as many tokens as UTF-8 bytes. It is three to four times what is usual: the price of
 * a bound that holds with no tokenizer at hand.
 */
export function worstCaseTokens(request: ModelRequest): { readonly input: number; readonly output: number } {
  let input = framingTokens + textTokens(request.instructions);
  for (const item of request.input) input += itemTokens(item);
  for (const tool of request.tools) input += toolTokens(tool);
  if (request.answer !== undefined) input += framingTokens + jsonTokens(request.answer);
  return { input, output: request.maxOutputTokens };
}

/** The dearest that a request can come out at the tier's price; no cached token is counted on. */
export function worstCaseCost(request: ModelRequest, tier: Pick<TierSettings, 'price'>): NanoUsd {
  const { input, output } = worstCaseTokens(request);
  const { price } = tier;
  const dearestInput = Math.max(price.input, price.cached, price.cacheWritten ?? 0);
  return costOf({ input, cached: 0, output, reasoning: 0 }, { ...tier.price, input: dearestInput });
}

function itemTokens(item: InputItem): number {
  switch (item.type) {
    case 'user':
      return framingTokens + textTokens(item.text);
    case 'earlier':
      return item.items.reduce<number>((sum, one) => sum + framingTokens + jsonTokens(one), 0);
    case 'toolResult':
      return framingTokens + textTokens(item.call.callId) + textTokens(item.output);
  }
}

function toolTokens(tool: ToolSpec): number {
  return framingTokens + (tool.type === 'patch' ? patchToolTokens : jsonTokens(tool));
}

function jsonTokens(value: unknown): number {
  return textTokens(JSON.stringify(value) ?? '');
}

function textTokens(text: string): number {
  return new TextEncoder().encode(text).length;
}
