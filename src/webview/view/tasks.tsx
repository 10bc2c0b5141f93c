import type { TaskView } from '../../protocol/panel.ts';
import { taskProgress } from '../model/runText.ts';
import { layOutTasks } from '../model/taskGraph.ts';
import { memo } from './memo.ts';
import { Task } from './task.tsx';

/** The task graph, as a list with rails that show what waits for what. */
export const Tasks = memo(function Tasks(props: { readonly tasks: readonly TaskView[] }) {
  const graph = layOutTasks(props.tasks);
  return (
    <section class="tasks" aria-label="Tasks">
      <h3>
        Tasks <span class="muted">{taskProgress(props.tasks)}</span>
      </h3>
      <ol>
        {graph.rows.map((row) => (
          <Task key={row.task.id} row={row} rails={graph.rails} />
        ))}
      </ol>
    </section>
  );
});
