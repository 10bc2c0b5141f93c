import { isRecord, type JsonRecord, recordOr } from '../http/jsonRecord.ts';
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

/** The text of an answer without the thoughts that models put before it where their endpoint does not part them. */
class ShownText {
  readonly #show: (text: string) => void;
  #all = '';
  #shown = '';

  constructor(show: (text: string) => void) {
    this.#show = show;
  }

  get text(): string {
    const text = this.#withoutThoughts();
    if (text !== undefined) return text;
    return this.#all.includes(thinkStart) ? '' : this.#all;
  }

  add(piece: string): void {
    if (piece === '') return;
    this.#all += piece;
    const text = this.#withoutThoughts() ?? '';
    if (text.length > this.#shown.length) this.#show(text.slice(this.#shown.length));
    this.#shown = text;
  }

  /** Undefined while all that came may still be thought. */
  #withoutThoughts(): string | undefined {
    const all = this.#all.trimStart();
    if (!all.startsWith(thinkStart)) return thinkStart.startsWith(all) ? undefined : this.#all;
    const end = all.indexOf(thinkEnd);
    return end < 0 ? undefined : all.slice(end + thinkEnd.length).trimStart();
  }
}
