/** Measures how long tools and checks take between the calls of a task. */
export interface TaskClocks {
  /** A call of the task begins; gives the milliseconds since its last one ended, where none was under way. */
  begin(task: string): number | undefined;
  end(task: string): void;
}

/** Measures the time of a task's tools: that between the end of one call and the begin of the next, in ms. */
export function taskClocks(now: (() => number) | undefined): TaskClocks {
  const tasks = new Map<string, { underWay: number; ended: number | undefined }>();
  return {
    begin(task) {
      if (now === undefined || task === '') return undefined;
      const clock = tasks.get(task) ?? { underWay: 0, ended: undefined };
      tasks.set(task, clock);
      // Candidates work on a task side by side: the time between their calls is no one's tools.
      const isAlone = clock.underWay === 0;
      clock.underWay += 1;
      return isAlone && clock.ended !== undefined ? Math.max(0, now() - clock.ended) : undefined;
    },
    end(task) {
      const clock = tasks.get(task);
      if (now === undefined || clock === undefined) return;
      clock.underWay -= 1;
      clock.ended = now();
    },
  };
}
