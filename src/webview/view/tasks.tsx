import type { TaskView } from '../../protocol/panel.ts';
import { taskProgress } from '../model/runText.ts';
import { layOutTasks } from '../model/taskGraph.ts';
import { useActions } from './actions.ts';
import { Icon } from './icons.tsx';
import { memo } from './memo.ts';
import { Task } from './task.tsx';

/** The task graph, as a list with rails that show what waits for what. Closed it is its heading alone. */
export const Tasks = memo(function Tasks(props: {
  readonly run: string;
  readonly tasks: readonly TaskView[];
  readonly open: boolean;
}) {
  const { dispatch } = useActions();
  const { run, tasks, open } = props;
  const graph = layOutTasks(tasks);
  return (
    <section class="tasks" aria-label="Tasks">
      <h3>
        <button
          type="button"
          class="tasks-head"
          data-testid="tasks-toggle"
          aria-expanded={open}
          onClick={() => dispatch({ type: 'openTasks', run, open: !open })}
        >
          <span>
            Tasks <span class="muted">{taskProgress(tasks)}</span>
          </span>
          <Icon name="chevron" />
        </button>
      </h3>
      <ol hidden={!open}>
        {graph.rows.map((row) => (
          <Task
            key={row.task.id}
            run={run}
            row={row}
            rails={graph.rails}
            // Who reads a task must not have the list close over it when the run ends.
            onOpen={() => dispatch({ type: 'openTasks', run, open: true })}
          />
        ))}
      </ol>
    </section>
  );
});
