import type { ImagePart } from '../../core/model/image.ts';

/** What is needed of VS Code's models, with nothing of VS Code in it, so that it can be tested without one. */

export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly image: ImagePart }
  | { readonly type: 'call'; readonly callId: string; readonly name: string; readonly input: object }
  | { readonly type: 'result'; readonly callId: string; readonly output: string };

/** What a model answers with. */
export type AnswerPart = Extract<MessagePart, { type: 'text' | 'call' }>;

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly MessagePart[];
}

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

export interface LanguageModel {
  readonly maxInputTokens: number;
  /** Tokens of a text, by the model's own count. */
  count(text: string, signal: AbortSignal): Promise<number>;
  /**
   * Sends a talk; the parts of the answer come as they are made. Throws a LanguageModelRefusal where the model can't
   * be used. The first request of an extension makes VS Code ask the user.
   */
  send(
    messages: readonly Message[],
    options: { readonly tools: readonly Tool[]; readonly mustCall: boolean; readonly signal: AbortSignal },
  ): AsyncIterable<AnswerPart>;
}

export interface LanguageModels {
  /** The model of a name, as `vendor/family`, a family or an id; undefined where VS Code has none such. */
  find(name: string): Promise<LanguageModel | undefined>;
}

/** VS Code's own word for why a model can't be used: `NoPermissions`, `Blocked`, `NotFound` or another. */
export class LanguageModelRefusal extends Error {
  override readonly name = 'LanguageModelRefusal';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
