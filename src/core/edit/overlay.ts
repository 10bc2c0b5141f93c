import { contentOf, type FileRead } from '../context/workspace.ts';
import type { FileChanges } from './fileChanges.ts';

export type ReadFile = (path: string) => Promise<FileRead>;

/**
 * A layer of file contents above the workspace: all that a worker writes, and nothing that it only reads. It keeps
 * what each changed file held when the work began.
 */
export class Overlay {
  readonly #read: ReadFile;
  readonly #changes = new Map<string, string | null>();
  readonly #bases = new Map<string, string | null>();

  constructor(read: ReadFile) {
    this.#read = read;
  }

  /** The file as it would be: changed text where there is some, else the workspace's. */
  async read(path: string): Promise<FileRead> {
    const change = this.#changes.get(path);
    if (change === undefined) return this.#read(path);
    return change === null ? { type: 'missing' } : { type: 'text', text: change };
  }

  /** Changes files. `base` is asked of the workspace the first time a path is written. */
  async write(changes: FileChanges): Promise<void> {
    for (const [path, content] of changes) {
      let base = this.#bases.get(path);
      if (base === undefined) {
        base = contentOf(await this.#read(path));
        this.#bases.set(path, base);
      }
      if (content === base) this.#changes.delete(path);
      else this.#changes.set(path, content);
    }
  }

  /** A copy that goes its own way. */
  fork(): Overlay {
    const copy = new Overlay(this.#read);
    for (const [path, content] of this.#changes) copy.#changes.set(path, content);
    for (const [path, base] of this.#bases) copy.#bases.set(path, base);
    return copy;
  }

  changes(): FileChanges {
    return new Map(this.#changes);
  }

  /** What a changed file held when the work began; null: it did not exist; undefined: it was never written. */
  base(path: string): string | null | undefined {
    return this.#bases.get(path);
  }
}
