/** What the layout needs to know of a task. */
export interface GraphTask {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/**
 * One task's row in the graph. The graph is a list with rails on its left, as in a history of commits: a task that
 * others wait for leaves a rail behind, which runs down to the last of them.
 */
export interface GraphRow<T> {
  readonly task: T;
  /** Its number in the list, from 1: what other rows call it by. */
  readonly number: number;
  /** The longest way to it through its dependencies; 0 starts at once. */
  readonly depth: number;
  /** The rail that its node sits on. */
  readonly rail: number;
  /** Rails that come from above and end in its node. */
  readonly from: readonly number[];
  /** Rails that run past from the top of the row to its bottom. */
  readonly past: readonly number[];
  /** Whether a rail leaves its node downwards. */
  readonly leaves: boolean;
  /** Numbers of the tasks that it waits for. */
  readonly after: readonly number[];
}

export interface TaskGraph<T> {
  readonly rows: readonly GraphRow<T>[];
  /** How many rails there are side by side. */
  readonly rails: number;
}

/**
 * Lays tasks out: by depth, within a depth in the order given. Dependencies on tasks that are not there are left
 * out; where there is a cycle (a plan with one is refused, so only bad data has it) each task still gets a row.
 */
export function layOutTasks<T extends GraphTask>(tasks: readonly T[]): TaskGraph<T> {
  const depths = depthsOf(tasks);
  const ordered = [...tasks].sort((a, b) => (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0));
  const rowOf = new Map(ordered.map((task, index) => [task.id, index]));
  const dependencies = ordered.map((task, index) =>
    [...new Set(task.dependsOn)].flatMap((id) => {
      const row = rowOf.get(id);
      return row === undefined || row >= index ? [] : [row];
    }),
  );
  const lastDependent = new Map<number, number>();
  for (const [row, waitsFor] of dependencies.entries())
    for (const from of waitsFor) lastDependent.set(from, row);

  /** By rail, the row whose rail it is; undefined where it is free. */
  const owners: (number | undefined)[] = [];
  const railOf: number[] = [];
  let rails = 0;
  const rows = ordered.map((task, index): GraphRow<T> => {
    const waitsFor = dependencies[index] ?? [];
    const from = waitsFor.flatMap((row) => railOf[row] ?? []);
    for (const [rail, owner] of owners.entries()) {
      if (owner !== undefined && lastDependent.get(owner) === index) owners[rail] = undefined;
    }
    const past = owners.flatMap((owner, rail) => (owner === undefined ? [] : [rail]));
    const inherited = from.filter((rail) => owners[rail] === undefined);
    const rail = inherited.length > 0 ? Math.min(...inherited) : firstFree(owners);
    const leaves = lastDependent.has(index);
    owners[rail] = leaves ? index : undefined;
    railOf.push(rail);
    rails = Math.max(rails, rail + 1);
    const after = waitsFor.map((row) => row + 1).sort((a, b) => a - b);
    return { task, number: index + 1, depth: depths.get(task.id) ?? 0, rail, from, past, leaves, after };
  });
  return { rows, rails };
}

function firstFree(owners: readonly (number | undefined)[]): number {
  const free = owners.indexOf(undefined);
  return free < 0 ? owners.length : free;
}

function depthsOf(tasks: readonly GraphTask[]): ReadonlyMap<string, number> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const depths = new Map<string, number>();
  const visiting = new Set<string>();
  const depthOf = (task: GraphTask): number => {
    const known = depths.get(task.id);
    if (known !== undefined) return known;
    visiting.add(task.id);
    let depth = 0;
    for (const id of task.dependsOn) {
      const dependency = byId.get(id);
      if (dependency && !visiting.has(id)) depth = Math.max(depth, depthOf(dependency) + 1);
    }
    visiting.delete(task.id);
    depths.set(task.id, depth);
    return depth;
  };
  for (const task of tasks) depthOf(task);
  return depths;
}
