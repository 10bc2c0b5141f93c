import { createSlices } from '../../base/slices.ts';
import { isAbove, type Tier } from '../model/tier.ts';
import type { ProblemGroup } from './groups.ts';
import type { KnownLabel } from './labelCache.ts';
import { templateOf } from './template.ts';

/**
 * A label with less confidence is asked for once more, a tier up. Where it stays so, its problems are no one-shot work:
 * they go to a tier that looks around. Doubt alone is no reason to pay for the planner, who comes in where that fails.
 */
export const sureEnough = 0.5;

/**
 * What labels make of groups: they name them and say what they take, and they put groups together whose problems are
 * of one cause in their words where what is wrong belongs to one declaration. They take nothing apart.
 */
export async function labelGroups(
  groups: readonly ProblemGroup[],
  labels: ReadonlyMap<string, KnownLabel>,
  options: { readonly signal: AbortSignal },
): Promise<readonly ProblemGroup[]> {
  if (labels.size === 0) return groups;
  const slices = createSlices(options);
  const merged = new Map<string, ProblemGroup>();
  for (const group of groups) {
    const label = labelOf(group, labels);
    const labelled: ProblemGroup = {
      ...group,
      ...(label && { title: titleOf(group, label), category: label.category }),
      effort: effortOf(group, labels),
    };
    const owner = ownerOf(group);
    const key = label && owner !== undefined ? `${owner}\n${label.rootCause.trim().toLowerCase()}` : group.id;
    const known = merged.get(key);
    merged.set(key, known ? joined(known, labelled, label) : labelled);
    await slices.pause();
  }
  return [...merged.values()];
}

/** The declaration that a group's root is part of; undefined where it is not known where that is. */
function ownerOf({ root }: ProblemGroup): string | undefined {
  if (root?.path === undefined || root.line === undefined) return undefined;
  return `${root.path}#${root.name.split('.')[0]}`;
}

function joined(a: ProblemGroup, b: ProblemGroup, label: KnownLabel | undefined): ProblemGroup {
  const parts = [a, b].map(({ diagnostics, followers = 0 }) => {
    const from = diagnostics.length - followers;
    return { leaders: diagnostics.slice(0, from), followers: diagnostics.slice(from) };
  });
  const last = parts.flatMap((part) => part.followers);
  const diagnostics = [...parts.flatMap((part) => part.leaders), ...last];
  const followers = last.length;
  const effort = highest([a.effort, b.effort].flatMap((each) => each ?? []));
  const both = { ...a, diagnostics, reach: a.reach + b.reach, effort, ...(followers > 0 && { followers }) };
  return label ? { ...both, title: titleOf(both, label) } : both;
}

/** What is said of most of a group's problems; of as many, the first. */
function labelOf(group: ProblemGroup, labels: ReadonlyMap<string, KnownLabel>): KnownLabel | undefined {
  const counts = new Map<string, number>();
  for (const diagnostic of group.diagnostics) {
    const { key } = templateOf(diagnostic);
    if (labels.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most && labels.get(most[0]);
}

function titleOf({ root, diagnostics }: ProblemGroup, { rootCause }: KnownLabel): string {
  const [first] = diagnostics;
  if (first && diagnostics.length === 1) return first.message.split('\n')[0] ?? '';
  const cause = rootCause.trim();
  const name = root && !cause.includes(root.name.split('.').at(-1) ?? '') ? `${root.name}: ` : '';
  return `${name}${cause}`;
}

function effortOf(group: ProblemGroup, labels: ReadonlyMap<string, KnownLabel>): Tier {
  const keys = new Set(group.diagnostics.map((diagnostic) => templateOf(diagnostic).key));
  return highest(
    [...keys].flatMap((key) => {
      const label = labels.get(key);
      if (!label) return [];
      const effort = label.effort === 'none' ? 'nano' : label.effort;
      return label.confidence < sureEnough ? [effort, 'mini'] : [effort];
    }),
  );
}

function highest(efforts: readonly Tier[]): Tier {
  return efforts.reduce<Tier>((top, each) => (isAbove(each, top) ? each : top), 'nano');
}
