import { formatUsd } from '../../base/formatUsd.ts';
import type { RunView } from '../../protocol/panel.ts';
import { tokenText, workWord } from '../model/runText.ts';
import { TierChip } from './controls.tsx';
import { memo } from './memo.ts';

/** Calls that no task made, each in a line, so that no spend is hidden. */
export const Overhead = memo(function Overhead(props: { readonly calls: RunView['overhead'] }) {
  return (
    <section class="overhead" aria-label="Calls outside the tasks">
      <h3>Calls outside the tasks</h3>
      <ul>
        {props.calls.map((call, index) => (
          <li key={index} data-testid="overhead">
            <span class="role">{workWord(call.role)}</span>
            <TierChip tier={call.tier} />
            <span class="tokens">{tokenText(call)}</span>
            <span class="cost">{formatUsd(call.usd)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
});
