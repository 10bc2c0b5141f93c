import { counted } from '../../base/counted.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import type { RunView } from '../../protocol/panel.ts';
import { forecastText, tokenText } from '../model/runText.ts';

/** What the run has cost so far, of what it may, and what it was expected to. */
export function RunCost(props: { readonly run: RunView }) {
  const { cost } = props.run;
  const share = cost.budgetUsd > 0 ? Math.min(1, cost.usd / cost.budgetUsd) : 0;
  const details = [counted(cost.calls, 'call'), tokenText(cost), forecastText(props.run)].filter(
    (part) => part !== undefined,
  );
  return (
    <div class="run-cost">
      <div class={`budget-bar ${share >= 0.8 ? 'near-cap' : ''}`} aria-hidden="true">
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <p class="cost-line">
        <span data-testid="run-cost">
          {formatUsd(cost.usd)} <span class="muted">of {formatUsd(cost.budgetUsd)}</span>
        </span>
        {details.map((detail) => (
          <span key={detail} class="muted">
            {detail}
          </span>
        ))}
      </p>
    </div>
  );
}
