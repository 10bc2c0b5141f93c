/** The endpoint answered, but with something that is no event stream: a redirect, a web page, a plain JSON body. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly status: number;
  /** The body's JSON, where it is JSON. */
  readonly body: unknown;

  constructor(status: number, message: string, body?: unknown) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

// All that a request needs. The openai package would add facts about this machine, and headers from the environment.
const headersSent = ['accept', 'api-key', 'authorization', 'content-type'];
const bodyShown = 2_000;

/** An answer that would not end, or is far larger than any can be: it is given up, whatever of it came. */
export class EndlessAnswer extends Error {
  override readonly name = 'EndlessAnswer';
}

/** What an answer may take of memory and time, whoever sends it and however it is packed. */
export interface AnswerLimits {
  readonly bytes: number;
  /** Of one event, which the reader holds until it is whole. */
  readonly eventBytes: number;
  /** Of an error's body or a web page: what is longer is cut. */
  readonly errorBytes: number;
  /** Milliseconds from the headers on: each byte ends a silence, so that drops alone could go on for ever. */
  readonly ms: number;
}

// The longest answers of today's models are of 128,000 tokens, each in an event of some 300 bytes.
const defaultLimits: AnswerLimits = {
  bytes: 64 * 1024 * 1024,
  eventBytes: 16 * 1024 * 1024,
  errorBytes: 64 * 1024,
  ms: 3_600_000,
};

export interface FetchOptions {
  readonly userAgent: string;
  /** Told of each piece that arrives, the headers being the first. */
  readonly onBytes?: () => void;
  readonly onHeaders?: (headers: Headers) => void;
  /** What a good answer is; a web page is never one. */
  readonly expects: 'events' | 'data';
  readonly limits?: Partial<AnswerLimits>;
}

/** A fetch that goes to the endpoint and nowhere else: it follows no redirect and sends only the headers needed. */
export function guardedFetch(options: FetchOptions): typeof fetch {
  const { userAgent, onBytes = () => undefined, onHeaders = () => undefined } = options;
  const unexpected = options.expects === 'events' ? /json|html/i : /html/i;
  const limits = { ...defaultLimits, ...options.limits };
  return async (input, init) => {
    const given = new Headers(init?.headers);
    const headers = new Headers({ 'user-agent': userAgent });
    for (const name of headersSent) {
      const value = given.get(name);
      if (value !== null) headers.set(name, value);
    }
    const response = await fetch(input, { ...init, headers, redirect: 'manual' });
    onBytes();
    onHeaders(response.headers);
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new UnexpectedAnswer(response.status, `redirected to ${hostOf(response)}, which is not followed`);
    }
    if (response.body === null) return response;
    if (!response.ok) return new Response(await beginningOf(response.body, limits.errorBytes), response);
    const contentType = response.headers.get('content-type') ?? '';
    if (unexpected.test(contentType)) {
      const text = (await beginningOf(response.body, limits.errorBytes)).slice(0, bodyShown);
      throw new UnexpectedAnswer(
        response.status,
        `${contentType} in place of an answer: ${text}`,
        parse(text),
      );
    }
    const bounded = response.body.pipeThrough(bound(limits, onBytes));
    return new Response(
      options.expects === 'events' ? bounded.pipeThrough(wholeEvents(limits)) : bounded,
      response,
    );
  };
}

type Pass = TransformStream<Uint8Array, Uint8Array>;

/** Passes on an answer until it is too much of one; then the stream fails with EndlessAnswer. */
function bound(limits: AnswerLimits, onBytes: () => void): Pass {
  const start = performance.now();
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > limits.bytes) throw new EndlessAnswer(`the answer is larger than ${limits.bytes} bytes`);
      if (performance.now() - start > limits.ms) throw new EndlessAnswer('the answer did not come to an end');
      onBytes();
      controller.enqueue(chunk);
    },
  });
}

/**
 * Holds the pieces of an event back until its end is there: the openai package looks through all that it has of an
 * event at each piece, which for a long one in small pieces takes minutes.
 */
function wholeEvents(limits: AnswerLimits): Pass {
  let held: Uint8Array[] = [];
  let length = 0;
  let last = '';
  return new TransformStream({
    transform(chunk, controller) {
      held.push(chunk);
      length += chunk.length;
      const text = last + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
      last = text.slice(-3);
      if (!/\n\r?\n|\r\r/.test(text)) {
        if (length <= limits.eventBytes) return;
        throw new EndlessAnswer(`an event of the answer is larger than ${limits.eventBytes} bytes`);
      }
      controller.enqueue(Buffer.concat(held));
      held = [];
      length = 0;
    },
    flush(controller) {
      controller.enqueue(Buffer.concat(held));
    },
  });
}

/** The first bytes of a body as text; the rest is not fetched. */
async function beginningOf(body: ReadableStream<Uint8Array>, most: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length >= most) break;
  }
  return Buffer.concat(pieces).subarray(0, most).toString();
}

function hostOf(response: Response): string {
  const target = URL.parse(response.headers.get('location') ?? '', response.url);
  return target === null ? 'another address' : target.origin;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
