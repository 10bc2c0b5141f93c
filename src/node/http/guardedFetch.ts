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

export interface FetchOptions {
  readonly userAgent: string;
  /** Told of each piece that arrives, the headers being the first. */
  readonly onBytes?: () => void;
  readonly onHeaders?: (headers: Headers) => void;
  /** What a good answer is; a web page is never one. */
  readonly expects: 'events' | 'data';
}

/** A fetch that goes to the endpoint and nowhere else: it follows no redirect and sends only the headers needed. */
export function guardedFetch(options: FetchOptions): typeof fetch {
  const { userAgent, onBytes = () => undefined, onHeaders = () => undefined } = options;
  const unexpected = options.expects === 'events' ? /json|html/i : /html/i;
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
    if (!response.ok || response.body === null) return response;
    const contentType = response.headers.get('content-type') ?? '';
    if (unexpected.test(contentType)) {
      const text = (await response.text()).slice(0, bodyShown);
      throw new UnexpectedAnswer(
        response.status,
        `${contentType} in place of an answer: ${text}`,
        parse(text),
      );
    }
    const watched = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          onBytes();
          controller.enqueue(chunk);
        },
      }),
    );
    return new Response(watched, response);
  };
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
