import type { ProposalView } from '../../protocol/panel.ts';
import { tally } from '../model/review.ts';
import { useActions } from './actions.ts';
import { IconButton, keepFocusNear, TierChip } from './controls.tsx';
import { Evidence } from './evidence.tsx';
import { ProposedFile } from './file.tsx';
import { memo } from './memo.ts';

/** One proposal: its evidence first, then its changes. */
export const Proposal = memo(function Proposal(props: { readonly proposal: ProposalView }) {
  const { post } = useActions();
  const { proposal } = props;
  const isOpen = tally([proposal]).open > 0;
  const decide =
    (type: 'acceptProposal' | 'rejectProposal') => (event: { readonly currentTarget: HTMLElement }) => {
      keepFocusNear(event.currentTarget);
      post({ type, proposal: proposal.id });
    };
  return (
    <article
      class="proposal"
      data-testid="proposal"
      data-proposal={proposal.id}
      aria-label={proposal.title}
      tabIndex={-1}
    >
      <div class="proposal-head">
        <h4>
          {proposal.title} <TierChip tier={proposal.tier} />
        </h4>
        {isOpen && (
          <div class="icon-buttons">
            <IconButton
              icon="checkAll"
              label={`Accept the whole proposal: ${proposal.title}`}
              testId="proposal-accept"
              onPress={decide('acceptProposal')}
            />
            <IconButton
              icon="cross"
              label={`Reject the whole proposal: ${proposal.title}`}
              testId="proposal-reject"
              onPress={decide('rejectProposal')}
            />
          </div>
        )}
      </div>
      {proposal.alternative && <p class="review">{proposal.alternative}</p>}
      <Evidence evidence={proposal.evidence} />
      {proposal.review && <p class="review">{proposal.review}</p>}
      <ul class="files">
        {proposal.files.map((file) => (
          <ProposedFile key={file.path} proposal={proposal.id} file={file} />
        ))}
      </ul>
    </article>
  );
});
