import type { ModelFault } from './fault.ts';
import type { ImagePart } from './image.ts';
import type { ModelTier, Role } from './tier.ts';

/** A JSON Schema object in the subset that strict structured output takes. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type ToolSpec =
  | {
      readonly type: 'function';
      readonly name: string;
      readonly description: string;
      readonly parameters: JsonSchema;
    }
  /** The means to patch files; the tier's `patchTool` setting decides the form it takes on the wire. */
  | { readonly type: 'patch' };

/** One file operation as the Responses API's own apply_patch tool gives it; `diff` is the body of a V4A section. */
export type PatchOperation =
  | { readonly type: 'create_file'; readonly path: string; readonly diff: string }
  | { readonly type: 'update_file'; readonly path: string; readonly diff: string }
  | { readonly type: 'delete_file'; readonly path: string };

export type ToolCall =
  | {
      readonly type: 'function';
      readonly callId: string;
      readonly name: string;
      /** As the model wrote it: JSON only if it behaved. */
      readonly arguments: string;
    }
  | { readonly type: 'patchOperation'; readonly callId: string; readonly operation: PatchOperation }
  | {
      readonly type: 'patchText';
      readonly callId: string;
      readonly text: string;
      readonly wire: 'custom' | 'function';
    };

export type InputItem =
  /** The images come behind the text. A model that can't see is not asked. */
  | { readonly type: 'user'; readonly text: string; readonly images?: readonly ImagePart[] }
  /** An earlier reply's `items`, sent back as they came: reasoning and calls must be kept to the byte. */
  | { readonly type: 'earlier'; readonly items: readonly unknown[] }
  | { readonly type: 'toolResult'; readonly call: ToolCall; readonly ok: boolean; readonly output: string };

export interface ModelRequest {
  readonly run: string;
  readonly task: string;
  readonly role: Role;
  readonly tier: ModelTier;
  /** The fixed part of the prompt: the same to the byte for all requests with the same `cacheKey`. */
  readonly instructions: string;
  readonly input: readonly InputItem[];
  readonly tools: readonly ToolSpec[];
  /** Makes the model call a tool: any, or the patch tool. */
  readonly toolChoice?: 'auto' | 'required' | 'patch';
  /** Asks for strict structured output of this shape. */
  readonly answer?: { readonly name: string; readonly schema: JsonSchema };
  /** The most tokens of output, reasoning included; the reservation in the ledger is made for this many. */
  readonly maxOutputTokens: number;
  readonly cacheKey: string;
}

/**
 * Tokens as the endpoint counts them; `cached` and `cacheWritten` are parts of `input`, `reasoning` is part of
 * `output`. All zero where nobody counts them.
 */
export interface Usage {
  readonly input: number;
  readonly cached: number;
  /** Written into the endpoint's cache by this call, where the endpoint tells. */
  readonly cacheWritten?: number;
  readonly output: number;
  readonly reasoning: number;
  /** The endpoint did not count; these are our guess, and so is all money made of them. */
  readonly estimated?: true;
  /** The call was served at a rate of its own, half the tier's price. */
  readonly rate?: 'flex' | 'batch';
}

/** All in milliseconds; the time in the queue is not part of the others. */
export interface CallTiming {
  /** How long the call waited for its turn at the endpoint; absent where it did not wait. */
  readonly queueMs?: number;
  /** Milliseconds to the first token of output; absent where none came. */
  readonly firstTokenMs?: number;
  readonly totalMs: number;
}

/** A call that was not sent, because its worst case would pass a limit that the user has set. */
export type BudgetRefusal =
  | {
      readonly type: 'overBudget';
      /** Which budget refused; `tier`: that of the call's tier for a day, `workspace`: that of a workspace for a month. */
      readonly budget: 'run' | 'day' | 'month' | 'tier' | 'workspace';
      readonly limitUsd: number;
      /** The budget of a run as it is set now, where this one was started to cost less. */
      readonly setUsd?: number;
      /** Spent and reserved so far. */
      readonly spentUsd: number;
      /** The least that the call could have been sent for: its worst case with the shortest useful output. */
      readonly neededUsd: number;
    }
  | {
      readonly type: 'overBudget';
      /** A run's cap on what it does rather than on what that costs; the numbers are calls, tokens or minutes. */
      readonly budget: 'calls' | 'tokens' | 'minutes';
      readonly limit: number;
      readonly used: number;
      readonly needed: number;
    };

/** What one call came to. Cancelling is none of these: it rejects with the signal's reason. */
export type ModelReply =
  | {
      readonly type: 'completed';
      readonly text: string;
      readonly calls: readonly ToolCall[];
      readonly items: readonly unknown[];
      readonly usage: Usage;
      readonly timing: CallTiming;
    }
  | { readonly type: 'refused'; readonly text: string; readonly usage: Usage; readonly timing: CallTiming }
  /** The endpoint ended the answer early. Its text may be read; its tool calls are gone on purpose. */
  | {
      readonly type: 'cutOff';
      readonly reason: string;
      readonly text: string;
      readonly usage: Usage;
      readonly timing: CallTiming;
    }
  | { readonly type: 'fault'; readonly fault: ModelFault }
  | BudgetRefusal;

export interface SendOptions {
  readonly signal: AbortSignal;
  /**
   * Once it is aborted nobody wants the answer: nothing more is sent, which rejects with its reason, but what is under
   * way goes on, since only the end of an answer says what it costs.
   */
  readonly unwanted?: AbortSignal;
  /** Called as text arrives; for showing, never for deciding. */
  readonly onText?: (delta: string) => void;
  /** Told when the request begins to wait for its turn at the endpoint, and when it goes out: until then it is free. */
  readonly onQueue?: (isWaiting: boolean) => void;
}

/** The one way out: every request to a model goes through this port. */
export interface ModelClient {
  send(request: ModelRequest, options: SendOptions): Promise<ModelReply>;
}
