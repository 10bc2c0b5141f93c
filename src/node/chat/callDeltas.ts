import { isRecord } from '../../base/isRecord.ts';
import { type JsonRecord, recordOr } from '../http/jsonRecord.ts';

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
 * id or its index, some give all calls the same index, some repeat a call's name with each piece. Each piece is looked
 * at once: an answer may come in a million of them.
 */
export class CallDeltas {
  readonly #calls: GrowingCall[] = [];
  readonly #byId = new Map<string, GrowingCall>();
  readonly #byIndex = new Map<number, GrowingCall>();
  readonly #objects = new WeakMap<GrowingCall, ObjectEnd>();
  readonly #isJson: (text: string) => boolean;

  /** @param isJson reads a text as JSON; asked once for a call at most, when its braces are closed */
  constructor(isJson: (text: string) => boolean = canBeParsed) {
    this.#isJson = isJson;
  }

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
      const call: GrowingCall = { id, type, name, text, index };
      this.#calls.push(call);
      if (index !== undefined) this.#byIndex.set(index, call);
      if (id !== '') this.#byId.set(id, call);
      this.#objects.set(call, new ObjectEnd(text));
      return;
    }
    if (known.id === '' && id !== '') {
      known.id = id;
      this.#byId.set(id, known);
    }
    if (known.name === '') known.name = name;
    known.text += text;
    this.#objects.get(known)?.add(text);
  }

  /** The call that a piece belongs to; undefined where it begins one. */
  #callFor(id: string, name: string, index: number | undefined): GrowingCall | undefined {
    const last = index === undefined ? this.#calls.at(-1) : this.#byIndex.get(index);
    const sameId = this.#byId.get(id);
    if (sameId !== undefined) return sameId;
    if (last === undefined) return undefined;
    const isOtherId = id !== '' && last.id !== '' && id !== last.id;
    // A name after arguments that are whole, or another name, is the next call: a repeated name is not.
    const isNext = name !== '' && last.name !== '' && (name !== last.name || this.#isWhole(last));
    return (isOtherId && name !== '') || isNext ? undefined : last;
  }

  #isWhole(call: GrowingCall): boolean {
    return this.#objects.get(call)?.isWhole(() => this.#isJson(call.text)) ?? false;
  }
}

/** Finds where a text that comes in pieces closes the object that it begins with. */
class ObjectEnd {
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #state: 'before' | 'within' | 'closed' | 'noObject' = 'before';
  #whole: boolean | undefined;

  constructor(text: string) {
    this.add(text);
  }

  add(text: string): void {
    for (let at = 0; at < text.length; at++) {
      if (this.#state === 'noObject') return;
      this.#read(text.charAt(at));
    }
  }

  /** Whether the object is closed and can be read; what could not be read once is not tried again. */
  isWhole(read: () => boolean): boolean {
    if (this.#state !== 'closed') return false;
    this.#whole ??= read();
    return this.#whole;
  }

  #read(char: string): void {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (char === '\\') this.#isEscaped = true;
      else if (char === '"') this.#isInString = false;
      return;
    }
    if (isSpace(char)) return;
    if (this.#state === 'closed' || (this.#state === 'before' && char !== '{')) this.#state = 'noObject';
    else if (char === '"') this.#isInString = true;
    else if (char === '{' || char === '[') {
      this.#depth += 1;
      this.#state = 'within';
    } else if ((char === '}' || char === ']') && --this.#depth === 0) this.#state = 'closed';
  }
}

const isSpace = (char: string) => char === ' ' || char === '\n' || char === '\r' || char === '\t';

function textOf(part: JsonRecord): string {
  const value = part.arguments ?? part.input;
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function canBeParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
