import path from 'node:path';
import { makeOwnFolders, type OwnFolders, sweepScratchFolders } from './scratchFolders.ts';
import { ScratchTree } from './scratchTree.ts';

/** One of the copies of a workspace. */
export interface Copy {
  readonly folder: string;
  /** For temporary files of what runs in the copy. */
  readonly temporary: string;
  readonly tree: ScratchTree;
  /** Notes a process in the copy until it is told to be gone, so that a later start can end it if this one can't. */
  noteProcess(pid: number): () => void;
}

/**
 * The folders of copies, made as they are asked for, `atOnce` at most. Each is used by one at a time; who finds none
 * free waits. What earlier processes left over in the storage goes as the first is made.
 */
export class CopyPool {
  readonly #storage: string;
  readonly #atOnce: number;
  readonly #free: Copy[] = [];
  readonly #waiting: ((copy: Copy | Promise<Copy>) => void)[] = [];
  #made = 0;
  /** What the last folder is called: a name that was given is not given again. */
  #named = 0;
  #own: Promise<OwnFolders> | undefined;

  constructor(options: { readonly storage: string; readonly atOnce: number }) {
    this.#storage = options.storage;
    this.#atOnce = options.atOnce;
  }

  /** Rejects where no folder can be made, or with the signal's reason while it waits for one. */
  async take(signal: AbortSignal): Promise<Copy> {
    const copy = this.#free.pop();
    if (copy) return copy;
    return this.#made < this.#atOnce ? this.#make() : this.#wait(signal);
  }

  giveBack(copy: Copy): void {
    const next = this.#waiting.shift();
    if (next) next(copy);
    else this.#free.push(copy);
  }

  /** Removes the copies; none may be in use. */
  async remove(): Promise<void> {
    await (await this.#own?.catch(() => undefined))?.remove();
  }

  async #make(): Promise<Copy> {
    this.#made++;
    this.#own ??= this.#openFolders();
    const opening = this.#own;
    try {
      const own = await opening;
      const folder = path.join(own.folder, String(++this.#named));
      return {
        folder,
        temporary: `${folder}.tmp`,
        tree: new ScratchTree(folder),
        noteProcess: (pid) => own.noteProcess(pid),
      };
    } catch (error) {
      // Who waits, or comes next, tries again instead of waiting for a copy that nobody has.
      this.#made--;
      if (this.#own === opening) this.#own = undefined;
      this.#waiting.shift()?.(this.#make());
      throw error;
    }
  }

  async #openFolders(): Promise<OwnFolders> {
    await sweepScratchFolders(this.#storage);
    return makeOwnFolders(this.#storage);
  }

  #wait(signal: AbortSignal): Promise<Copy> {
    return new Promise((resolve, reject) => {
      const got = (next: Copy | Promise<Copy>) => {
        signal.removeEventListener('abort', stop);
        resolve(next);
      };
      const stop = () => {
        this.#waiting.splice(this.#waiting.indexOf(got), 1);
        reject(signal.reason);
      };
      this.#waiting.push(got);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
  }
}
