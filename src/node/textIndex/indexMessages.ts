import type { RankedFile } from '../../core/context/findFiles.ts';
import type { FindContext } from './folderIndex.ts';

/** What the thread of an index is told when it begins. */
export interface IndexThreadData {
  readonly root: string;
  readonly file?: string;
}

export type ToIndexThread =
  | {
      readonly type: 'find';
      readonly id: number;
      readonly query: string;
      readonly limit: number;
      readonly context: FindContext;
    }
  | { readonly type: 'cancel'; readonly id: number }
  /** Write what there is, and end. */
  | { readonly type: 'close' };

export type FromIndexThread =
  | { readonly type: 'found'; readonly id: number; readonly files: readonly RankedFile[] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
