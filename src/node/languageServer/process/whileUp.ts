import { ServerEnded } from './connection.ts';

/** The codes by which the JSON-RPC library tells of its own troubles: nothing that a server answered. */
const connectionTroubles = [
  { from: -32099, to: -32096 },
  { from: 1, to: 3 },
];

/**
 * Gives a way to talk to a server that rejects with ServerEnded when the server ends first or can't be talked to any
 * more; in that case the process is ended, since nothing more comes of it. What the server answers with, errors too,
 * stays as it is.
 */
export function createWhileUp(server: {
  readonly name: string;
  readonly ended: Promise<void>;
  /** How it ended, to be put behind its name; see `endOf`. */
  readonly how: () => Promise<string>;
  end(): Promise<void>;
}): <T>(talk: () => Promise<T>) => Promise<T> {
  const over = server.ended.then(async (): Promise<never> => {
    throw new ServerEnded(`${server.name} ended${await server.how()}`);
  });
  // Whoever waits for an answer sees it; when no one does it is no failure.
  over.catch(() => {});
  return async (talk) => {
    try {
      return await Promise.race([over, talk()]);
    } catch (error) {
      if (error instanceof ServerEnded || isAnswer(error)) throw error;
      await server.end();
      throw new ServerEnded(`${server.name} ended${await server.how()}`, { cause: error });
    }
  };
}

function isAnswer(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'number' && !connectionTroubles.some(({ from, to }) => code >= from && code <= to);
}
