import { Emitter } from '../../base/emitter.ts';
import type { ProblemsView } from '../../protocol/problems.ts';
import type { PanelView } from '../panel/panelView.ts';
import { groupInFolder } from '../problems/groupInFolder.ts';
import { readGroupViews } from '../problems/groupViews.ts';
import { PanelProblems } from '../problems/panelProblems.ts';
import { ProblemCommands } from '../problems/problemCommands.ts';
import { ProblemGroups } from '../problems/problemGroups.ts';
import { ProblemTree } from '../problems/problemTree.ts';
import { ProblemWatch } from '../problems/watch.ts';
import type { Own } from './own.ts';
import type { Services } from './services.ts';
import type { Work } from './work.ts';

/** The problems of the workspace in their groups: in a tree of their own, in the panel, and looked at on saving. */
export type Problems = ReturnType<typeof createProblems>;

/** The groups of problems, where they are shown, and what is done with them. */
export function createProblems(services: Services, { jobs, offers }: Work, panel: PanelView, own: Own) {
  const { runs, resources, environment, estimates, log } = services;
  const groups = own(new ProblemGroups(groupInFolder(resources, environment), log));
  const viewsOf = readGroupViews(estimates, runs);
  const tree = own(new ProblemTree({ groups, viewsOf }));
  const send = (view: ProblemsView) => panel.post({ type: 'problems', problems: view });
  const panelProblems = own(new PanelProblems({ groups, viewsOf, runs, log, send }));
  const labels = new Emitter<void>();
  const onLabelled = () => {
    groups.regroup();
    labels.fire(undefined);
  };
  const problems = new ProblemCommands({
    ...{ jobs, offers, estimates, groups, runs, resources, tree, viewsOf, onLabelled },
  });
  const watch = own(new ProblemWatch({ resources, log, environment, onLooked: onLabelled }));
  return {
    ...{ groups, tree, problems, watch },
    /** Kinds of problems may have labels now that were paid for outside runs. */
    onLabelled: labels.event,
    showProblems: (isShown: boolean) => panelProblems.show(isShown),
    /** What fixing them costs may be another. */
    redraw: () => {
      tree.redraw();
      panelProblems.update();
    },
  };
}
