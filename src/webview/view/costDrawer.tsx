import { useEffect } from 'preact/hooks';
import { counted } from '../../base/counted.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import type { CostView } from '../../protocol/panel.ts';
import { tierWord, workWord } from '../model/runText.ts';
import { useActions } from './actions.ts';
import { DayChart, ForecastChart } from './charts.tsx';
import { Button } from './controls.tsx';
import { memo } from './memo.ts';
import { FailureNotice } from './notices.tsx';

/** Where the money went: against the budgets, by tier and kind, day by day, and how well it was foreseen. */
export const CostDrawer = memo(function CostDrawer(props: {
  readonly cost: CostView | undefined;
  readonly failure: string | undefined;
  /** Asked for again when this changes. */
  readonly todayUsd: number;
}) {
  const { post } = useActions();
  useEffect(() => post({ type: 'readCost' }), [props.todayUsd]);
  const { cost, failure } = props;
  if (failure !== undefined) {
    return (
      <section aria-label="Cost" data-testid="cost-drawer">
        <FailureNotice
          testId="cost-failure"
          title="The cost could not be read"
          message={failure}
          onAgain={() => post({ type: 'readCost' })}
        />
      </section>
    );
  }
  if (!cost) return <section class="drawer" aria-label="Cost" aria-busy="true" data-testid="cost-drawer" />;
  return (
    <section class="drawer" aria-label="Cost" data-testid="cost-drawer">
      <h2 class="spoken">Cost</h2>
      <ul class="budgets" aria-label="Budgets">
        {cost.budgets.map((budget) => (
          <Budget key={budget.name} budget={budget} />
        ))}
      </ul>
      {cost.totalUsd === 0 && <p class="muted">Nothing was spent yet.</p>}
      <Bars title="By tier" rows={cost.byTier} word={tierWord} />
      <Bars title="By kind of work" rows={cost.byKind} word={workWord} />
      {cost.byDay.length > 1 && <DayChart days={cost.byDay} />}
      {cost.forecasts.length > 0 && <ForecastChart forecasts={cost.forecasts} />}
      <Rates cost={cost} />
      <p class="drawer-foot">
        <span class="muted">Total {formatUsd(cost.totalUsd)}</span>
        <Button kind="link" testId="tier-report" onPress={() => post({ type: 'showTierReport' })}>
          Tier Report
        </Button>
      </p>
    </section>
  );
});

function Budget(props: { readonly budget: CostView['budgets'][number] }) {
  const { post } = useActions();
  const { name, usd, limitUsd, setting } = props.budget;
  const share = limitUsd ? Math.min(1, usd / limitUsd) : 0;
  return (
    <li>
      <button
        type="button"
        class="budget quiet-link"
        data-testid="budget"
        title={`Change ${setting} in the settings`}
        onClick={() => post({ type: 'openSettings', query: setting })}
      >
        <span>{name}</span>
        <span class="figure">
          {formatUsd(usd)}{' '}
          <span class="muted">{limitUsd === undefined ? 'no limit' : `of ${formatUsd(limitUsd)}`}</span>
        </span>
      </button>
      <div class={`budget-bar ${share >= 0.8 ? 'near-cap' : ''}`} aria-hidden="true">
        <div style={{ width: `${share * 100}%` }} />
      </div>
    </li>
  );
}

function Bars(props: {
  readonly title: string;
  readonly rows: CostView['byTier'];
  readonly word: (name: string) => string;
}) {
  const { title, rows, word } = props;
  const most = Math.max(...rows.map(({ usd }) => usd), 0);
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul class="bars">
        {rows.map(({ name, usd, calls }) => (
          <li key={name} title={counted(calls, 'call')}>
            <span class="bar-name">{word(name)}</span>
            <span class="bar" aria-hidden="true">
              <span style={{ width: `${most > 0 ? Math.max(1, (usd / most) * 100) : 0}%` }} />
            </span>
            <span class="figure">{formatUsd(usd)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How often tiers passed at the first try, and how they did beside one another. */
function Rates(props: { readonly cost: CostView }) {
  const { rates, comparisons } = props.cost;
  if (rates.length === 0) return null;
  return (
    <section aria-label="How the tiers do here">
      <h3>
        How the tiers do here <span class="muted">passed at the first try</span>
      </h3>
      <ul class="bars">
        {rates.map(({ kind, tier, model, tried, passed, medianUsd }) => (
          <li key={`${kind} ${tier} ${model}`} title={`${model}, usually ${formatUsd(medianUsd)}`}>
            <span class="bar-name">
              {workWord(kind)} <span class="muted">{tier}</span>
            </span>
            <span class="bar good" aria-hidden="true">
              <span style={{ width: `${tried > 0 ? (passed / tried) * 100 : 0}%` }} />
            </span>
            <span class="figure">
              {passed} of {tried}
            </span>
          </li>
        ))}
      </ul>
      {comparisons.map((each) => (
        <p key={`${each.tier} ${each.of}`} class="comparison" data-testid="comparison">
          On the same {each.tasks === 1 ? 'task' : counted(each.tasks, 'task')} {each.tier} passed{' '}
          {each.passed}
          {each.costShare !== undefined && ` at ${Math.round(each.costShare * 100)} % of the cost`}, {each.of}{' '}
          {each.ofPassed}.
        </p>
      ))}
    </section>
  );
}
