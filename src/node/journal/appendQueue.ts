import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';

interface Line {
  readonly bytes: Buffer;
  readonly isSynced: boolean;
  readonly isFirst: boolean;
}

/** `isSynced`: it is to outlive a power cut. `isFirst`: the file begins with it; no other line makes one. */
export type LineOptions = Omit<Line, 'bytes'>;

/**
 * Appends lines to one file in their order. Lines that come while others are being written go out together. What the
 * disk did not take stays at the front: the next append writes it first, so that the file never lacks a line that has
 * others behind it.
 */
export class AppendQueue {
  readonly #file: string;
  #waiting: Line[] = [];
  #last: Promise<void> = Promise.resolve();
  #begun: Promise<void> | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Rejects where it could not be written; it is kept for the next time. */
  append(line: string, options: LineOptions): Promise<void> {
    this.#waiting.push({ bytes: Buffer.from(line), ...options });
    return this.flush();
  }

  /** Resolves once nothing waits to be written. */
  flush(): Promise<void> {
    this.#begun ??= this.#begin();
    return this.#begun;
  }

  #begin(): Promise<void> {
    const turn = this.#last.then(() => {
      // Whoever comes from now on is of the next turn.
      this.#begun = undefined;
      return this.#write();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    if (lines.length === 0) return;
    this.#waiting = [];
    let written = 0;
    try {
      await mkdir(path.dirname(this.#file), { recursive: true });
      const handle = await open(this.#file, lines.some(({ isFirst }) => isFirst) ? 'a+' : whereItIs);
      try {
        const { size } = await handle.stat();
        if (size > 0 && !(await endsWithLine(handle, size))) await handle.write('\n');
        const bytes = Buffer.concat(lines.map((line) => line.bytes));
        while (written < bytes.length) {
          written += (await handle.write(bytes, written, bytes.length - written, null)).bytesWritten;
        }
        if (lines.some((line) => line.isSynced)) await handle.sync();
        if (size === 0) await syncFolder(path.dirname(this.#file));
      } finally {
        await handle.close();
      }
    } catch (error) {
      this.#waiting = [...unwritten(lines, written), ...this.#waiting];
      throw error;
    }
  }
}

/** As `a+`, where there is such a file. */
const whereItIs = constants.O_RDWR | constants.O_APPEND;

/** A crash or a full disk can leave half a line, to which nothing must be added. */
async function endsWithLine(handle: Awaited<ReturnType<typeof open>>, size: number): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

/** The lines that are not whole in the file, with how many bytes of all of them are. */
function unwritten(lines: readonly Line[], written: number): readonly Line[] {
  let end = 0;
  return lines.filter((line) => {
    end += line.bytes.length;
    return end > written;
  });
}

/** Without it a power cut can take the name of a new file; Windows neither needs nor offers it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
