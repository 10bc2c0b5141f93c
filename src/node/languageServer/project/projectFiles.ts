import { statSync } from 'node:fs';
import path from 'node:path';
import { createSlices, type Slices } from '../../../base/slices.ts';
import { isSystemError } from '../../../base/systemError.ts';
import type { ServedWorkspace } from '../servedTexts.ts';
import type { FileEvent } from '../serverSession.ts';

/**
 * The files of the workspace and what happened to them since the last look, without watching: the list is taken
 * again when a folder that holds listed files has changed, and files are compared by size and times.
 */
export class ProjectFiles {
  readonly #root: string;
  readonly #workspace: ServedWorkspace;
  #list: readonly string[] | undefined;
  /** What was as it is when the list was taken: the folders of its files, and what keeps files out of it. */
  #folders = new Map<string, string>();
  #stamps = new Map<string, string>();

  constructor(root: string, workspace: ServedWorkspace) {
    this.#root = root;
    this.#workspace = workspace;
  }

  /** All listed files, as of the last look. */
  get paths(): readonly string[] {
    return this.#list ?? [];
  }

  /** Looks again. The first look reports each file that `isRelevant` as created. */
  async look(isRelevant: (path: string) => boolean, signal: AbortSignal): Promise<readonly FileEvent[]> {
    const slices = createSlices({ signal });
    if (this.#list === undefined || (await this.#foldersChanged(slices))) {
      const causes: string[] = [];
      this.#list = await this.#workspace.list(signal, ({ cause }) => causes.push(cause));
      this.#folders = new Map();
      for (const place of [...foldersOf(this.#list), ...causes]) this.#folders.set(place, this.#stamp(place));
    }
    const stamps = new Map<string, string>();
    const events: FileEvent[] = [];
    for (const file of this.#list) {
      if (!isRelevant(file)) continue;
      await slices.pause();
      const stamp = this.#stamp(file);
      if (stamp === missing) continue;
      stamps.set(file, stamp);
      const known = this.#stamps.get(file);
      if (known === undefined) events.push({ path: file, type: 'created' });
      else if (known !== stamp) events.push({ path: file, type: 'changed' });
    }
    for (const file of this.#stamps.keys()) {
      if (!stamps.has(file)) events.push({ path: file, type: 'deleted' });
    }
    this.#stamps = stamps;
    return events;
  }

  async #foldersChanged(slices: Slices): Promise<boolean> {
    for (const [folder, stamp] of this.#folders) {
      await slices.pause();
      if (this.#stamp(folder) !== stamp) return true;
    }
    return false;
  }

  #stamp(relativePath: string): string {
    try {
      const stats = statSync(path.join(this.#root, relativePath), { throwIfNoEntry: false, bigint: true });
      return stats ? `${stats.mtimeNs} ${stats.ctimeNs} ${stats.size} ${stats.ino}` : missing;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return closed;
    }
  }
}

const missing = 'missing';
/** It is there, and may not be looked at: who reads it is told why. */
const closed = 'closed';

function foldersOf(files: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>(['.']);
  for (const file of files) {
    for (let folder = path.posix.dirname(file); !folders.has(folder); folder = path.posix.dirname(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}
