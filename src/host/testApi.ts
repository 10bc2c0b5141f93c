import type { Delegate } from './agents/delegate.ts';
import type { ToolConsent } from './agents/toolConsent.ts';
import type { CommandConsent } from './debug/commandConsent.ts';
import type { PanelView } from './panel/panelView.ts';
import type { ProblemGroups } from './problems/problemGroups.ts';
import type { ProblemTree } from './problems/problemTree.ts';
import type { ProblemWatch } from './problems/watch.ts';
import type { EditorHunks } from './review/editorHunks.ts';
import type { RunService } from './runs/runService.ts';
import type { Problems } from './wiring/problems.ts';

/** What tests inside VS Code are given when they activate the extension; others are given nothing. */
export interface TestApi {
  readonly panel: PanelView;
  readonly runs: RunService;
  readonly hunks: EditorHunks;
  readonly consent: CommandConsent;
  readonly delegate: Delegate;
  readonly tools: ToolConsent;
  readonly watch: ProblemWatch;
  readonly groups: ProblemGroups;
  readonly tree: ProblemTree;
  readonly onLabelled: Problems['onLabelled'];
  /** Does at once what waits for the window to settle. */
  readonly sweep: () => void;
}
