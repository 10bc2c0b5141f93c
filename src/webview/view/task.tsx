import { useState } from 'preact/hooks';
import type { TaskView } from '../../protocol/panel.ts';
import { formatUsd } from '../model/format.ts';
import { attemptWord, noteText, taskStateWord, tierTrail, tokenText } from '../model/runText.ts';
import type { GraphRow } from '../model/taskGraph.ts';
import { useActions } from './actions.ts';
import { Spoken, TierChip } from './controls.tsx';
import { Icon } from './icons.tsx';
import { RichLine } from './pieces.tsx';
import { Rails, railsWidth } from './rails.tsx';

/** One task: what it is and what it does now; opened, how it came to that. */
export function Task(props: {
  readonly run: string;
  readonly row: GraphRow<TaskView>;
  readonly rails: number;
  readonly onOpen: () => void;
}) {
  const [open, setOpen] = useState(false);
  const { row } = props;
  const { task } = row;
  const trail = tierTrail(task);
  const after = row.after.length > 0 ? `after ${row.after.join(', ')}` : '';
  return (
    <li
      class={`task ${task.state}`}
      data-testid="task"
      data-task={task.id}
      data-state={task.state}
      style={{ paddingLeft: `${railsWidth(props.rails)}px` }}
    >
      <Rails row={row} rails={props.rails} />
      <button
        type="button"
        class="task-head"
        aria-expanded={open}
        title={task.reason || undefined}
        onClick={() => {
          if (!open) props.onOpen();
          setOpen(!open);
        }}
      >
        <span class="task-number">{row.number}</span>
        <span class="task-title">{task.title}</span>
        <Spoken testId="task-state">{taskStateWord(task.state)}</Spoken>
        <span class="cost" data-testid="task-cost">
          {task.state === 'waiting' && task.usd === 0 ? '' : formatUsd(task.usd)}
        </span>
        <Icon name="chevron" />
      </button>
      <div class="task-line">
        <span class="trail">
          {trail.slice(0, -1).map((tier, index) => (
            <span key={index} class="left-tier">
              {tier}
              <span aria-hidden="true"> →</span>
              <Spoken> then </Spoken>
            </span>
          ))}
          {task.tier && <TierChip tier={task.tier} testId="task-tier" />}
        </span>
        {after && <span class="after">{after}</span>}
        {task.note && (
          <span class="note" title={task.note}>
            {open ? task.note : noteText(task)}
          </span>
        )}
      </div>
      {open && <TaskDetails run={props.run} task={task} />}
    </li>
  );
}

function TaskDetails(props: { readonly run: string; readonly task: TaskView }) {
  const { post } = useActions();
  const { run, task } = props;
  const tokens = tokenText(task);
  return (
    <div class="task-details">
      {task.reason && <p>{task.reason}</p>}
      {tokens && <p class="muted">{tokens}</p>}
      {task.files.length > 0 && (
        <p class="task-files">
          {task.files.map((path) => (
            <button
              key={path}
              type="button"
              class="place"
              title={`Open ${path}`}
              onClick={() => post({ type: 'openFile', path, line: 1 })}
            >
              {path}
            </button>
          ))}
        </p>
      )}
      {task.attempts.length > 0 && (
        <ol class="attempts" aria-label="Attempts">
          {task.attempts.map((attempt, index) => (
            <li key={index} data-testid="attempt" data-outcome={attempt.outcome}>
              <TierChip tier={attempt.tier} /> {attemptWord(attempt.outcome)}
              {attempt.note && (
                <p class="muted">
                  <RichLine text={attempt.note} />
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
      <p>
        <button
          type="button"
          class="place"
          data-testid="show-context"
          title="Show what was sent to models for this task, or would be"
          onClick={() => post({ type: 'showContext', run, task: task.id })}
        >
          Show context
        </button>
      </p>
    </div>
  );
}
