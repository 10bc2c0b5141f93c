import { useState } from 'preact/hooks';
import { type ModelTier, modelTiers, type RunView, type TaskView } from '../../protocol/panel.ts';
import { useActions } from './actions.ts';
import { Button } from './controls.tsx';
import { Select } from './select.tsx';

/** What can be done about a task: see what was sent for it, stop it, have it done again. */
export function TaskActions(props: {
  readonly run: string;
  readonly runState: RunView['state'];
  readonly task: TaskView;
}) {
  const { post } = useActions();
  const { run, runState, task } = props;
  const pick = { run, task: task.id };
  const canRetry =
    (task.state === 'failed' || task.state === 'dropped') &&
    runState !== 'running' &&
    runState !== 'cancelled';
  return (
    <div class="task-actions">
      <Button
        kind="link"
        testId="show-context"
        title="Show what was sent to models for this task, or would be"
        onPress={() => post({ type: 'showContext', ...pick })}
      >
        Show Context
      </Button>
      {task.state === 'running' && runState === 'running' && (
        <Button
          kind="link"
          testId="cancel-task"
          label={`Cancel task: ${task.title}`}
          title="Stop this task; the others go on"
          onPress={() => post({ type: 'cancelTask', ...pick })}
        >
          Cancel Task
        </Button>
      )}
      {canRetry && <Retry run={run} task={task} />}
    </div>
  );
}

function Retry(props: { readonly run: string; readonly task: TaskView }) {
  const { post } = useActions();
  const { run, task } = props;
  const [tier, setTier] = useState<ModelTier>(() => tierAbove(task.tier));
  return (
    <span class="retry">
      <Button
        testId="retry-task"
        label={`Retry on ${tier}: ${task.title}`}
        onPress={() => post({ type: 'retryTask', run, task: task.id, tier })}
      >
        Retry On
      </Button>
      <Select
        label={`The tier to retry ${task.title} on`}
        testId="retry-tier"
        value={tier}
        options={modelTiers.map((each) => [each, each])}
        onPick={(picked) => setTier(modelTiers.find((each) => each === picked) ?? tier)}
      />
    </span>
  );
}

/** The tier above the one that came to nothing. */
function tierAbove(failed: string): ModelTier {
  const tiers: readonly string[] = modelTiers;
  return modelTiers[Math.min(tiers.indexOf(failed) + 1, modelTiers.length - 1)] ?? 'planner';
}
