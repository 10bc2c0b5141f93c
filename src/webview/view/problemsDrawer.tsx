import { useEffect, useState } from 'preact/hooks';
import { counted } from '../../base/counted.ts';
import {
  choicesOf,
  type GroupFilter,
  isFiltered,
  noFilter,
  passesFilter,
} from '../../protocol/groupFilter.ts';
import type { GroupView, ProblemsView } from '../../protocol/problems.ts';
import { tierWord } from '../model/runText.ts';
import { useActions } from './actions.ts';
import { Button } from './controls.tsx';
import { memo } from './memo.ts';
import { ProblemGroup } from './problemGroup.tsx';
import { EffortChart } from './problemsChart.tsx';
import { Select } from './select.tsx';

/** With fewer groups than these there is nothing to search. */
const mostUnfiltered = 1;
/** So many groups are listed at first, and so many more each time. */
const listedAtOnce = 30;

const severities = [
  ['all', 'All severities'],
  ['error', 'With errors'],
  ['warning', 'With warnings'],
] as const;

/** The workspace's problems by what they come from, as the tree of problems has them. */
export const ProblemsDrawer = memo(function ProblemsDrawer(props: {
  readonly problems: ProblemsView | undefined;
}) {
  const { post } = useActions();
  useEffect(() => {
    post({ type: 'showProblems', isShown: true });
    return () => post({ type: 'showProblems', isShown: false });
  }, []);
  const [filter, setFilter] = useState<GroupFilter>(noFilter);
  const [listed, setListed] = useState(listedAtOnce);
  const { problems } = props;
  if (!problems)
    return <section class="drawer" aria-label="Problems" aria-busy="true" data-testid="problems-drawer" />;
  const { groups } = problems;
  const shown = groups.filter((group) => passesFilter(group, filter));
  const most = Math.max(...groups.map((group) => group.errors + group.warnings), 1);
  const change = (more: Partial<GroupFilter>) => {
    setFilter({ ...filter, ...more });
    setListed(listedAtOnce);
  };
  return (
    <section class="drawer" aria-label="Problems" data-testid="problems-drawer">
      <div class="problems-head">
        <h2 data-testid="problem-counts">{describeCounts(groups)}</h2>
        {groups.length > 0 && (
          <Button testId="fix-all" onPress={() => post({ type: 'fixProblems' })}>
            Fix All
          </Button>
        )}
      </div>
      {groups.length > 0 && <EffortChart groups={groups} />}
      {groups.length > mostUnfiltered && <Filters groups={groups} filter={filter} onChange={change} />}
      <div role="status" class={isFiltered(filter) ? 'muted' : 'spoken'} data-testid="problems-shown">
        {isFiltered(filter) && `${shown.length} of ${counted(groups.length, 'group')}`}
      </div>
      <ul class="problem-groups" aria-label="Groups of problems">
        {shown.slice(0, listed).map((group) => (
          <ProblemGroup key={`${group.folder} ${group.id}`} group={group} most={most} />
        ))}
      </ul>
      {shown.length > listed && (
        <Button kind="link" testId="more-groups" onPress={() => setListed(listed + listedAtOnce)}>
          {`Show ${counted(shown.length - listed, 'more group')}`}
        </Button>
      )}
    </section>
  );
});

function describeCounts(groups: readonly GroupView[]): string {
  if (groups.length === 0) return 'No problems are known';
  const sum = (of: (group: GroupView) => number) => groups.reduce((all, group) => all + of(group), 0);
  const [errors, warnings] = [sum((group) => group.errors), sum((group) => group.warnings)];
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return `${parts.join(', ')} from ${counted(groups.length, 'cause')}`;
}

function Filters(props: {
  readonly groups: readonly GroupView[];
  readonly filter: GroupFilter;
  readonly onChange: (more: Partial<GroupFilter>) => void;
}) {
  const { groups, filter, onChange } = props;
  const { sources, efforts } = choicesOf(groups);
  const one = (names: readonly string[]) => names[0] ?? '';
  const list = (name: string) => (name === '' ? [] : [name]);
  return (
    <div class="problem-filters">
      <input
        type="search"
        class="field"
        data-testid="filter-text"
        aria-label="Search problems"
        placeholder="Search"
        value={filter.text}
        onInput={(event) => onChange({ text: event.currentTarget.value })}
      />
      <Select
        label="Severity"
        testId="filter-severity"
        value={filter.severity}
        options={severities}
        onPick={(severity) =>
          onChange({ severity: severity === 'error' || severity === 'warning' ? severity : 'all' })
        }
      />
      {sources.length > 1 && (
        <Select
          label="Reported by"
          testId="filter-source"
          value={one(filter.sources)}
          options={[['', 'All sources'], ...sources.map((name) => [name, name] as const)]}
          onPick={(name) => onChange({ sources: list(name) })}
        />
      )}
      {efforts.length > 1 && (
        <Select
          label="Effort"
          testId="filter-effort"
          value={one(filter.efforts)}
          options={[['', 'All efforts'], ...efforts.map((name) => [name, tierWord(name)] as const)]}
          onPick={(name) => onChange({ efforts: list(name) })}
        />
      )}
    </div>
  );
}
