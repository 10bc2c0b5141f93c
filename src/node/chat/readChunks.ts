import { isRecord } from '../../base/isRecord.ts';
import { EndlessAnswer } from '../http/guardedFetch.ts';
import { type JsonRecord, recordOr } from '../http/jsonRecord.ts';
import type { Listener } from '../http/wire.ts';
import { CallDeltas, type GrowingCall } from './callDeltas.ts';

export interface ChatReport {
  /** `brokenOff`: the stream ended without a reason to finish, whatever else it held. */
  readonly end:
    | { readonly type: 'finished'; readonly reason: string }
    | { readonly type: 'failed'; readonly error: unknown }
    | { readonly type: 'brokenOff' };
  readonly text: string;
  readonly refusal: string;
  /** The model's reasoning, where the endpoint shows it. */
  readonly reasoning: string;
  readonly reasoningDetails: readonly unknown[];
  readonly calls: readonly GrowingCall[];
  /** The endpoint's own count; undefined where it sent none. */
  readonly usage: JsonRecord | undefined;
  readonly serviceTier: unknown;
}

/** No answer has more calls or more pieces of reasoning: its endpoint has gone wrong. */
const mostCalls = 10_000;
const mostDetails = 200_000;

/** How long the count of tokens may take to come after the end of the answer, in milliseconds. */
const countGraceMs = 3_000;

/** Reads the chunks of one answer. `[DONE]` may be missing: it is the reason to finish that makes an answer whole. */
export async function readChunks(chunks: AsyncIterable<unknown>, listener: Listener): Promise<ChatReport> {
  const calls = new CallDeltas();
  const shown = new ShownText(listener.onText);
  const reasoningDetails: unknown[] = [];
  let end: ChatReport['end'] = { type: 'brokenOff' };
  let refusal = '';
  let reasoning = '';
  let usage: JsonRecord | undefined;
  let serviceTier: unknown;
  try {
    for await (const chunk of chunks) {
      if (!isRecord(chunk)) continue;
      if (isRecord(chunk.error)) {
        if (end.type === 'brokenOff') end = { type: 'failed', error: chunk.error };
        break;
      }
      const counted = chunk.usage ?? recordOr(chunk.x_groq).usage;
      if (isRecord(counted)) usage = counted;
      serviceTier = chunk.service_tier ?? serviceTier;
      const [choice] = Array.isArray(chunk.choices) ? chunk.choices.filter(isRecord) : [];
      if (choice === undefined || end.type !== 'brokenOff') continue;
      const delta = isRecord(choice.delta) ? choice.delta : recordOr(choice.message);
      const said = textIn(delta.content);
      const thought = textIn(delta.reasoning_content ?? delta.reasoning);
      const pieces = Array.isArray(delta.tool_calls) ? delta.tool_calls : [];
      const declined = textIn(delta.refusal);
      if (said !== '' || thought !== '' || declined !== '' || pieces.length > 0) listener.onDelta();
      shown.add(said);
      reasoning += thought;
      refusal += declined;
      if (Array.isArray(delta.reasoning_details)) reasoningDetails.push(...delta.reasoning_details);
      for (const piece of pieces) calls.add(piece);
      if (reasoningDetails.length > mostDetails || calls.calls.length > mostCalls)
        throw new EndlessAnswer('the answer has more calls or pieces of reasoning than any may have');
      const { finish_reason: reason } = choice;
      if (reason === 'error')
        end = { type: 'failed', error: choice.error ?? { message: 'the model failed' } };
      else if (typeof reason === 'string' && reason !== '' && !/^abort/i.test(reason)) {
        end = { type: 'finished', reason };
        listener.onEnd(usage === undefined ? countGraceMs : undefined);
      } else if (typeof reason === 'string' && reason !== '') break;
      // The count comes after the reason to finish, in a chunk of its own; a connection that breaks here took only that.
    }
  } catch (error) {
    if (end.type === 'brokenOff') throw error;
  }
  listener.onEnd();
  const { text } = shown;
  return { end, text, refusal, reasoning, reasoningDetails, calls: calls.calls, usage, serviceTier };
}

/** Text as a string, or in parts as some endpoints send it. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value
    .filter(isRecord)
    .map((part) => (typeof part.text === 'string' ? part.text : ''))
    .join('');
}

const thinkStart = '<think>';
const thinkEnd = '</think>';

/**
 * The text of an answer without the thoughts that models put before it where their endpoint does not part them. Each
 * piece is looked at once: an answer may come in a million of them.
 */
class ShownText {
  readonly #show: (text: string) => void;
  #state: 'begins' | 'thinks' | 'hasThought' | 'speaks' = 'begins';
  /** What may be the beginning of the mark that ends a state. */
  #held = '';
  #said = '';

  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  get text(): string {
    return this.#state === 'begins' ? this.#said + this.#held : this.#said;
  }

  add(piece: string): void {
    if (piece === '') return;
    switch (this.#state) {
      case 'begins':
        this.#begin(piece);
        break;
      case 'thinks':
        this.#think(piece);
        break;
      case 'hasThought':
        this.#speak(piece.trimStart());
        break;
      case 'speaks':
        this.#speak(piece);
    }
  }

  #begin(piece: string): void {
    const all = this.#held + piece;
    const begun = this.#held === '' ? all.trimStart() : all;
    this.#said += all.slice(0, all.length - begun.length);
    this.#held = begun;
    if (thinkStart.startsWith(begun)) return;
    this.#held = '';
    const space = this.#said;
    this.#said = '';
    if (begun.startsWith(thinkStart)) {
      this.#state = 'thinks';
      this.add(begun.slice(thinkStart.length));
    } else this.#speak(space + begun);
  }

  #think(piece: string): void {
    const all = this.#held + piece;
    const end = all.indexOf(thinkEnd);
    this.#held = all.slice(1 - thinkEnd.length);
    if (end < 0) return;
    this.#state = 'hasThought';
    this.add(all.slice(end + thinkEnd.length));
  }

  #speak(text: string): void {
    if (text === '') return;
    this.#state = 'speaks';
    this.#said += text;
    this.#show(text);
  }
}
