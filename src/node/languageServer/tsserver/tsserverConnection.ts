import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { messageOf } from '../../../base/messageOf.ts';
import { ServerEnded, type ServerLaunch, untilAborted } from '../process/connection.ts';
import { endServerProcess, spawnServer } from '../process/serverProcess.ts';
import { MessageReader } from './messageReader.ts';
import { type DiskOverlay, overlayDisk } from './overlayDisk.ts';
import type { Message } from './protocol.ts';

/** An answer that says that it is none. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
}

interface Waiting {
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A running tsserver and the messages to and from it. */
export class TsserverConnection {
  readonly ended: Promise<void>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #name: string;
  readonly #requests = new Map<number, Waiting>();
  readonly #overlays = new Map<number, Waiting>();
  #sequence = 0;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    name: string,
    options: {
      readonly log: (line: string) => void;
      readonly onEvent: (event: string, body: unknown) => void;
    },
  ) {
    this.#child = child;
    this.#name = name;
    const reader = new MessageReader((message) => this.#take(message as Message, options.onEvent));
    child.stdout.on('data', (chunk: Buffer) => {
      try {
        reader.feed(chunk);
      } catch (error) {
        options.log(`${name}: ${messageOf(error)}`);
        void this.dispose();
      }
    });
    child.on('message', (answer: { readonly id: number }) => {
      this.#overlays.get(answer.id)?.resolve(undefined);
      this.#overlays.delete(answer.id);
    });
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        options.log(`${name} ended (${signal ?? code})`);
        const gone = new ServerEnded(`${name} ended`);
        for (const waiting of [...this.#requests.values(), ...this.#overlays.values()]) waiting.reject(gone);
        this.#requests.clear();
        this.#overlays.clear();
        resolve();
      });
    });
  }

  static async start(
    launch: ServerLaunch,
    options: {
      readonly root: string;
      readonly log: (line: string) => void;
      readonly onEvent: (event: string, body: unknown) => void;
    },
  ): Promise<TsserverConnection> {
    const [file = '', ...args] = launch.args;
    const program = `(${overlayDisk})(${JSON.stringify(file)}, ${JSON.stringify(args)})`;
    const child = await spawnServer({ ...launch, args: ['-e', program] }, { ...options, channel: true });
    return new TsserverConnection(child, launch.name, options);
  }

  /** Rejects with RequestRefused when the server answers that it can't, with ServerEnded when it is gone. */
  async request(command: string, args: unknown, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const seq = this.#send(command, args);
    return untilAborted(this.#wait(this.#requests, seq), signal);
  }

  /** For what is answered by nothing. */
  tell(command: string, args: unknown): void {
    this.#send(command, args);
  }

  /** Resolves when the server sees the disk so. */
  async showDisk(overlay: DiskOverlay): Promise<void> {
    const id = ++this.#sequence;
    const shown = this.#wait(this.#overlays, id);
    this.#child.send({ id, overlay }, (error) => {
      if (error) this.#overlays.get(id)?.reject(new ServerEnded(`${this.#name} ended`, { cause: error }));
    });
    await shown;
  }

  dispose(): Promise<void> {
    return endServerProcess(this.#child);
  }

  #send(command: string, args: unknown): number {
    const seq = ++this.#sequence;
    this.#child.stdin.write(`${JSON.stringify({ seq, type: 'request', command, arguments: args })}\n`);
    return seq;
  }

  #wait(waiting: Map<number, Waiting>, id: number): Promise<unknown> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return Promise.reject(new ServerEnded(`${this.#name} ended`));
    }
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  }

  #take(message: Message, onEvent: (event: string, body: unknown) => void): void {
    if (message.type === 'event') {
      onEvent(message.event, message.body);
      return;
    }
    const waiting = this.#requests.get(message.request_seq);
    this.#requests.delete(message.request_seq);
    if (message.success) waiting?.resolve(message.body);
    else waiting?.reject(new RequestRefused(message.message ?? 'no reason given'));
  }
}
