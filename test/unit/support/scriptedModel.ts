import type {
  ModelClient,
  ModelReply,
  ModelRequest,
  SendOptions,
  ToolCall,
} from '../../../src/core/model/modelClient.ts';

export type Script =
  | readonly ModelReply[]
  | ((request: ModelRequest, nth: number) => ModelReply | Promise<ModelReply>);

/** Answers with what the test wrote, in order, and keeps each request. Throws when it is asked once too often. */
export class ScriptedModel implements ModelClient {
  readonly requests: ModelRequest[] = [];
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  async send(request: ModelRequest, options: SendOptions): Promise<ModelReply> {
    options.signal.throwIfAborted();
    const nth = this.requests.push(request) - 1;
    if (typeof this.#script === 'function') return this.#script(request, nth);
    const reply = this.#script[nth];
    if (!reply) throw new Error(`the script has ${this.#script.length} replies and was asked for one more`);
    return reply;
  }

  /** All text of a request as the endpoint would read it. */
  textOf(nth: number): string {
    const request = this.requests[nth];
    if (!request) throw new Error(`there was no request ${nth}`);
    return [
      request.instructions,
      ...request.input.map((item) => {
        if (item.type === 'user') return item.text;
        return item.type === 'toolResult' ? item.output : JSON.stringify(item.items);
      }),
    ].join('\n');
  }
}

const measured = {
  usage: { input: 100, cached: 0, output: 20, reasoning: 0 },
  timing: { totalMs: 1 },
} as const;

/** A finished reply that makes calls, or says something. */
export function reply(...parts: readonly (ToolCall | string)[]): ModelReply {
  const calls = parts.filter((part) => typeof part !== 'string');
  const text = parts.filter((part) => typeof part === 'string').join('\n');
  return { type: 'completed', text, calls, items: calls, ...measured };
}

export function cutOff(text = ''): ModelReply {
  return { type: 'cutOff', reason: 'max_output_tokens', text, ...measured };
}

export function refused(text: string): ModelReply {
  return { type: 'refused', text, ...measured };
}

let calls = 0;
const nextId = () => `call_${++calls}`;

/** A function call; a string stands for the arguments as the model wrote them. */
export function tool(name: string, args: unknown): ToolCall {
  const written = typeof args === 'string' ? args : JSON.stringify(args);
  return { type: 'function', callId: nextId(), name, arguments: written };
}

export function patchText(text: string): ToolCall {
  return { type: 'patchText', callId: nextId(), text, wire: 'custom' };
}

/** A V4A patch that replaces one line of a file. */
export function replaceLine(path: string, before: string, after: string): ToolCall {
  return patchText(
    ['*** Begin Patch', `*** Update File: ${path}`, '@@', `-${before}`, `+${after}`, '*** End Patch'].join(
      '\n',
    ),
  );
}
