import { formatUsd } from '../../base/formatUsd.ts';
import type { RunView, TaskView } from '../../protocol/panel.ts';
import { noteText, taskStateWord, tierTrail, tierWord, tokenText } from '../model/runText.ts';
import { useActions, useOpenFile } from './actions.ts';
import { Attempts } from './attempts.tsx';
import { Spoken, TierChip } from './controls.tsx';
import { Elapsed } from './elapsed.tsx';
import { Icon, type IconName } from './icons.tsx';
import { memo } from './memo.ts';
import { PlanEditor } from './planEditor.tsx';
import { TaskActions } from './taskActions.tsx';

const stateIcons: Record<TaskView['state'], IconName> = {
  waiting: 'ring',
  running: 'loading',
  done: 'pass',
  failed: 'error',
  dropped: 'slash',
};

/** One task: what it is and what it does now; opened, how it came to that and what can be done about it. */
export const Task = memo(function Task(props: {
  readonly run: string;
  readonly runState: RunView['state'];
  readonly task: TaskView;
  readonly number: number;
  /** The numbers of the tasks that it waits for: "1, 2". */
  readonly after: string;
  readonly open: boolean;
  /** Set while the plan waits: then the task can be changed, and dropped where it is not the last one. */
  readonly plan: 'none' | 'last' | 'edit';
}) {
  const { dispatch } = useActions();
  const { run, task, number, after, open, plan } = props;
  const trail = tierTrail(task);
  const isTimed = task.startedAt !== undefined && (task.state === 'running' || task.endedAt !== undefined);
  return (
    <li class={`task ${task.state}`} data-testid="task" data-task={task.id} data-state={task.state}>
      <button
        type="button"
        class="task-head"
        aria-expanded={open}
        title={task.reason || undefined}
        onClick={() => dispatch({ type: 'openTask', run, task: task.id, open: !open })}
      >
        <Icon name={stateIcons[task.state]} class={`task-icon state-${task.state}`} />
        <span class="task-number">{number}</span>
        <span class="task-title">{task.title}</span>
        <Spoken testId="task-state">{taskStateWord(task.state)}</Spoken>
        <span class="cost" data-testid="task-cost">
          {task.state === 'waiting' && task.usd === 0 ? '' : formatUsd(task.usd)}
        </span>
        <Icon name="chevron" />
      </button>
      <div class="task-line">
        {(trail.length > 1 || task.tier || task.chosenTier) && (
          <span class="trail">
            {trail.slice(0, -1).map((tier, index) => (
              <span key={index} class="left-tier">
                {tierWord(tier)}
                <span aria-hidden="true"> →</span>
                <Spoken> then </Spoken>
              </span>
            ))}
            {(task.tier || task.chosenTier) && (
              <TierChip tier={task.tier || (task.chosenTier ?? '')} testId="task-tier" />
            )}
          </span>
        )}
        {after && task.state === 'waiting' && <span>after {after}</span>}
        {isTimed && (
          <Elapsed from={task.startedAt ?? 0} to={task.state === 'running' ? undefined : task.endedAt} />
        )}
        {task.note && (
          <span class="note" title={task.note}>
            {noteText(task)}
          </span>
        )}
      </div>
      {open && (
        <div class="task-details">
          {plan === 'none' ? (
            <TaskStory {...props} />
          ) : (
            <PlanEditor run={run} task={task} isLast={plan === 'last'} />
          )}
        </div>
      )}
    </li>
  );
});

function TaskStory(props: {
  readonly run: string;
  readonly runState: RunView['state'];
  readonly task: TaskView;
}) {
  const openFile = useOpenFile();
  const { run, runState, task } = props;
  const tokens = tokenText(task);
  return (
    <>
      {tokens && <p class="muted">{tokens}</p>}
      {task.files.length > 0 && (
        <p class="task-files">
          {task.files.map((path) => (
            <button
              key={path}
              type="button"
              class="place"
              title={`Open ${path}`}
              onClick={() => openFile(path, 1)}
            >
              {path}
            </button>
          ))}
        </p>
      )}
      <Attempts attempts={task.attempts} />
      <TaskActions run={run} runState={runState} task={task} />
    </>
  );
}
