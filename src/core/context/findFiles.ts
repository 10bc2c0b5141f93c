import type { Workspace } from './workspace.ts';

export interface RankedFile {
  readonly path: string;
  /** Higher is better; comparable within one query only. */
  readonly score: number;
}

/** Says which files a request is about. Words are one way to know it; another may stand here. */
export interface FileFinder {
  /** At most `limit` files, best first; none for a request that says nothing. */
  find(query: string, limit: number, signal: AbortSignal): Promise<readonly RankedFile[]>;
}

/** A workspace whose files can be found by what they are about. */
export type IndexedWorkspace = Workspace & FileFinder;
