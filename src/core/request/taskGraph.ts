import { getOrMake } from '../../base/getOrMake.ts';

/** What is to be known of a task to tell what comes before what. */
export interface LinkedTask {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/** For each task, all tasks that come before it. The graph must have no cycle. */
export function ancestors(tasks: readonly LinkedTask[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const found = new Map<string, Set<string>>();
  const visit = (id: string): Set<string> => {
    const known = found.get(id);
    if (known) return known;
    const all = new Set<string>();
    found.set(id, all);
    for (const dependency of byId.get(id)?.dependsOn ?? []) {
      all.add(dependency);
      for (const earlier of visit(dependency)) all.add(earlier);
    }
    return all;
  };
  for (const task of tasks) visit(task.id);
  return found;
}

/**
 * For each task, how many stand in a row before it at most: sorted by that, each comes after those it builds on. It
 * takes a step for each edge of the graph, where all that comes before each of thousands of tasks takes millions.
 */
export function depths(tasks: readonly LinkedTask[]): ReadonlyMap<string, number> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const found = new Map<string, number>();
  const visit = (id: string): number => {
    const known = found.get(id);
    if (known !== undefined) return known;
    found.set(id, 0);
    const before = byId.get(id)?.dependsOn.filter((each) => byId.has(each)) ?? [];
    const depth = before.reduce((most, each) => Math.max(most, visit(each) + 1), 0);
    found.set(id, depth);
    return depth;
  };
  for (const task of tasks) visit(task.id);
  return found;
}

/** The tasks that a task builds on, directly and through others, each after those it builds on itself. */
export function ancestorsOf(tasks: readonly LinkedTask[], id: string): readonly string[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const found = new Set<string>();
  const visited = new Set([id]);
  const visit = (of: string): void => {
    for (const dependency of byId.get(of)?.dependsOn ?? []) {
      if (visited.has(dependency)) continue;
      visited.add(dependency);
      visit(dependency);
      found.add(dependency);
    }
  };
  visit(id);
  return [...found];
}

/** The tasks that build on a task, directly and through others. */
export function descendantsOf(tasks: readonly LinkedTask[], id: string): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const task of tasks)
    for (const dependency of task.dependsOn) {
      getOrMake(users, dependency, () => []).push(task.id);
    }
  const found = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const user of users.get(next) ?? []) {
      if (found.has(user)) continue;
      found.add(user);
      waiting.push(user);
    }
  return found;
}

/** The tasks that wait for one another in a circle, and those behind them; undefined where all can be done in turn. */
export function findCycle(tasks: readonly LinkedTask[]): readonly string[] | undefined {
  const waiting = new Map(
    tasks.map((task) => [task.id, new Set(task.dependsOn.filter((id) => id !== task.id))]),
  );
  for (const set of waiting.values()) for (const id of set) if (!waiting.has(id)) set.delete(id);
  for (let free = true; free; ) {
    free = false;
    for (const [id, dependencies] of waiting) {
      if (dependencies.size > 0) continue;
      waiting.delete(id);
      for (const other of waiting.values()) other.delete(id);
      free = true;
    }
  }
  return waiting.size === 0 ? undefined : [...waiting.keys()];
}

/**
 * Tasks in an order in which none comes before what it waits for: by the longest way to them, and as they were given
 * where that is the same. Where there is a cycle (a plan with one is refused) each still comes once.
 */
export function inDepthOrder<T extends LinkedTask>(tasks: readonly T[]): readonly T[] {
  const depth = depths(tasks);
  return tasks.toSorted((a, b) => (depth.get(a.id) ?? 0) - (depth.get(b.id) ?? 0));
}
