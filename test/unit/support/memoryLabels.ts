import type { KnownLabel, LabelCache, LabelScope } from '../../../src/core/problems/labelCache.ts';

/** Keeps labels as long as it lives. */
export class MemoryLabels implements LabelCache {
  readonly kept = new Map<string, KnownLabel>();

  async getMany(keys: readonly string[], scope: LabelScope) {
    return new Map(
      keys.flatMap((key): [string, KnownLabel][] => {
        const label = this.kept.get(keyOf(key, scope));
        return label ? [[key, label]] : [];
      }),
    );
  }

  async putMany(labels: ReadonlyMap<string, KnownLabel>, scope: LabelScope): Promise<void> {
    for (const [key, label] of labels) this.kept.set(keyOf(key, scope), label);
  }
}

function keyOf(key: string, { tier, version }: LabelScope): string {
  return JSON.stringify([key, tier, version]);
}
