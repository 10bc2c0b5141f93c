import type { Own } from './own.ts';
import type { Services } from './services.ts';

/** A window has come up by then. What has to have a scratch copy earlier sweeps by itself (milliseconds). */
const settledMs = 5_000;

/**
 * Removes the scratch copies that a crash has left. Nobody waits for it, so it keeps out of the window's start. Gives
 * what does it at once instead.
 */
export function sweepOnceSettled({ resources }: Services, own: Own): () => void {
  const sweep = () => {
    clearTimeout(timer);
    void resources.sweepScratch();
  };
  const timer = setTimeout(sweep, settledMs);
  own({ dispose: () => clearTimeout(timer) });
  return sweep;
}
