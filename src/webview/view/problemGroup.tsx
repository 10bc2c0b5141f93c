import { useState } from 'preact/hooks';
import { counted } from '../../base/counted.ts';
import { formatForecast } from '../../base/formatUsd.ts';
import type { GroupView } from '../../protocol/problems.ts';
import { useActions } from './actions.ts';
import { Button, Spoken, TierChip } from './controls.tsx';
import { Icon } from './icons.tsx';
import { memo } from './memo.ts';

/** So many of a group's problems are listed at first. */
const listedAtOnce = 8;

/** One cause: what follows from it, what mending it takes, and the buttons for that. */
export const ProblemGroup = memo(function ProblemGroup(props: {
  readonly group: GroupView;
  /** How many problems the largest group has. */
  readonly most: number;
}) {
  const [isOpen, setOpen] = useState(false);
  const { group, most } = props;
  const { title, errors, warnings, files, folderName, code, category, effort, run } = group;
  const all = errors + warnings;
  const where = files > 1 ? ` in ${counted(files, 'file')}` : '';
  const about = [code, category, folderName].filter((part) => part !== undefined && part !== '');
  return (
    <li class="problem-group" data-testid="problem-group" data-group={group.id}>
      <button
        type="button"
        class="problem-group-head"
        data-testid="problem-group-head"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="chevron" />
        <Icon name={errors > 0 ? 'error' : 'warning'} class={errors > 0 ? 'state-failed' : 'state-waiting'} />
        <span class="problem-group-title">{title}</span>
      </button>
      {isOpen && <Members group={group} />}
      <p class="problem-facts">
        <span>
          <strong>{all}</strong> {all === 1 ? 'problem' : 'problems'}
          {where}
        </span>
        {effort !== undefined && <TierChip tier={effort} testId="group-effort" />}
        <Forecast group={group} />
      </p>
      <p class="problem-about muted">
        <span class="problem-size" aria-hidden="true">
          <span class="of-errors" style={{ width: `${(errors / most) * 100}%` }} />
          <span class="of-warnings" style={{ width: `${(warnings / most) * 100}%` }} />
        </span>
        {about.join(' · ')}
      </p>
      <Actions group={group} />
      {run !== undefined && (
        <p class="problem-run" role="status">
          <Icon name="loading" class="state-running" /> Being fixed
        </p>
      )}
    </li>
  );
});

function Forecast(props: { readonly group: GroupView }) {
  const { group } = props;
  const { forecast } = group;
  if (!forecast) return group.effort === 'none' ? null : <span class="cost">no model</span>;
  const { tier, lowUsd, highUsd } = forecast;
  const text = highUsd === 0 ? 'free' : formatForecast({ lowUsd, highUsd });
  return (
    <span
      class="cost"
      data-testid="group-forecast"
      title={`Begins with ${tier}. Usually one of each kind is paid for, and what fixes it is done at the others; at most this is spent.`}
    >
      {text}
    </span>
  );
}

function Actions(props: { readonly group: GroupView }) {
  const { post } = useActions();
  const { folder, id, title, run, root, problems, category } = props.group;
  const [first] = problems;
  const place = root?.path === undefined ? first && { path: first.path, line: first.line } : root;
  const path = place?.path;
  return (
    <div class="task-actions">
      {run === undefined ? (
        <Button
          kind="link"
          testId="fix-group"
          label={`Fix: ${title}`}
          onPress={() => post({ type: 'fixGroup', folder, group: id })}
        >
          Fix
        </Button>
      ) : (
        <Button
          kind="link"
          testId="stop-group"
          label={`Stop: ${title}`}
          onPress={() => post({ type: 'cancel', run })}
        >
          Stop
        </Button>
      )}
      {category === undefined && run === undefined && (
        <Button
          kind="link"
          testId="label-group"
          label={`Label: ${title}`}
          title="Have nano say what it is and what it takes, for less than a cent"
          onPress={() => post({ type: 'labelGroup', folder, group: id })}
        >
          Label
        </Button>
      )}
      {path !== undefined && (
        <Button
          kind="link"
          testId="open-group"
          label={`Open: ${title}`}
          title={
            root?.path === undefined ? 'Open the first of them' : `Open ${root.name}, which they come from`
          }
          onPress={() => post({ type: 'openFile', path, line: place?.line ?? 1, of: folder })}
        >
          Open
        </Button>
      )}
    </div>
  );
}

function Members(props: { readonly group: GroupView }) {
  const { post } = useActions();
  const [isWhole, setWhole] = useState(false);
  const { folder, problems, errors, warnings, followers } = props.group;
  const shown = isWhole ? problems : problems.slice(0, listedAtOnce);
  const more = errors + warnings - shown.length;
  return (
    <>
      {followers > 0 && <p class="muted">{followers} of these should go when the first are fixed.</p>}
      <ul class="problem-members">
        {shown.map(({ path, line, message, severity }, index) => (
          <li key={index}>
            <button
              type="button"
              class="quiet-link problem-member"
              data-testid="problem-member"
              title={message}
              onClick={() => post({ type: 'openFile', path, line, of: folder })}
            >
              <Spoken>{`${severity}: `}</Spoken>
              <span class="problem-place">
                {path}:{line}
              </span>{' '}
              {message !== shown[index - 1]?.message && <span class="muted">{message}</span>}
            </button>
          </li>
        ))}
      </ul>
      {shown.length < problems.length ? (
        <p class="more-members">
          <Button kind="link" testId="more-members" onPress={() => setWhole(true)}>
            {`Show ${problems.length - shown.length} more`}
          </Button>
        </p>
      ) : (
        more > 0 && <p class="more-members muted">and {more} more</p>
      )}
    </>
  );
}
