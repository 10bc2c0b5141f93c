import { areTasksOpen, isRunOpen, type PageState } from '../model/pageState.ts';
import { announcement } from '../model/runText.ts';
import { Composer } from './composer.tsx';
import { Spoken } from './controls.tsx';
import { Notices } from './notices.tsx';
import { Run } from './run.tsx';
import { SpendLine } from './spendLine.tsx';

/** The whole page. */
export function Panel(props: { readonly state: PageState }) {
  const { panel, draft } = props.state;
  if (!panel) return <main aria-busy="true" aria-label="Tiercel" />;
  const usable = panel.workspace === 'ready';
  return (
    <main aria-label="Tiercel">
      <header class="top">
        <Composer panel={panel} draft={draft} />
        <SpendLine panel={panel} />
        <Notices panel={panel} />
      </header>
      <div role="status">
        <Spoken testId="announcement">{announcement(panel.runs[0])}</Spoken>
      </div>
      {panel.runs.length === 0 && usable && (
        <p class="first-steps" data-testid="no-runs">
          Describe a change above, or have the problems fixed that your language servers report. Small models
          do the work, it is checked before you see it, and nothing is written until you accept it.
        </p>
      )}
      {panel.runs.map((run, index) => (
        <Run
          key={run.id}
          run={run}
          open={isRunOpen(props.state, run.id)}
          tasksOpen={areTasksOpen(props.state, run)}
          offerKey={panel.model.type === 'ready' || index > 0}
        />
      ))}
    </main>
  );
}
