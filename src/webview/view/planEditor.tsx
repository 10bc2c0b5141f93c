import { useState } from 'preact/hooks';
import { modelTiers, type TaskView } from '../../protocol/panel.ts';
import { useActions } from './actions.ts';
import { Button, keepFocusNear } from './controls.tsx';
import { Select } from './select.tsx';

/** A task of a plan that waits: its instructions and tier can be changed, and it can be left out. */
export function PlanEditor(props: {
  readonly run: string;
  readonly task: TaskView;
  /** The last task of a plan stays: a plan without one is none. */
  readonly isLast: boolean;
}) {
  const { post } = useActions();
  const { run, task, isLast } = props;
  const pick = { run, task: task.id };
  // What is being written is the page's own: a state that arrives meanwhile has the older text.
  const [text, setText] = useState(task.instructions);
  return (
    <div class="plan-editor">
      <textarea
        rows={3}
        class="field"
        data-testid="task-instructions"
        aria-label={`Instructions for ${task.title}`}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        // Taken over when the box is left, so that Start never goes by an older text.
        onChange={(event) => {
          const written = event.currentTarget.value.trim();
          if (written === '') setText(task.instructions);
          else if (written !== task.instructions)
            post({ type: 'setTaskInstructions', ...pick, text: written });
        }}
      />
      <div class="task-actions">
        Tier
        <Select
          label={`The tier of ${task.title}`}
          testId="plan-tier"
          value={task.chosenTier ?? ''}
          options={[['', 'Automatic'], ...modelTiers.map((tier) => [tier, tier] as const)]}
          onPick={(value) => {
            const tier = modelTiers.find((each) => each === value);
            post({ type: 'setTaskTier', ...pick, ...(tier && { tier }) });
          }}
        />
      </div>
      <div class="task-actions">
        <Button
          kind="link"
          testId="show-context"
          title="Show what would be sent to a model for this task"
          onPress={() => post({ type: 'showContext', ...pick })}
        >
          Show Context
        </Button>
        {!isLast && (
          <Button
            kind="link"
            testId="drop-task"
            label={`Drop task: ${task.title}`}
            onPress={(event) => {
              keepFocusNear(event.currentTarget);
              post({ type: 'dropTask', ...pick });
            }}
          >
            Drop Task
          </Button>
        )}
      </div>
    </div>
  );
}
