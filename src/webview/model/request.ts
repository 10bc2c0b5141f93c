import type { PanelState } from '../../protocol/panel.ts';

/** Whether something can be started now, and if not, why. */
export type Readiness = { readonly type: 'ready' } | { readonly type: 'blocked'; readonly reason: string };

const ready: Readiness = { type: 'ready' };
const blocked = (reason: string): Readiness => ({ type: 'blocked', reason });

/** Whether a request can be sent. */
export function canRequest(panel: PanelState): Readiness {
  if (panel.workspace === 'none') return blocked('Open a folder to send a request.');
  if (panel.workspace === 'untrusted') return blocked('Trust this workspace to send a request.');
  if (panel.workspace === 'empty') return blocked('There are no files to work on yet.');
  if (panel.model.type === 'missing') return blocked('Requests need a model. Set it up below.');
  return ready;
}

/** Whether problems can be fixed: that works without a model too, with the language server's own fixes. */
export function canFixProblems(panel: PanelState): Readiness {
  if (panel.workspace === 'none') return blocked('Open a folder to fix its problems.');
  if (panel.workspace === 'untrusted') return blocked('Trust this workspace to fix its problems.');
  if (panel.workspace === 'empty') return blocked('There are no files to check yet.');
  return ready;
}
