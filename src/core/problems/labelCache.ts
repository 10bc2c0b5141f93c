import type { ModelTier } from '../model/tier.ts';
import type { Label } from '../request/label.ts';

/** What a label says, without the number that it has in one request. */
export type KnownLabel = Omit<Label, 'id'>;

/** Which labels are meant: those that this tier was asked for, in these words. */
export interface LabelScope {
  readonly tier: ModelTier;
  /** Changes with the prompt, so that old labels do not stand for what would be said now. */
  readonly version: string;
}

/** Labels by the keys of templates, kept from one look to the next: a second one costs nothing. */
export interface LabelCache {
  getMany(keys: readonly string[], scope: LabelScope): Promise<ReadonlyMap<string, KnownLabel>>;
  putMany(labels: ReadonlyMap<string, KnownLabel>, scope: LabelScope): Promise<void>;
}
