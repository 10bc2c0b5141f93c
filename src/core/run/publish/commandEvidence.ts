import { combineFiles } from '../../edit/merge/combineFiles.ts';
import type { ProposedFile } from '../../edit/proposal/proposal.ts';
import type { CommandCheck } from '../../verify/evidence.ts';
import { isBroken, type Verdict, withEvidence } from '../../verify/verdict.ts';
import type { Session } from '../session/session.ts';
import { overlayWith } from '../session/taskOverlay.ts';

interface Checkable {
  readonly files: readonly ProposedFile[];
  readonly verdict: Verdict;
}

/** What is left after the commands were run. */
interface Tried<T> {
  /** What breaks no command, alone or with the others of these. */
  readonly sound: readonly T[];
  /** What breaks one, together with `beside`; that is empty where it does so alone. */
  readonly broken: readonly { readonly part: T; readonly beside: readonly T[] }[];
}

/**
 * What is to be proposed, with what the allowed commands say of it. They are run on all of it together, since they
 * take long, and since what passes alone may break what another part does. Only when that breaks one are they run on
 * each together with the sound ones before it.
 */
export async function withCommandEvidence<T extends Checkable>(
  session: Session,
  parts: readonly T[],
  signal: AbortSignal,
): Promise<Tried<T>> {
  const { commands } = session.deps;
  const isKnown = parts.length < 2 && parts.every(({ verdict }) => verdict.commands !== undefined);
  if (!commands || commands.allowed().length === 0 || isKnown) return { sound: parts, broken: [] };
  await session.emit({ type: 'step', text: `Running ${commands.allowed().join(', ')}` });
  const run = async (some: readonly T[]) => {
    const all = some.flatMap((part) => part.files);
    const files = combineFiles(all) ?? all;
    const overlay = await overlayWith(session.deps.workspace, files);
    return commands.check(overlay.changes(), { signal });
  };
  const together = await run(parts);
  if (!together.some(isBroken)) return { sound: parts.map((part) => withOwnOr(together, part)), broken: [] };
  const sound: T[] = [];
  const broken: { part: T; beside: readonly T[] }[] = [];
  for (const part of parts) {
    const all = [...sound, part];
    const checks = all.length === parts.length ? together : await run(all);
    if (!checks.some(isBroken)) sound.push(withOwnOr(checks, part));
    else {
      const alone = sound.length === 0 ? checks : await run([part]);
      if (alone.some(isBroken)) broken.push({ part: withChecks(part, alone), beside: [] });
      else broken.push({ part: withChecks(part, checks), beside: [...sound] });
    }
  }
  return { sound, broken };
}

/** What was run on a part by itself says more of it than what was run on all. */
function withOwnOr<T extends Checkable>(checks: readonly CommandCheck[], part: T): T {
  return part.verdict.commands === undefined ? withChecks(part, checks) : part;
}

function withChecks<T extends Checkable>(part: T, commands: readonly CommandCheck[]): T {
  const { commands: _, ...verdict } = part.verdict;
  return { ...part, verdict: withEvidence(verdict, { commands }) };
}
