import type { Connect, ServerLaunch } from './process/connection.ts';
import type { ServerSession } from './serverSession.ts';
import { LanguageServerSession } from './session/session.ts';
import { TsserverSession } from './tsserver/tsserverSession.ts';

/** Starts a server in the language that it speaks. Rejects with ServerEnded when it can't be started. */
export function startSession(
  launch: ServerLaunch,
  connect: Connect,
  options: { readonly root: string; readonly log: (line: string) => void; readonly signal: AbortSignal },
): Promise<ServerSession> {
  return launch.protocol === 'tsserver'
    ? TsserverSession.start(launch, options)
    : LanguageServerSession.start(launch, connect, options);
}
