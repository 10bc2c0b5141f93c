import type { RunView } from '../../protocol/panel.ts';
import { taskProgress } from '../model/runText.ts';
import { useActions } from './actions.ts';
import { Icon } from './icons.tsx';
import { memo } from './memo.ts';
import { PlanPicture } from './planPicture.tsx';
import { Task } from './task.tsx';

/** With more tasks than these they are not kept in the page while their list is closed. */
const mostHidden = 40;

/** The plan: a picture of what waits for what, and the tasks in that order. Closed it is its heading alone. */
export const Tasks = memo(function Tasks(props: {
  readonly run: string;
  readonly runState: RunView['state'];
  readonly tasks: RunView['tasks'];
  readonly graph: RunView['graph'];
  readonly planWaits: boolean;
  readonly open: boolean;
  /** The ids of the tasks that are open. */
  readonly openTasks: readonly string[];
}) {
  const { dispatch } = useActions();
  const { run, runState, tasks, graph, planWaits, open, openTasks } = props;
  const numbers = new Map(tasks.map((task, index) => [task.id, index + 1]));
  // How many were done is what the run ended with.
  const isOver = runState !== 'running' && runState !== 'paused';
  const plan = planWaits ? (tasks.length === 1 ? 'last' : 'edit') : 'none';
  return (
    <section class={planWaits ? 'tasks plan' : 'tasks'} aria-label="Tasks" tabIndex={-1}>
      <h3>
        <button
          type="button"
          class="tasks-head"
          data-testid="tasks-toggle"
          aria-expanded={open}
          onClick={() => dispatch({ type: 'openTasks', run, open: !open })}
        >
          <span>
            {planWaits ? 'Plan' : 'Tasks'}{' '}
            <span class="muted">
              {planWaits
                ? 'open a task to change it before it starts'
                : isOver
                  ? tasks.length
                  : taskProgress(tasks)}
            </span>
          </span>
          <Icon name="chevron" />
        </button>
      </h3>
      {open && graph && <PlanPicture graph={graph} tasks={tasks} />}
      {(open || tasks.length <= mostHidden) && (
        <ol hidden={!open}>
          {tasks.map((task, index) => (
            <Task
              key={task.id}
              run={run}
              runState={runState}
              task={task}
              number={index + 1}
              after={afterOf(task.dependsOn, numbers)}
              open={openTasks.includes(task.id)}
              plan={plan}
            />
          ))}
        </ol>
      )}
    </section>
  );
});

function afterOf(dependsOn: readonly string[], numbers: ReadonlyMap<string, number>): string {
  return [...new Set(dependsOn)]
    .flatMap((id) => numbers.get(id) ?? [])
    .sort((a, b) => a - b)
    .join(', ');
}
