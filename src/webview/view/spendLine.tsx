import { formatUsd } from '../../base/formatUsd.ts';
import type { PanelState } from '../../protocol/panel.ts';
import type { Drawer } from '../model/pageState.ts';
import { useActions } from './actions.ts';

/** One line: what today has cost so far, and who does the work. Both open what there is to say of it. */
export function SpendLine(props: { readonly panel: PanelState; readonly drawer: Drawer | undefined }) {
  const { dispatch } = useActions();
  const { todayUsd, dayBudgetUsd, tiers } = props.panel;
  const near = dayBudgetUsd > 0 && todayUsd >= dayBudgetUsd * 0.8;
  return (
    <div class="spend-line">
      <button
        type="button"
        class={`quiet-link ${near ? 'near-cap' : ''}`}
        data-testid="today"
        aria-expanded={props.drawer === 'cost'}
        title="Spent and reserved today, of the day's budget. Show where it went."
        onClick={() => dispatch({ type: 'drawer', drawer: 'cost' })}
      >
        Today {formatUsd(todayUsd)} of {formatUsd(dayBudgetUsd)}
      </button>
      <button
        type="button"
        class="quiet-link"
        data-testid="problems"
        aria-expanded={props.drawer === 'problems'}
        title="Show the problems of the workspace by what they come from"
        onClick={() => dispatch({ type: 'drawer', drawer: 'problems' })}
      >
        Problems
      </button>
      <button
        type="button"
        class="quiet-link tiers"
        data-testid="tiers"
        aria-expanded={props.drawer === 'tiers'}
        title={`${tiers.map(({ tier, model, price }) => `${tier}: ${model}, ${price}`).join('\n')}\nShow the tiers and their budgets.`}
        onClick={() => dispatch({ type: 'drawer', drawer: 'tiers' })}
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
