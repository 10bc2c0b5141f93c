import { ContextDocuments } from '../context/contextDocuments.ts';
import { DiffDocuments } from '../proposals/diffDocuments.ts';
import { ReviewActions } from '../proposals/reviewActions.ts';
import { EditorHunks } from '../review/editorHunks.ts';
import { HunkCommands } from '../review/hunkCommands.ts';
import type { Own } from './own.ts';
import type { Services } from './services.ts';

/** How proposals are shown and decided on, in the editor and behind the panel. */
export type Review = ReturnType<typeof createReview>;

/** What shows and decides the hunks of proposals outside of the panel. */
export function createReview({ runs, log, context }: Services, own: Own) {
  const review = own(new ReviewActions(runs, log));
  const diffs = own(new DiffDocuments(runs));
  const contexts = own(new ContextDocuments(runs));
  const hunks = own(new EditorHunks(runs, context.extensionUri));
  const hunkCommands = new HunkCommands({ runs, review, diffs, hunks });
  return { review, diffs, contexts, hunks, hunkCommands };
}
