/**
 * Runs pieces of work side by side as they become ready, until none is ready and none runs. What is ready is asked
 * again after each piece, since a piece can make others ready or stop the run.
 *
 * @param options.ready the ids that may start now, in order; ids that already run are left out by the scheduler
 * @param options.run must not reject for an expected failure: a rejection ends the schedule once the others have ended
 */
export async function schedule(options: {
  readonly parallel: number;
  readonly ready: () => readonly string[];
  readonly run: (id: string) => Promise<void>;
}): Promise<void> {
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for (;;) {
    if (failures.length === 0) {
      for (const id of options.ready()) {
        if (running.size >= options.parallel) break;
        if (running.has(id)) continue;
        running.set(
          id,
          options
            .run(id)
            .catch((error: unknown) => void failures.push(error))
            .finally(() => running.delete(id)),
        );
      }
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failures.length > 0) throw failures[0];
}
