import { isRecord, type JsonRecord, recordOr } from '../http/jsonRecord.ts';

/** A tool call as it grows out of the pieces of a stream. */
export interface GrowingCall {
  id: string;
  readonly type: 'function' | 'custom';
  name: string;
  /** The arguments of a function, or the input of a custom tool. */
  text: string;
  readonly index: number | undefined;
}

/**
 * Puts the pieces of tool calls together. Endpoints agree on little here: some send a call whole, some leave out its
 * id or its index, some give all calls the same index, some repeat a call's name with each piece.
 */
export class CallDeltas {
  readonly #calls: GrowingCall[] = [];

  get calls(): readonly GrowingCall[] {
    return this.#calls;
  }

  add(delta: unknown): void {
    if (!isRecord(delta)) return;
    const type = isRecord(delta.custom) ? 'custom' : 'function';
    const part = recordOr(delta[type]);
    const id = typeof delta.id === 'string' ? delta.id : '';
    const name = typeof part.name === 'string' ? part.name : '';
    const index = typeof delta.index === 'number' ? delta.index : undefined;
    const text = textOf(part);
    const known = this.#callFor(id, name, index);
    if (known === undefined) {
      if (name === '' && text === '' && id === '') return;
      this.#calls.push({ id, type, name, text, index });
      return;
    }
    known.id ||= id;
    if (known.name === '') known.name = name;
    known.text += text;
  }

  /** The call that a piece belongs to; undefined where it begins one. */
  #callFor(id: string, name: string, index: number | undefined): GrowingCall | undefined {
    const last =
      index === undefined ? this.#calls.at(-1) : this.#calls.findLast((call) => call.index === index);
    const sameId = id === '' ? undefined : this.#calls.findLast((call) => call.id === id);
    if (sameId !== undefined) return sameId;
    if (last === undefined) return undefined;
    const isOtherId = id !== '' && last.id !== '' && id !== last.id;
    // A name after arguments that are whole, or another name, is the next call: a repeated name is not.
    const isNext = name !== '' && last.name !== '' && (name !== last.name || isWhole(last.text));
    return (isOtherId && name !== '') || isNext ? undefined : last;
  }
}

function textOf(part: JsonRecord): string {
  const value = part.arguments ?? part.input;
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
