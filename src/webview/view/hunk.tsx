import { useMemo, useState } from 'preact/hooks';
import { unseenIn } from '../../base/unseenCharacters.ts';
import type { HunkView } from '../../protocol/panel.ts';
import { addedLines, countLines, placeOf } from '../model/hunkText.ts';
import { hunkKey } from '../model/review.ts';
import { useActions } from './actions.ts';
import { Button, keepFocusNear } from './controls.tsx';
import { HunkEditor } from './hunkEditor.tsx';
import { HunkLines, mostLines } from './hunkLines.tsx';
import { Icon } from './icons.tsx';
import { memo } from './memo.ts';
import { decideHunk } from './reviewFocus.ts';
import { useNear } from './useNear.ts';

const decisions: Record<Exclude<HunkView['decision'], 'open'>, string> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  stale: 'Stale',
};

/** One hunk: its lines while it waits for a decision, a line once it has one. Far out of sight it is empty. */
export const Hunk = memo(function Hunk(props: {
  readonly proposal: string;
  readonly path: string;
  readonly hunk: HunkView;
  /** Whether it is drawn however far away it is. */
  readonly always: boolean;
}) {
  const { proposal, path, hunk, always } = props;
  const { ref, near, height } = useNear({
    always,
    weight: shownLines(hunk) + 1,
    estimate: () => hunkEstimate(hunk),
  });
  return (
    <li
      ref={ref}
      class={`hunk ${hunk.decision}`}
      data-testid="hunk"
      data-hunk={hunkKey({ proposal, path, mark: hunk.mark })}
      data-decision={hunk.decision}
      aria-label={`Change ${hunk.index + 1} to ${path}, ${hunk.decision}`}
      tabIndex={-1}
      style={near ? undefined : { height: `${height()}px` }}
    >
      {near && <HunkBody proposal={proposal} path={path} hunk={hunk} />}
    </li>
  );
});

/** What only goes has no new side to be written otherwise. */
function isEditable({ text }: HunkView): boolean {
  return /^[+ ]/m.test(text);
}

function shownLines(hunk: HunkView): number {
  return hunk.decision === 'open' ? Math.min(mostLines, countLines(hunk)) : 0;
}

/** About how high a hunk is, in pixels. */
export function hunkEstimate(hunk: HunkView): number {
  return 26 + shownLines(hunk) * 18;
}

/** A hunk's place; where there is little room its numbers alone. */
function Where(props: { readonly text: string }) {
  const [word, numbers] = props.text.split(/ (.*)/);
  return (
    <>
      <span class="hunk-word">{word} </span>
      {numbers}
    </>
  );
}

function HunkBody(props: { readonly proposal: string; readonly path: string; readonly hunk: HunkView }) {
  const { post } = useActions();
  const { proposal, path, hunk } = props;
  const place = { proposal, path, mark: hunk.mark };
  const decide = (type: 'accept' | 'reject') => (event: { readonly currentTarget: HTMLElement }) => {
    keepFocusNear(event.currentTarget);
    decideHunk(type, place, post);
  };
  const [editing, setEditing] = useState(false);
  const where = placeOf(hunk);
  const unseen = useMemo(() => unseenIn(addedLines(hunk)), [hunk.text]);
  return (
    <>
      <div class="hunk-head">
        <span class="hunk-header">
          <Where text={where} />
        </span>
        {hunk.decision === 'open' && !editing ? (
          <div class="hunk-buttons">
            <Button
              kind="plain"
              testId="hunk-accept"
              title="Accept (a)"
              label={`Accept ${where}`}
              onPress={decide('accept')}
            >
              Accept
            </Button>
            <Button
              kind="plain"
              testId="hunk-reject"
              title="Reject (r)"
              label={`Reject ${where}`}
              onPress={decide('reject')}
            >
              Reject
            </Button>
            {isEditable(hunk) && (
              <Button
                kind="plain"
                testId="hunk-edit"
                title="Edit, then accept (e)"
                label={`Edit ${where}`}
                onPress={() => setEditing(true)}
              >
                Edit
              </Button>
            )}
          </div>
        ) : (
          hunk.decision !== 'open' && <span class="decision">{decisions[hunk.decision]}</span>
        )}
      </div>
      {hunk.decision === 'stale' && (
        <p class="stale-reason">
          {hunk.reason ?? 'The file has changed here since, so that this change has no safe place any more.'}
        </p>
      )}
      {hunk.decision === 'open' && hunk.reason && (
        <p class="stale-reason unfit" data-testid="unfit">
          It would be stale now: {hunk.reason}
        </p>
      )}
      {hunk.decision === 'open' && unseen.length > 0 && (
        <p class="hunk-notice" data-testid="unseen">
          <Icon name="warning" />
          <span>Adds what can't be seen, or changes the direction of text: {unseen.join(', ')}.</span>
        </p>
      )}
      {hunk.decision === 'open' && editing && (
        <HunkEditor
          place={place}
          hunk={hunk}
          label={`${where} of ${path}`}
          onEnd={(from) => {
            from.closest<HTMLElement>('[data-hunk]')?.focus();
            setEditing(false);
          }}
        />
      )}
      {hunk.decision === 'open' && !editing && (
        <HunkLines path={path} hunk={hunk} label={`${where} of ${path}`} />
      )}
    </>
  );
}
