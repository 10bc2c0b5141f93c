import { formatUsd } from '../../base/formatUsd.ts';
import { modelTiers, type PanelState, type TierView } from '../../protocol/panel.ts';
import { formatDuration } from '../model/format.ts';
import { useActions } from './actions.ts';
import { Button } from './controls.tsx';
import { Icon } from './icons.tsx';

/** The tiers at a glance: which model answers where, at what price, and whether it does. */
export function TiersDrawer(props: { readonly panel: PanelState }) {
  const { post } = useActions();
  const { tiers, ceiling, workspace } = props.panel;
  return (
    <section class="drawer" aria-label="Tiers" data-testid="tiers-drawer">
      <h2 class="spoken">Tiers</h2>
      <ul class="tier-list">
        {tiers.map((tier) => (
          <Tier key={tier.tier} tier={tier} canTest={workspace === 'ready' || workspace === 'empty'} />
        ))}
      </ul>
      <p class="muted">
        Prices per million tokens.
        {[...new Set(tiers.map(({ priceSource }) => priceSource))].map((source) => ` ${source}.`)}
      </p>
      <p class="drawer-foot">
        <span>
          Ceiling <strong>{ceiling}</strong>
        </span>
        <Button kind="link" onPress={() => post({ type: 'openSettings', query: 'tiercel.ceiling' })}>
          Change Ceiling
        </Button>
        <Button kind="link" onPress={() => post({ type: 'openSettings', query: 'tiercel.budget' })}>
          Budgets
        </Button>
        <Button kind="link" onPress={() => post({ type: 'setApiKey' })}>
          Set API Key
        </Button>
      </p>
    </section>
  );
}

function Tier(props: { readonly tier: TierView; readonly canTest: boolean }) {
  const { post } = useActions();
  const { tier, model, price, place, test } = props.tier;
  const named = modelTiers.find((each) => each === tier);
  return (
    <li class="tier-row" data-testid="tier" data-tier={tier}>
      <div class="tier-head">
        <strong>{tier}</strong>
        <span class="tier-name">{model}</span>
        <span class="tier-place muted">{place}</span>
      </div>
      <p class="muted">{price}</p>
      <div class="task-actions">
        {named && (
          <Button
            kind="link"
            testId="test-connection"
            label={`Test connection: ${tier}`}
            title="Make one tiny call"
            disabled={!props.canTest || test?.type === 'running'}
            onPress={() => post({ type: 'testConnection', tier: named })}
          >
            Test Connection
          </Button>
        )}
        <Button
          kind="link"
          testId="tier-settings"
          label={`Settings: ${tier}`}
          onPress={() => post({ type: 'openSettings', query: `tiercel.tiers.${tier}` })}
        >
          Settings
        </Button>
      </div>
      <div role="status" data-testid="test-result" data-result={test?.type ?? ''}>
        {test && <TestResult test={test} />}
      </div>
    </li>
  );
}

function TestResult(props: { readonly test: NonNullable<TierView['test']> }) {
  const { test } = props;
  switch (test.type) {
    case 'running':
      return (
        <p class="test-result">
          <Icon name="loading" class="state-running" /> Calling…
        </p>
      );
    case 'passed':
      return (
        <p class="test-result">
          <Icon name="pass" class="state-done" /> Answered in {formatDuration(test.ms)} for{' '}
          {formatUsd(test.usd)}
        </p>
      );
    case 'failed':
      return (
        <p class="test-result">
          <Icon name="error" class="state-failed" />{' '}
          <span>
            {test.message}
            {test.usd > 0 && ` It cost ${formatUsd(test.usd)}.`}
          </span>
        </p>
      );
  }
}
