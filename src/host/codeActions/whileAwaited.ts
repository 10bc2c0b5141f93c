import { type Disposable, DisposableStore } from '../../base/disposable.ts';

/** Who does nothing at all after an edit was dropped waits no longer than this for what it was made of. */
const mostMs = 30_000;

export interface AwaitedEdit {
  /** Whether it is in the files. */
  readonly isApplied: () => Promise<boolean>;
  /** What happens in the editor. */
  readonly events: readonly ((listener: () => void) => Disposable)[];
}

/**
 * Keeps something until the editor has done with an edit that it was handed, or until it is disposed of. The editor
 * tells when it has applied one and not when it has let one drop: then the next thing that happens in it, with the edit
 * not in the files, is the sign.
 */
export function whileAwaited(kept: Disposable, { isApplied, events }: AwaitedEdit): Disposable {
  const all = new DisposableStore();
  all.add(kept);
  const look = async () => {
    if (!(await isApplied())) all.dispose();
  };
  for (const event of events) all.add(event(() => void look()));
  const timer = setTimeout(() => all.dispose(), mostMs);
  all.add({ dispose: () => clearTimeout(timer) });
  return all;
}
