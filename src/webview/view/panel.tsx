import { counted } from '../../base/counted.ts';
import { areTasksOpen, isRunOpen, listedRuns, openedRuns, type PageState } from '../model/pageState.ts';
import { canRequest } from '../model/request.ts';
import { announcement } from '../model/runText.ts';
import { useActions } from './actions.ts';
import { Composer } from './composer.tsx';
import { Button, Spoken } from './controls.tsx';
import { CostDrawer } from './costDrawer.tsx';
import { FailureNotice, Notices } from './notices.tsx';
import { ProblemsDrawer } from './problemsDrawer.tsx';
import { Run } from './run.tsx';
import { SpendLine } from './spendLine.tsx';
import { TiersDrawer } from './tiersDrawer.tsx';

/** With more runs than these they can be searched. */
const mostUnsearched = 4;
const noTasks: readonly string[] = [];

/** The whole page. */
export function Panel(props: { readonly state: PageState }) {
  const { panel, drawer, cost, costFailure, problems, failure } = props.state;
  const { post } = useActions();
  const failed = failure !== undefined && (
    <FailureNotice
      testId="failure"
      title="The runs could not be read"
      message={failure}
      onAgain={() => post({ type: 'ready', open: openedRuns(props.state) })}
    />
  );
  if (!panel) {
    return (
      <main aria-busy={failure === undefined} aria-label="Tiercel">
        {failed}
      </main>
    );
  }
  const usable = panel.workspace === 'ready';
  return (
    <main aria-label="Tiercel">
      <h1 class="spoken">Tiercel</h1>
      <header class="top">
        <Composer panel={panel} state={props.state} />
        <SpendLine panel={panel} drawer={drawer} />
        {drawer === 'cost' && <CostDrawer cost={cost} failure={costFailure} todayUsd={panel.todayUsd} />}
        {drawer === 'problems' && <ProblemsDrawer problems={problems} />}
        {drawer === 'tiers' && <TiersDrawer panel={panel} />}
        {failed}
        <Notices panel={panel} />
      </header>
      <div role="status">
        <Spoken testId="announcement">{announcement(panel.runs[0])}</Spoken>
      </div>
      {panel.runs.length === 0 && usable && (
        <p class="first-steps" data-testid="no-runs">
          {canRequest(panel).type === 'ready'
            ? 'Describe a change above, or have the problems fixed that your language servers report. Small models do the work, it'
            : 'Fix Problems works without a model, with the fixes that your language servers have. What they do'}{' '}
          is checked before you see it, and nothing is written until you accept it.
        </p>
      )}
      <Runs state={props.state} />
    </main>
  );
}

function Runs(props: { readonly state: PageState }) {
  const { post, dispatch } = useActions();
  const { state } = props;
  const { panel } = state;
  if (!panel) return null;
  const { runs, more } = listedRuns(state);
  return (
    <>
      {panel.runs.length > mostUnsearched && (
        <div class="history">
          <input
            type="search"
            class="field"
            data-testid="search-runs"
            aria-label="Search runs"
            placeholder="Search runs"
            value={state.search}
            onInput={(event) => dispatch({ type: 'search', text: event.currentTarget.value })}
          />
        </div>
      )}
      {runs.map((run) => (
        <Run
          key={run.id}
          run={run}
          open={isRunOpen(state, run.id)}
          tasksOpen={areTasksOpen(state, run)}
          openTasks={state.tasks[run.id] ?? noTasks}
          offerKey={panel.model.type === 'ready' || run !== panel.runs[0]}
        />
      ))}
      {runs.length === 0 && panel.runs.length > 0 && (
        <p class="first-steps" data-testid="no-matches">
          No matching runs.
        </p>
      )}
      {more > 0 && (
        <Button kind="link" testId="more-runs" onPress={() => dispatch({ type: 'listMore' })}>
          {`Show ${counted(more, 'older run')}`}
        </Button>
      )}
      {panel.deleted.map(({ id, title }) => (
        <p key={id} class="deleted-run" data-testid="deleted-run">
          <span>Deleted: {title}</span>
          <Button
            kind="link"
            testId="restore-run"
            label={`Restore ${title}`}
            onPress={() => post({ type: 'restoreRun', run: id })}
          >
            Restore
          </Button>
        </p>
      ))}
    </>
  );
}
