/**
 * What a scripted model says: the language in which tests write its answers. The endpoint (endpoint.ts) turns these
 * into the true wire. Nothing here ships.
 */

/** One request as the script sees it. */
export interface ScriptCall {
  readonly role: string;
  readonly tier: string;
  readonly run: string;
  readonly task: string;
  /** How many calls with this run, task, role and tier came before this one. */
  readonly nth: number;
  /** The request's body as it arrived. */
  readonly body: Record<string, unknown>;
  /** All text of the request's instructions and input, tool results included, for scripts that look for a word. */
  readonly text: string;
}

export type ScriptOutput =
  | { readonly type: 'text'; readonly text: string }
  /** A structured answer: sent as the JSON text of the value. */
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'tool'; readonly name: string; readonly arguments: unknown }
  /**
   * A V4A patch ("*** Begin Patch …"). It goes out in the form the request offers: apply_patch_call items, a custom
   * tool call, or a function call.
   */
  | { readonly type: 'patch'; readonly patch: string }
  | { readonly type: 'refusal'; readonly text: string };

export type ScriptFault =
  | {
      readonly type: 'status';
      readonly status: number;
      readonly code?: string;
      /** The parameter that is complained of. */
      readonly param?: string;
      readonly message: string;
      readonly retryAfterSeconds?: number;
    }
  /** What no endpoint of this API says: these bytes, whatever they are. */
  | {
      readonly type: 'raw';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: Uint8Array | string;
    }
  /** The socket is destroyed after this many bytes of the stream. */
  | { readonly type: 'reset'; readonly afterBytes: number }
  /** Nothing more is sent after this many bytes, and the socket stays open. */
  | { readonly type: 'stall'; readonly afterBytes: number }
  /** The stream ends in good order but without its terminal event. */
  | { readonly type: 'noTerminalEvent' }
  /** The terminal event says incomplete (max_output_tokens): calls may have cut arguments. */
  | { readonly type: 'incomplete' }
  /** A function call whose arguments are this text. */
  | { readonly type: 'badArguments'; readonly name: string; readonly arguments: string };

export interface ScriptReply {
  readonly output?: readonly ScriptOutput[];
  readonly fault?: ScriptFault;
  /** Tokens to report; where absent they are counted from the texts (characters / 4). `none`: none are reported. */
  readonly usage?:
    | {
        readonly input: number;
        readonly cached: number;
        readonly cacheWritten?: number;
        readonly output: number;
        readonly reasoning: number;
      }
    | 'none';
  /** More headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type Script = (call: ScriptCall) => ScriptReply | Promise<ScriptReply>;
