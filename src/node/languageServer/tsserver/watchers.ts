import path from 'node:path';
import type { FileEvent } from '../serverSession.ts';
import type { Watcher } from './protocol.ts';

export interface WatchChange {
  readonly id: number;
  readonly created: string[];
  readonly deleted: string[];
  readonly updated: string[];
}

const lists = { created: 'created', changed: 'updated', deleted: 'deleted' } as const;

/** What the server has asked to be told of, in the place of watching by itself. */
export class Watchers {
  readonly #files = new Map<number, Watcher>();
  readonly #folders = new Map<number, Watcher>();

  take(event: string, body: unknown): void {
    const watcher = body as Watcher;
    if (event === 'createFileWatcher') this.#files.set(watcher.id, watcher);
    else if (event === 'createDirectoryWatcher') this.#folders.set(watcher.id, watcher);
    else if (event === 'closeFileWatcher') {
      this.#files.delete(watcher.id);
      this.#folders.delete(watcher.id);
    }
  }

  /** The events as each watcher is to hear them. `fullPath` gives the path as the server writes it. */
  changes(events: readonly FileEvent[], fullPath: (relativePath: string) => string): readonly WatchChange[] {
    const changes = new Map<number, WatchChange>();
    for (const event of events) {
      const file = fullPath(event.path);
      const key = keyOf(file);
      const add = (id: number) => {
        const change = changes.get(id) ?? { id, created: [], deleted: [], updated: [] };
        changes.set(id, change);
        change[lists[event.type]].push(file);
      };
      for (const { id, path: watched } of this.#files.values()) {
        if (keyOf(watched) === key) add(id);
      }
      for (const { id, path: watched, recursive } of this.#folders.values()) {
        const folder = keyOf(watched).replace(/\/$/, '');
        if (recursive ? key.startsWith(`${folder}/`) : path.posix.dirname(key) === folder) add(id);
      }
    }
    return [...changes.values()];
  }
}

/** Where letters' case tells no files apart, the server may write a path otherwise than it was told. */
function keyOf(file: string): string {
  return process.platform === 'linux' ? file : file.toLowerCase();
}
