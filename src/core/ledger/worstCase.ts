import { imagesOf } from '../model/image.ts';
import { imageTokens } from '../model/imageTokens.ts';
import type { InputItem, ModelRequest, ToolSpec } from '../model/modelClient.ts';
import type { TierSettings } from '../model/tier.ts';
import { costOf, type NanoUsd } from './money.ts';

/**
 * Counts the tokens of texts by the o200k vocabulary, never less than there are; undefined where it can't, and then
 * the bound by bytes stands in.
 */
export type TokenCounter = (texts: readonly string[]) => Promise<readonly number[] | undefined>;

export interface TokenBound {
  readonly input: number;
  readonly output: number;
}

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

/** What a model without tool calls or strict answers is told in their place, beside the tools and schemas themselves. */
const degradedTokens = 250;

/** What a count is raised by: pieces are joined by the endpoint in ways that are not published. */
const countMargin = 1.05;

/** The models whose tokens are o200k's. The names may come with a provider before them and a date behind. */
const o200kModels = /(?:^|\/)(?:gpt-(?:4o|4\.1|4\.5|5|oss)|chatgpt-4o|codex-mini|o[134](?:-|$))/i;

/** Whether the tier's model is known to split text as o200k does; others are bounded by their bytes. */
export function hasKnownTokens(tier: Pick<TierSettings, 'model'>): boolean {
  return o200kModels.test(tier.model);
}

/**
 * An upper bound of what a request can be billed, by its bytes alone. Models split text into byte-level tokens, none
 * shorter than one byte, so that text has at most as many tokens as UTF-8 bytes. It is three to four times what is
 * usual, and holds for every model. Images count by their size, as the tier's model counts them.
 */
export function worstCaseTokens(request: ModelRequest, tier: Pick<TierSettings, 'model'>): TokenBound {
  const { texts, extra } = piecesOf(request, tier);
  return {
    input: texts.reduce((sum, text) => sum + byteLength(text), extra),
    output: request.maxOutputTokens,
  };
}

/**
 * The same by a tokenizer where the model's tokens are known to it, and so three to four times tighter; what it counts
 * is raised by five percent. A tool or a schema counts as its JSON, which is longer than the form that the published
 * endpoints give the model.
 */
export async function countedTokens(
  request: ModelRequest,
  tier: Pick<TierSettings, 'model'>,
  count: TokenCounter | undefined,
): Promise<TokenBound> {
  const byBytes = worstCaseTokens(request, tier);
  if (count === undefined || !hasKnownTokens(tier)) return byBytes;
  const { texts, extra } = piecesOf(request, tier);
  const counts = await count(texts);
  if (counts?.length !== texts.length) return byBytes;
  const counted = counts.reduce((sum, tokens) => sum + tokens, 0);
  const mayDegrade = request.tools.length > 0 || request.answer !== undefined;
  const input = extra + (mayDegrade ? degradedTokens : 0) + Math.ceil(counted * countMargin);
  return { input: Math.min(input, byBytes.input), output: byBytes.output };
}

/** The dearest that so many tokens can come out at the tier's price; no cached token and no reduced rate is counted on. */
export function costOfBound({ input, output }: TokenBound, { price }: Pick<TierSettings, 'price'>): NanoUsd {
  const dearestInput = Math.max(price.input, price.cached, price.cacheWritten ?? 0);
  return costOf({ input, cached: 0, output, reasoning: 0 }, { ...price, input: dearestInput });
}

/** The texts of a request, each of them tokenized by itself, and the tokens that come on top of theirs. */
function piecesOf(
  request: ModelRequest,
  tier: Pick<TierSettings, 'model'>,
): { readonly texts: readonly string[]; readonly extra: number } {
  const texts = [
    request.instructions,
    ...request.input.flatMap(itemTexts),
    ...request.tools.flatMap(toolTexts),
    ...(request.answer === undefined ? [] : [jsonOf(request.answer)]),
  ];
  const patchTools = request.tools.filter((tool) => tool.type === 'patch').length;
  const framed = 1 + request.input.reduce((sum, item) => sum + framesOf(item), 0) + request.tools.length;
  const frames = request.answer === undefined ? framed : framed + 1;
  const images = imagesOf(request);
  const seen = images.reduce((sum, image) => sum + framingTokens + imageTokens(image, tier), 0);
  return { texts, extra: frames * framingTokens + patchTools * patchToolTokens + seen };
}

function itemTexts(item: InputItem): readonly string[] {
  switch (item.type) {
    case 'user':
      return [item.text];
    case 'earlier':
      return item.items.map(jsonOf);
    case 'toolResult':
      return [item.call.callId, item.output];
  }
}

function framesOf(item: InputItem): number {
  return item.type === 'earlier' ? item.items.length : 1;
}

function toolTexts(tool: ToolSpec): readonly string[] {
  return tool.type === 'patch' ? [] : [jsonOf(tool)];
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
