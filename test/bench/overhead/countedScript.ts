import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { RecordedCall } from '../../models/endpoint.ts';
import type { Script, ScriptCall, ScriptOutput } from '../../models/script.ts';

/** What a request holds beside its conversation, in tokens. */
export interface FixedTokens {
  readonly instructions: number;
  readonly tools: number;
  readonly schema: number;
}

/** A request as it arrived at the endpoint. */
export interface Arrival extends FixedTokens {
  readonly call: ScriptCall;
  /** On the clock of `performance`. */
  readonly at: number;
  /** When its answer was out, on the same clock. */
  readonly endedAt: Promise<number>;
  readonly input: number;
  readonly output: number;
}

/**
 * The script with tokens counted by the models' own vocabulary: texts, tools and schemas as they are sent. What an
 * endpoint adds by itself, such as its description of a built-in tool, is not known and not counted.
 */
export function countedScript(script: Script, arrivals: Arrival[]): Script {
  return async (call) => {
    const at = performance.now();
    // The endpoint hands its own record of the call on.
    const endedAt = (call as RecordedCall).ended.then(() => performance.now());
    const reply = await script(call);
    const fixed = fixedTokensOf(call.body);
    // The text of a call begins with its instructions.
    const input = countTokens(call.text) + fixed.tools + fixed.schema;
    const output = (reply.output ?? []).reduce((sum, each) => sum + outputTokens(each), 0);
    arrivals.push({ ...fixed, call, at, endedAt, input, output });
    return { ...reply, usage: { input, cached: 0, output, reasoning: 0 } };
  };
}

function fixedTokensOf(body: Record<string, unknown>): FixedTokens {
  const json = (value: unknown) => (value === undefined ? 0 : countTokens(JSON.stringify(value)));
  const { instructions, tools, text } = body as {
    readonly instructions?: string;
    readonly tools?: unknown;
    readonly text?: { readonly format?: { readonly schema?: unknown } };
  };
  return {
    instructions: countTokens(instructions ?? ''),
    tools: json(tools),
    schema: json(text?.format?.schema),
  };
}

function outputTokens(output: ScriptOutput): number {
  switch (output.type) {
    case 'text':
    case 'refusal':
      return countTokens(output.text);
    case 'json':
      return countTokens(JSON.stringify(output.value));
    case 'tool':
      return countTokens(output.name) + countTokens(JSON.stringify(output.arguments));
    case 'patch':
      return countTokens(output.patch);
  }
}
