import type { ProposalView } from '../../protocol/panel.ts';
import { tally } from '../model/review.ts';
import { useActions } from './actions.ts';
import { IconButton, keepFocusNear, TierChip } from './controls.tsx';
import { Evidence } from './evidence.tsx';
import { ProposedFile } from './file.tsx';
import { hunkEstimate } from './hunk.tsx';
import { memo } from './memo.ts';
import { useNear } from './useNear.ts';

/** One proposal: its evidence first, then its changes. Far out of sight it is empty. */
export const Proposal = memo(function Proposal(props: {
  readonly proposal: ProposalView;
  /** Whether it is drawn however far away it is. */
  readonly always: boolean;
}) {
  const { proposal, always } = props;
  const { ref, near, height } = useNear({ always, weight: 10, estimate: () => estimateOf(proposal) });
  return (
    <article
      ref={ref}
      class="proposal"
      data-testid="proposal"
      data-proposal={proposal.id}
      aria-label={proposal.title}
      tabIndex={-1}
      style={near ? undefined : { height: `${height()}px` }}
    >
      {near && <ProposalBody proposal={proposal} always={always} />}
    </article>
  );
});

/** About how high a proposal is, in pixels. */
function estimateOf({ files }: ProposalView): number {
  const hunks = files.flatMap((file) => file.hunks);
  return 64 + files.length * 30 + hunks.reduce((sum, hunk) => sum + hunkEstimate(hunk), 0);
}

function ProposalBody(props: { readonly proposal: ProposalView; readonly always: boolean }) {
  const { post } = useActions();
  const { proposal, always } = props;
  const isOpen = tally([proposal]).open > 0;
  const decide =
    (type: 'acceptProposal' | 'rejectProposal') => (event: { readonly currentTarget: HTMLElement }) => {
      keepFocusNear(event.currentTarget);
      post({ type, proposal: proposal.id });
    };
  return (
    <>
      <div class="proposal-head">
        <h4>
          {proposal.title} <TierChip tier={proposal.tier} />
        </h4>
        <div class="icon-buttons">
          {proposal.files.length > 1 && (
            <IconButton
              icon="diffMultiple"
              label={`Open all changes: ${proposal.title}`}
              testId="open-changes"
              onPress={() => post({ type: 'openChanges', proposal: proposal.id })}
            />
          )}
          {isOpen && (
            <>
              <IconButton
                icon="checkAll"
                label={`Accept the whole proposal: ${proposal.title}`}
                testId="proposal-accept"
                onPress={decide('acceptProposal')}
              />
              <IconButton
                icon="closeAll"
                label={`Reject the whole proposal: ${proposal.title}`}
                testId="proposal-reject"
                onPress={decide('rejectProposal')}
              />
            </>
          )}
        </div>
      </div>
      {proposal.alternative && <p class="review">{proposal.alternative}</p>}
      <Evidence evidence={proposal.evidence} />
      {proposal.review && <p class="review">{proposal.review}</p>}
      <ul class="files">
        {proposal.files.map((file) => (
          <ProposedFile key={file.path} proposal={proposal.id} file={file} always={always} />
        ))}
      </ul>
    </>
  );
}
