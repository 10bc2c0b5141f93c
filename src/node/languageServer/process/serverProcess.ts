import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { messageOf } from '../../../base/messageOf.ts';
import { label } from '../../../core/context/fence.ts';
import { withoutKeys } from '../../commands/withoutKeys.ts';
import { ServerEnded, type ServerLaunch } from './connection.ts';
import { noteLeftover } from './leftovers.ts';

/** How long a server may take to go after it was asked to, before it is made to. */
const politeMs = 500;

/**
 * Starts a server that talks over its standard input and output. Rejects with ServerEnded when it can't be run.
 * `channel` opens another for messages between programs of Node.
 */
export async function spawnServer(
  launch: ServerLaunch,
  options: { readonly root: string; readonly log: (line: string) => void; readonly channel?: boolean },
): Promise<ChildProcessWithoutNullStreams> {
  const child = spawn(launch.command, [...launch.args], {
    cwd: options.root,
    env: environmentFor(launch),
    stdio: options.channel ? ['pipe', 'pipe', 'pipe', 'ipc'] : 'pipe',
    windowsHide: true,
  }) as ChildProcessWithoutNullStreams;
  // A server that is gone makes its pipe fail; the exit is what tells, and it is listened to.
  child.stdin.on('error', () => {});
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => options.log(`${launch.name}: ${text.trimEnd()}`));
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new ServerEnded(`${launch.command} could not be run: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (child.pid !== undefined) child.once('exit', noteLeftover({ pid: child.pid }));
  child.on('error', (error) => options.log(`${launch.name}: ${error.message}`));
  options.log(`${launch.name} runs as process ${child.pid}`);
  return child;
}

/** Characters of the last that a server has said that are looked at, and that are told. */
const mostHeard = 4_000;
const mostTold = 200;
/** What names an error, but for the places in code that may stand below one. */
const errorLine = /^(?!\s+at ).*error/i;
/** How long the last of it is waited for, in milliseconds: a child of the server may keep its output open. */
const lastWordsMs = 2_000;

/** How a server's process ended, in words for people, with what it said of it; empty while it runs. */
export function endOf(child: ChildProcessWithoutNullStreams): () => Promise<string> {
  let heard = '';
  child.stderr.on('data', (text: string) => {
    heard = (heard + text).slice(-mostHeard);
  });
  const said = new Promise<void>((resolve) => child.stderr.once('close', resolve));
  return async () => {
    const { signalCode, exitCode } = child;
    if (signalCode === null && exitCode === null) return '';
    const patience = new AbortController();
    const { signal } = patience;
    await Promise.race([said, wait(lastWordsMs, undefined, { signal, ref: false })]);
    patience.abort();
    const lines = heard.split('\n').filter((line) => line.trim() !== '');
    const words = lines.findLast((line) => errorLine.test(line)) ?? lines.at(-1);
    const saying = words === undefined ? '' : `, saying ${label(words.trim().slice(0, mostTold))}`;
    return `${signalCode === null ? ` with code ${exitCode}` : ` by ${signalCode}`}${saying}`;
  };
}

/** The messages of a server's process. */
export function messagesOf(child: ChildProcessWithoutNullStreams) {
  const reader = new StreamMessageReader(child.stdout);
  // Else a server that ends in mid-message leaves a timer that starts itself again for ever.
  reader.partialMessageTimeout = 0;
  return { reader, writer: new StreamMessageWriter(child.stdin) };
}

/** Ends a server's process and waits until it is gone. */
export async function endServerProcess(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), politeMs);
  await gone;
  clearTimeout(force);
}

/** A workspace may bring its server along: it gets no keys. The editor's own program runs scripts only when told to. */
function environmentFor(launch: ServerLaunch): NodeJS.ProcessEnv {
  const asNode = launch.command === process.execPath ? { ELECTRON_RUN_AS_NODE: '1' } : {};
  return { ...withoutKeys(process.env), ...asNode, ...launch.environment };
}
