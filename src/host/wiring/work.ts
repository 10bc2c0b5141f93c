import { EditHere } from '../codeActions/editHere.ts';
import { ProblemFixes } from '../codeActions/problemFixes.ts';
import { DebugActions } from '../debug/debugActions.ts';
import { Stops } from '../debug/stops.ts';
import { Jobs } from '../jobs.ts';
import { Offers } from '../offers.ts';
import type { PanelView } from '../panel/panelView.ts';
import { chooseFolders } from '../workspace/chooseFolders.ts';
import { showPriceNotice } from './onFirstUse.ts';
import type { Own } from './own.ts';
import type { Review } from './review.ts';
import type { Services } from './services.ts';

/** What starts work, and offers what comes of it. */
export type Work = ReturnType<typeof createWork>;

/** What begins runs: requests, light bulbs, edits at the cursor, debugging. */
export function createWork(services: Services, { review, diffs, hunks }: Review, panel: PanelView, own: Own) {
  const { runs, consent, estimates } = services;
  const offers = new Offers({ panel, review, diffs });
  const onFirstModel = () => void showPriceNotice(services);
  const jobs = new Jobs({ runs, panel, offers, folders: chooseFolders, onFirstModel });
  const fixes = new ProblemFixes({ jobs, review, diffs, offers, hunks });
  const editHere = new EditHere({ jobs, estimates, offers, hunks, diffs });
  const debug = new DebugActions({ jobs, stops: own(new Stops()), folders: chooseFolders, consent });
  return { offers, jobs, fixes, editHere, debug };
}
