import { effortOf, unlabelled } from '../../protocol/groupFilter.ts';
import type { GroupView } from '../../protocol/problems.ts';
import { tierWord } from '../model/runText.ts';

const efforts = ['none', 'nano', 'mini', 'planner', unlabelled] as const;

/** How many problems take which effort, as one bar; what is in it stands below in words. */
export function EffortChart(props: { readonly groups: readonly GroupView[] }) {
  const sums = efforts
    .map((effort) => ({
      effort,
      problems: props.groups
        .filter((group) => effortOf(group) === effort)
        .reduce((sum, { errors, warnings }) => sum + errors + warnings, 0),
    }))
    .filter(({ problems }) => problems > 0);
  return (
    <figure class="efforts" data-testid="effort-chart">
      <div class="effort-bar" aria-hidden="true">
        {sums.map(({ effort, problems }) => (
          <span key={effort} class={`effort-${effort}`} style={{ flexGrow: problems }} />
        ))}
      </div>
      <figcaption>
        <ul class="effort-names" aria-label="Problems by effort">
          {sums.map(({ effort, problems }) => (
            <li key={effort}>
              <span class={`swatch effort-${effort}`} aria-hidden="true" />
              {problems} {tierWord(effort)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
