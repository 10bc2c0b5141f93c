import { useEffect } from 'preact/hooks';
import { formatUsd } from '../../base/formatUsd.ts';
import type { RunView } from '../../protocol/panel.ts';
import { formatWhen, formatWhole } from '../model/format.ts';
import { asSentence, runStateWord } from '../model/runText.ts';
import { RunContext, useActions } from './actions.ts';
import { Answer } from './answer.tsx';
import { Button, keepFocusNear } from './controls.tsx';
import { Icon, type IconName } from './icons.tsx';
import { memo } from './memo.ts';
import { Notice } from './notices.tsx';
import { Overhead } from './overhead.tsx';
import { Proposals } from './proposals.tsx';
import { RunCost } from './runCost.tsx';
import { Tasks } from './tasks.tsx';

const stateIcons: Record<RunView['state'], IconName> = {
  running: 'loading',
  paused: 'pause',
  done: 'pass',
  partial: 'warning',
  failed: 'error',
  cancelled: 'slash',
};

/** One run: a line while closed, the whole of it while open. */
export const Run = memo(function Run(props: {
  readonly run: RunView;
  readonly open: boolean;
  readonly tasksOpen: boolean;
  readonly openTasks: readonly string[];
  /** Whether a run without a key asks for one: not right below the notice that already does. */
  readonly offerKey: boolean;
}) {
  const { dispatch } = useActions();
  const { run, open } = props;
  const word = runStateWord(run);
  return (
    <article
      class={`run ${run.state}`}
      data-testid="run"
      data-run={run.id}
      data-state={run.state}
      aria-label={run.title}
      tabIndex={-1}
    >
      <h2 class="run-head">
        <button
          type="button"
          aria-expanded={open}
          title={`${run.title}\n${word}, started ${formatWhole(run.startedAt)}`}
          onClick={() => dispatch({ type: 'toggleRun', run: run.id })}
        >
          <Icon name="chevron" />
          <Icon name={stateIcons[run.state]} class={`state-${run.state}`} />
          <span class="run-title">{run.title}</span>
          {!open && (
            <>
              <span class="run-word" data-testid="run-state">
                {word}
              </span>
              <span class="run-when" data-testid="run-when">
                {formatWhen(run.startedAt, Date.now())}
              </span>
              <span class="cost" data-testid="run-cost">
                {formatUsd(run.cost.usd)}
              </span>
            </>
          )}
        </button>
      </h2>
      <RunContext.Provider value={run.id}>
        {open && (run.whole ? <RunBody {...props} word={word} /> : <RunOnItsWay run={run} />)}
      </RunContext.Provider>
    </article>
  );
});

interface BodyProps {
  readonly run: RunView;
  readonly word: string;
  readonly tasksOpen: boolean;
  readonly openTasks: readonly string[];
  readonly offerKey: boolean;
}

/** The host sends what nobody looks at in a line: what is opened is asked for. */
function RunOnItsWay(props: { readonly run: RunView }) {
  const { post } = useActions();
  const { id } = props.run;
  useEffect(() => post({ type: 'openRun', run: id }), [id]);
  return <div class="run-body" aria-busy="true" />;
}

function RunBody(props: BodyProps) {
  const { run } = props;
  return (
    <div class="run-body">
      <RunState {...props} />
      <RunCost run={run} />
      {run.answer !== undefined && <Answer text={run.answer} />}
      {run.summary && <p class="summary">{run.summary}</p>}
      {run.tasks.length > 0 && (
        <Tasks
          run={run.id}
          runState={run.state}
          tasks={run.tasks}
          graph={run.graph}
          planWaits={run.planWaits}
          open={props.tasksOpen}
          openTasks={props.openTasks}
        />
      )}
      {run.proposals.length > 0 && <Proposals run={run.id} proposals={run.proposals} />}
      {run.overhead.length > 0 && <Overhead calls={run.overhead} />}
      {run.state !== 'running' && <RunFoot run={run} />}
    </div>
  );
}

/** What can be done with a run that does nothing. */
function RunFoot(props: { readonly run: RunView }) {
  const { post } = useActions();
  const { id, title } = props.run;
  return (
    <div class="run-foot">
      <Button
        kind="link"
        testId="export-run"
        label={`Export as Markdown: ${title}`}
        onPress={() => post({ type: 'exportRun', run: id })}
      >
        Export as Markdown
      </Button>
      <Button
        kind="link"
        testId="delete-run"
        label={`Delete: ${title}`}
        onPress={() => post({ type: 'deleteRun', run: id })}
      >
        Delete
      </Button>
    </div>
  );
}

/** The state in words, and what can be done about it. */
function RunState(props: BodyProps) {
  const { run, word } = props;
  if (run.state === 'paused' || run.planWaits) return <PausedState {...props} />;
  return (
    <div class="run-state-line">
      <p>
        <span class={`state-word state-${run.state}`} data-testid="run-state">
          {word}
        </span>{' '}
        <span data-testid="run-message">{asSentence(run.message)}</span>
      </p>
      {run.state === 'running' && <Cancel run={run} />}
    </div>
  );
}

function Cancel(props: { readonly run: RunView }) {
  const { post } = useActions();
  const { id, title } = props.run;
  return (
    <Button
      testId="cancel"
      label={`Cancel ${title}`}
      onPress={(event) => {
        keepFocusNear(event.currentTarget);
        post({ type: 'cancel', run: id });
      }}
    >
      Cancel
    </Button>
  );
}

function PausedState(props: BodyProps) {
  const { post } = useActions();
  const { run, word } = props;
  const asksForKey = run.pause === 'no_key' && props.offerKey;
  const goOn = (type: 'startPlan' | 'resume') => (event: { readonly currentTarget: HTMLElement }) => {
    keepFocusNear(event.currentTarget);
    post({ type, run: run.id });
  };
  const buttons = (
    <>
      {run.planWaits && (
        <Button kind="primary" testId="start-plan" onPress={goOn('startPlan')}>
          Start Plan
        </Button>
      )}
      {asksForKey && (
        <Button kind="primary" testId="set-api-key" onPress={() => post({ type: 'setApiKey' })}>
          Set API Key
        </Button>
      )}
      {!run.planWaits && (
        <Button
          kind={run.pause === 'no_key' ? 'secondary' : 'primary'}
          testId="resume"
          onPress={goOn('resume')}
        >
          Resume
        </Button>
      )}
      {run.pause === 'budget' && (
        <Button onPress={() => post({ type: 'openSettings', query: 'tiercel.budget' })}>Set Budget</Button>
      )}
      <Cancel run={run} />
    </>
  );
  return (
    <Notice tone={run.planWaits || run.pause === 'interrupted' ? 'info' : 'warning'} buttons={buttons}>
      <span class="state-word" data-testid="run-state">
        {word}
      </span>{' '}
      <span data-testid="run-message">{asSentence(run.message)}</span>
    </Notice>
  );
}
