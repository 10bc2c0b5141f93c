import type { GroupView } from './problems.ts';

/** What of the groups is shown; an empty string and an empty list show all. */
export interface GroupFilter {
  readonly text: string;
  readonly severity: 'all' | 'error' | 'warning';
  readonly sources: readonly string[];
  /** Tiers; `unlabelled` where no label has said one. */
  readonly efforts: readonly string[];
}

export const noFilter: GroupFilter = { text: '', severity: 'all', sources: [], efforts: [] };

export const unlabelled = 'unlabelled';

/** The tier that a group is sorted under in filters; without a label, or where it has none, `unlabelled`. */
export function effortOf({ category, effort }: GroupView): string {
  return category === undefined ? unlabelled : (effort ?? unlabelled);
}

/** Each word of the text has to stand in the title, the root, the code, the category or a file's path. */
export function passesFilter(group: GroupView, filter: GroupFilter): boolean {
  const { severity, sources, efforts } = filter;
  if (severity === 'error' && group.errors === 0) return false;
  if (severity === 'warning' && group.warnings === 0) return false;
  if (sources.length > 0 && !group.sources.some((source) => sources.includes(source))) return false;
  if (efforts.length > 0 && !efforts.includes(effortOf(group))) return false;
  const { title, root, code, category = '', problems } = group;
  const held = [title, root?.name, root?.path, code, category, ...problems.map(({ path }) => path)]
    .join('\n')
    .toLowerCase();
  return filter.text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word));
}

/** Whether the filter leaves anything out. */
export function isFiltered(filter: GroupFilter): boolean {
  const { text, severity, sources, efforts } = filter;
  return text.trim() !== '' || severity !== 'all' || sources.length > 0 || efforts.length > 0;
}

/** What there is to filter by: sources and efforts, those of most groups first. */
export function choicesOf(groups: readonly GroupView[]): {
  readonly sources: readonly string[];
  readonly efforts: readonly string[];
} {
  return {
    sources: mostFirst(groups.flatMap((group) => group.sources)),
    efforts: mostFirst(groups.map(effortOf)),
  };
}

function mostFirst(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([name]) => name);
}
