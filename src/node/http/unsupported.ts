import type { Failure } from './faultOf.ts';

/** What a request can do without. */
export type Optional =
  | 'store'
  | 'metadata'
  | 'prompt_cache_key'
  | 'stream_options'
  | 'reasoning_effort'
  | 'response_format'
  | 'parallel_tool_calls'
  | 'tool_choice'
  | 'strict'
  | 'service_tier'
  | 'reasoning_content'
  | 'apply_patch'
  | 'custom_tools'
  | 'tools'
  /** The older name of the output's cap; without it the newer is used, and the other way round. */
  | 'max_tokens'
  | 'max_completion_tokens';

// Narrow names come first: "tools" is part of many sentences about one detail of a tool.
const words: readonly (readonly [Optional, RegExp])[] = [
  ['stream_options', /stream_options|include_usage/],
  ['prompt_cache_key', /prompt_cache_key/],
  ['metadata', /\bmetadata\b/],
  ['service_tier', /service_tier|service tier/],
  ['reasoning_content', /reasoning_content/],
  [
    'reasoning_effort',
    /reasoning[._ ]effort|['"`]reasoning['"`]|support thinking|reasoning\.encrypted_content/,
  ],
  ['response_format', /response_format|text\.format|json_schema|structured output/],
  ['parallel_tool_calls', /parallel[_ ]tool[_ ]calls/],
  ['store', /['"`.\s]store\b/],
  ['max_completion_tokens', /max_completion_tokens/],
  ['max_tokens', /['"`\s.]max_tokens/],
  ['strict', /\bstrict\b/],
  ['apply_patch', /\bapply_patch\b/],
  ['custom_tools', /['"`]custom['"`]|custom tool/],
  [
    'tools',
    /enable-auto-tool-choice|support (?:tools?|function)|tool (?:use|calling)|function calling|['"`]tools['"`]/,
  ],
  ['tool_choice', /tool_choice|tool choice/],
];

const refusal =
  /unsupported (?!value)|not support|n['’]t support|unknown|unrecogni[sz]ed|not permitted|not allowed|only allowed when|extra[_ ](?:inputs|fields|forbidden)|unexpected (?:field|keyword|parameter)|not available|no such|does not exist|requires --|no endpoints found|use 'max_/i;

const refusedValue = /(?:unsupported|invalid) value/i;
const refusedToolType = /(?:invalid|wrong) (?:value|type|tool)[^.]*\b(?:apply_patch|custom)\b/i;

/**
 * The part of a request that an endpoint says it does not know, or undefined where its complaint is another one. A
 * value that is refused is no such case: the user set it, and is told.
 */
export function unsupportedIn(failure: Failure, sent: ReadonlySet<Optional>): Optional | undefined {
  const { status, detail, param = '' } = failure;
  if (status === undefined || ![400, 404, 415, 422, 501].includes(status)) return undefined;
  const isRefused = refusedToolType.test(detail) || (refusal.test(detail) && !refusedValue.test(detail));
  if (!isRefused) return undefined;
  // What the endpoint names itself counts more than what its sentence happens to hold.
  const named = (text: string) => words.find(([name, word]) => sent.has(name) && word.test(text))?.[0];
  return (param !== '' ? named(` '${param}'`) : undefined) ?? named(` ${detail.toLowerCase()}`);
}
