import type { ProposalView } from '../../protocol/panel.ts';
import { describeTally, hunksInOrder, openUnverified, tally } from '../model/review.ts';
import { useActions } from './actions.ts';
import { Button, keepFocusNear } from './controls.tsx';
import { memo } from './memo.ts';
import { Proposal } from './proposal.tsx';
import { onReviewKey } from './reviewFocus.ts';

/** Of a run with no more hunks than this all are drawn at once, so that the page's own search finds them. */
const mostDrawn = 40;

const keys = [
  ['j', 'down'],
  ['k', 'up'],
  ['n', 'next'],
  ['a', 'accept'],
  ['r', 'reject'],
  ['e', 'edit'],
] as const;

/** All that a run puts before the user. */
export const Proposals = memo(function Proposals(props: {
  readonly run: string;
  readonly proposals: readonly ProposalView[];
}) {
  const { post } = useActions();
  const { run, proposals } = props;
  const totals = tally(proposals);
  // Of fixes to choose from only one can be accepted, and which is not for a button to say.
  const acceptable = tally(proposals.filter(({ alternative }) => alternative === undefined)).open;
  const unverified = openUnverified(proposals);
  const always = hunksInOrder(proposals).length <= mostDrawn;
  const decide = (type: 'acceptAll' | 'rejectAll') => (event: { readonly currentTarget: HTMLElement }) => {
    keepFocusNear(event.currentTarget);
    post({ type, run });
  };
  return (
    <section class="proposals" aria-label="Proposals" tabIndex={-1}>
      <div class="proposals-head">
        <h3>
          Proposals <span class="muted">{describeTally(totals)}</span>
        </h3>
        {totals.open > 0 && (
          <div class="buttons">
            {acceptable > 0 && (
              <Button kind="primary" testId="accept-all" onPress={decide('acceptAll')}>
                Accept All
              </Button>
            )}
            <Button testId="reject-all" onPress={decide('rejectAll')}>
              Reject All
            </Button>
          </div>
        )}
      </div>
      {unverified > 0 && (
        <p class="caution" data-testid="unverified">
          {proposals.length === 1
            ? 'This proposal is not verified.'
            : `${unverified} of these ${unverified === 1 ? 'is' : 'are'} not verified.`}
        </p>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys act on the hunk that has the focus. */}
      <div class="proposal-list" onKeyDown={(event) => onReviewKey(event, proposals, post)}>
        {proposals.map((proposal) => (
          <Proposal key={proposal.id} proposal={proposal} always={always} />
        ))}
      </div>
      {totals.open > 0 && (
        <p class="keys">
          <span>In the changes:</span>
          {keys.map(([key, does]) => (
            <span key={key}>
              <kbd>{key}</kbd> {does}
            </span>
          ))}
        </p>
      )}
    </section>
  );
});
