import type { PanelState } from '../../protocol/panel.ts';
import { formatUsd } from '../model/format.ts';
import { useActions } from './actions.ts';

/** One line: what today has cost so far, and who does the work. Both lead to their settings. */
export function SpendLine(props: { readonly panel: PanelState }) {
  const { post } = useActions();
  const { todayUsd, dayBudgetUsd, tiers } = props.panel;
  const near = dayBudgetUsd > 0 && todayUsd >= dayBudgetUsd * 0.8;
  return (
    <div class="spend-line">
      <button
        type="button"
        class={`quiet-link ${near ? 'near-cap' : ''}`}
        data-testid="today"
        title="Spent and reserved today, of the day's budget. Change the budgets in the settings."
        onClick={() => post({ type: 'openSettings', query: 'tiercel.budget' })}
      >
        Today {formatUsd(todayUsd)} of {formatUsd(dayBudgetUsd)}
      </button>
      <button
        type="button"
        class="quiet-link tiers"
        data-testid="tiers"
        title={`${tiers.map(({ tier, model, price }) => `${tier}: ${model}, ${price}`).join('\n')}\nChange the tiers in the settings.`}
        onClick={() => post({ type: 'openSettings', query: 'tiercel.tiers' })}
      >
        {tiers.map(({ tier, model, price }) => (
          <span key={tier} class="tier" title={`${tier}: ${model}, ${price}`}>
            {tier}
            <span class="tier-model"> {model}</span>
          </span>
        ))}
      </button>
    </div>
  );
}
