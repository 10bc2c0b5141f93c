import type * as vscode from 'vscode';
import type { RunResources } from './runResources.ts';
import type { DaySpend } from './statusOf.ts';

const storageKey = 'tiercel.daySpend';

interface Seen extends DaySpend {
  readonly day: string;
}

/**
 * What today has cost, for who only shows it. Until something needs the ledger, the figure that a window saw last
 * stands in for it: a window that was just opened has no database to load.
 */
export class DaySpends {
  readonly #options: DaySpendsOptions;
  #isAsked = false;

  constructor(options: DaySpendsOptions) {
    this.#options = options;
  }

  /** From now on the ledger and the settings are asked, whether or not a run has needed them. */
  readAnew(): void {
    this.#isAsked = true;
  }

  /** Undefined where nothing is known of today. */
  async read(): Promise<DaySpend | undefined> {
    const { resources, memory, now } = this.#options;
    const day = new Date(now()).toDateString();
    const seen = read(memory.get<unknown>(storageKey));
    if (!this.#isAsked && !resources.isLedgerOpen) return seen?.day === day ? seen : undefined;
    const spend = await resources.daySpend();
    if (seen?.day !== day || seen.usd !== spend.usd || seen.budgetUsd !== spend.budgetUsd)
      await memory.update(storageKey, { ...spend, day });
    return spend;
  }
}

export interface DaySpendsOptions {
  readonly resources: Pick<RunResources, 'isLedgerOpen' | 'daySpend'>;
  /** Shared by all windows. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly now: () => number;
}

/** What another version of Tiercel has left there may have any shape. */
function read(seen: unknown): Seen | undefined {
  const { day, usd, budgetUsd } = (seen ?? {}) as Partial<Record<keyof Seen, unknown>>;
  const isSeen = typeof day === 'string' && typeof usd === 'number' && typeof budgetUsd === 'number';
  return isSeen ? { day, usd, budgetUsd } : undefined;
}
