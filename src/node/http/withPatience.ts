/**
 * Node's fetch gives up after five minutes without headers, whatever the caller would bear. Where its own way of sending
 * is known, `fetch` waits this long (milliseconds) in place of it; elsewhere it is left as it is.
 */
export function withPatience(
  fetch: typeof globalThis.fetch,
  headersTimeout: number,
): typeof globalThis.fetch {
  const sender = nodesDispatcher();
  if (sender === undefined) return fetch;
  const dispatcher = {
    dispatch: (options: object, handler: unknown) => sender.dispatch({ ...options, headersTimeout }, handler),
  };
  return (input, init) => fetch(input, { ...init, dispatcher } as RequestInit);
}

interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean;
}

/** The one of the fetch in use, so that a proxy that was set for it holds. */
function nodesDispatcher(): Dispatcher | undefined {
  // Node loads what fetch is made of when it is first looked at.
  void globalThis.Response;
  const known = globalThis as { readonly [name: symbol]: unknown };
  return known[Symbol.for('undici.globalDispatcher.1')] as Dispatcher | undefined;
}
