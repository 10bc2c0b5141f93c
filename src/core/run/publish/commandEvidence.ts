import { combineFiles } from '../../edit/merge/combineFiles.ts';
import type { ProposedFile } from '../../edit/proposal/proposal.ts';
import { isBroken, type Verdict, withEvidence } from '../../verify/verdict.ts';
import type { Session } from '../session/session.ts';
import { overlayWith } from '../session/taskOverlay.ts';

interface Checkable {
  readonly files: readonly ProposedFile[];
  readonly verdict: Verdict;
}

/**
 * What is to be proposed, with what the allowed commands say of it. Where no command was run on some of it yet they
 * are run on all of that together, since they take long; only when that breaks one, on each by itself.
 */
export async function withCommandEvidence<T extends Checkable>(
  session: Session,
  parts: readonly T[],
  signal: AbortSignal,
): Promise<readonly T[]> {
  const { commands } = session.deps;
  const unchecked = parts.filter(({ verdict }) => verdict.commands === undefined);
  if (!commands || commands.allowed().length === 0 || unchecked.length === 0) return parts;
  await session.emit({ type: 'step', text: `Running ${commands.allowed().join(', ')}` });
  const checksOf = async (some: readonly T[]) => {
    const all = some.flatMap((part) => part.files);
    const files = combineFiles(all) ?? all;
    const overlay = await overlayWith(session.deps.workspace, files);
    return commands.check(overlay.changes(), { signal });
  };
  const together = await checksOf(unchecked);
  const isSound = !together.some(isBroken);
  const checked: T[] = [];
  for (const part of parts) {
    if (!unchecked.includes(part)) checked.push(part);
    else {
      const checks = isSound || unchecked.length === 1 ? together : await checksOf([part]);
      checked.push({ ...part, verdict: withEvidence(part.verdict, { commands: checks }) });
    }
  }
  return checked;
}
