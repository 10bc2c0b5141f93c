import { useState } from 'preact/hooks';
import { counted } from '../../base/counted.ts';
import type { ProposalView } from '../../protocol/panel.ts';
import { formatDuration } from '../model/format.ts';
import { evidenceWord, shortSummary } from '../model/runText.ts';
import { Spoken } from './controls.tsx';
import { Icon, type IconName } from './icons.tsx';
import { memo } from './memo.ts';
import { RichLine } from './pieces.tsx';

type EvidenceView = ProposalView['evidence'];

const icons: Record<EvidenceView['outcome'], IconName> = {
  passed: 'verified',
  unchecked: 'unverified',
  failed: 'error',
};

/** What was checked and what came of it; what was not checked is said without being asked. */
export const Evidence = memo(function Evidence(props: { readonly evidence: EvidenceView }) {
  const [open, setOpen] = useState(false);
  const { evidence } = props;
  return (
    <div class={`evidence ${evidence.outcome}`}>
      <button type="button" class="evidence-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="badge" data-testid="evidence" data-outcome={evidence.outcome}>
          <Icon name={icons[evidence.outcome]} />
          {evidenceWord(evidence.outcome)}
        </span>
        {evidence.errors && <ErrorCount {...evidence.errors} />}
        <span class="evidence-summary">{open ? evidence.summary : shortSummary(evidence)}</span>
        <Icon name="chevron" />
      </button>
      {!open && tellsUnasked(evidence) && (
        <div class="evidence-details">
          <LookTwice evidence={evidence} />
          <Lines title="Introduced" lines={evidence.introduced} />
          <NotChecked evidence={evidence} />
        </div>
      )}
      {open && (
        <div class="evidence-details">
          <LookTwice evidence={evidence} />
          <Lines title="Fixed" lines={evidence.fixed} />
          <Lines title="Introduced" lines={evidence.introduced} />
          <Lines title="Remaining" lines={evidence.remaining} />
          <Lines title="Checked" lines={evidence.checked} />
          <NotChecked evidence={evidence} />
          <p class="muted">The check took {formatDuration(evidence.ms)}.</p>
        </div>
      )}
    </div>
  );
});

function tellsUnasked({ outcome, notChecked, lookTwice }: EvidenceView): boolean {
  return outcome !== 'passed' || notChecked.length > 0 || lookTwice !== undefined;
}

function ErrorCount({ before, after }: NonNullable<EvidenceView['errors']>) {
  if (before + after === 0) return <span data-testid="error-count">No errors</span>;
  return (
    <span class="error-count" data-testid="error-count">
      {before}
      <span aria-hidden="true"> → </span>
      <Spoken> errors before, now </Spoken>
      {counted(after, 'error')}
    </span>
  );
}

function LookTwice(props: { readonly evidence: EvidenceView }) {
  return <Lines title="Look twice" lines={props.evidence.lookTwice ?? []} />;
}

function NotChecked(props: { readonly evidence: EvidenceView }) {
  const lines = props.evidence.notChecked.map(({ path, reason }) => `${path}: ${reason}`);
  return <Lines title="Not checked" lines={lines} />;
}

function Lines(props: { readonly title: string; readonly lines: readonly string[] }) {
  if (props.lines.length === 0) return null;
  return (
    <div class="evidence-lines">
      <h5>
        {props.title} <span class="muted">{props.lines.length}</span>
      </h5>
      <ul aria-label={`${props.title}: ${counted(props.lines.length, 'line')}`}>
        {props.lines.map((line, index) => (
          <li key={index}>
            <RichLine text={line} />
          </li>
        ))}
      </ul>
    </div>
  );
}
