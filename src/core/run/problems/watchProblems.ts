import { localDay } from '../../ledger/localDay.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { tryQuickFixes } from '../../worker/quickFix/quickFix.ts';
import type { RunDeps } from '../session/runDeps.ts';
import { overlayWith, toFileChanges } from '../session/taskOverlay.ts';
import type { FileChange } from '../state/runEvent.ts';
import { labelAside } from './labelAside.ts';

/** A fix of the language server's own that passed its check before anybody asked for it. */
export interface ReadyFix {
  readonly diagnostic: Diagnostic;
  readonly title: string;
  readonly changes: readonly FileChange[];
}

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** What labels may cost a day, in USD. */
  readonly dayUsd: number;
  /** Told of each fix as soon as it is there. */
  readonly onReady: (fix: ReadyFix) => void;
}

/** More new errors than this at once are an upheaval, which a look at the groups serves better. */
const mostTried = 12;

/**
 * Looks at new problems before anybody asks: tier `none` works out its fixes, which costs nothing, and kinds that are
 * not known yet are labelled by the smallest tier, on a budget of their own.
 */
export async function watchProblems(
  problems: readonly Diagnostic[],
  deps: RunDeps,
  { signal, dayUsd, onReady }: WatchOptions,
): Promise<void> {
  for (const diagnostic of problems.slice(0, mostTried)) {
    const overlay = await overlayWith(deps.workspace, []);
    const fix = await tryQuickFixes(diagnostic, overlay, { checker: deps.checker }, { signal });
    signal.throwIfAborted();
    if (fix.type !== 'fixed') continue;
    onReady({ diagnostic, title: fix.title, changes: await toFileChanges(fix.changes, overlay) });
  }
  await labelAside(problems, deps, { run: `watch-${localDay(deps.now())}`, usd: dayUsd, signal });
}
