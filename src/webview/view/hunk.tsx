import type { HunkView } from '../../protocol/panel.ts';
import { hunkKey } from '../model/review.ts';
import { useActions } from './actions.ts';
import { Button, keepFocusNear } from './controls.tsx';
import { HunkLines } from './hunkLines.tsx';
import { memo } from './memo.ts';
import { decideHunk } from './reviewFocus.ts';

const decisions: Record<Exclude<HunkView['decision'], 'open'>, string> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  stale: 'Stale',
};

/** One hunk: its lines while it waits for a decision, a line once it has one. */
export const Hunk = memo(function Hunk(props: {
  readonly proposal: string;
  readonly path: string;
  readonly hunk: HunkView;
}) {
  const { post } = useActions();
  const { proposal, path, hunk } = props;
  const place = { proposal, path, hunk: hunk.index };
  const decide = (type: 'accept' | 'reject') => (event: { readonly currentTarget: HTMLElement }) => {
    keepFocusNear(event.currentTarget);
    decideHunk(type, place, post);
  };
  const { decision } = hunk;
  return (
    <li
      class={`hunk ${decision}`}
      data-testid="hunk"
      data-hunk={hunkKey(place)}
      data-decision={decision}
      aria-label={`Change ${hunk.index + 1} to ${path}, ${decision}`}
      tabIndex={-1}
    >
      <div class="hunk-head">
        <span class="hunk-header">{hunk.header}</span>
        {decision === 'open' ? (
          <div class="hunk-buttons">
            <Button kind="plain" testId="hunk-accept" title="Accept (a)" onPress={decide('accept')}>
              Accept
            </Button>
            <Button kind="plain" testId="hunk-reject" title="Reject (r)" onPress={decide('reject')}>
              Reject
            </Button>
          </div>
        ) : (
          <span class="decision">{decisions[decision]}</span>
        )}
      </div>
      {decision === 'stale' && (
        <p class="stale-reason">
          The file has changed here since, so that this change has no safe place any more.
        </p>
      )}
      {decision === 'open' && <HunkLines lines={hunk.lines} label={`Lines of ${path}, ${hunk.header}`} />}
    </li>
  );
});
