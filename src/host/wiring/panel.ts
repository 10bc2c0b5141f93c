import * as vscode from 'vscode';
import { messageOf } from '../../base/messageOf.ts';
import { panelViewId } from '../ids.ts';
import { logError } from '../log.ts';
import type { PageServices } from '../panel/pageActions.ts';
import { PanelView } from '../panel/panelView.ts';
import { readPanelState } from '../panel/readPanelState.ts';
import { RunProgress } from '../panel/runProgress.ts';
import { setApiKey } from './onFirstUse.ts';
import type { Own } from './own.ts';
import type { Review } from './review.ts';
import type { Services } from './services.ts';

/** What the page's buttons start, which in turn shows itself in the panel. */
export type PageWork = Pick<PageServices, 'jobs' | 'problems' | 'showProblems'>;

/** The panel's view. `work` comes as a function, as what begins runs needs the panel itself. */
export function createPanel(services: Services, review: Review, own: Own, work: () => PageWork): PanelView {
  const { context, log, runs, resources, environment } = services;
  const panel: PanelView = own(
    new PanelView({
      extensionUri: context.extensionUri,
      log,
      readState: (open) => readPanelState(services, open),
      onMessage: async (message) => {
        const { actOnPage } = await import('../panel/pageActions.ts');
        await actOnPage(message, {
          ...services,
          ...review,
          ...work(),
          setApiKey: () => setApiKey(services),
          showCost: async () => {
            try {
              const { readCost } = await import('../panel/readCost.ts');
              await panel.post({ type: 'cost', cost: await readCost({ resources, runs, environment }) });
            } catch (error) {
              logError(log, error);
              await panel.post({ type: 'costFailure', message: messageOf(error) });
            }
          },
          tellSubmitted: (hasBegun) => panel.post({ type: 'submitted', hasBegun }),
        });
      },
    }),
  );
  own(vscode.window.registerWebviewViewProvider(panelViewId, panel));
  own(new RunProgress(runs, panel));
  return panel;
}
