import type { Block } from '../place/block.ts';

/** What a patch asks of one file, in the terms that all formats come down to. */
export type Section =
  | { readonly type: 'create'; readonly path: string; readonly content: string }
  | { readonly type: 'delete'; readonly path: string }
  | {
      readonly type: 'update';
      readonly path: string;
      readonly moveTo?: string;
      readonly blocks: readonly Block[];
    }
  /** The whole text anew. */
  | { readonly type: 'replace'; readonly path: string; readonly content: string };
