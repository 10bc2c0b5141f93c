import type { CommandCheck } from '../../verify/evidence.ts';
import { isBroken, withEvidence } from '../../verify/verdict.ts';
import type { Session } from '../session/session.ts';
import { overlayWith } from '../session/taskOverlay.ts';
import { thatStand } from '../session/thatStand.ts';
import { type Beside, type Broken, filesTogether, openBeside, type Sound, type Tried } from './together.ts';

/**
 * What is to be proposed, with what the allowed commands say of it. They are run on all of it together, and with what
 * was proposed before, since they take long, and since what passes alone may break what another part does. Only when
 * that breaks one are they run on each together with the sound ones before it; what was run on one alone is not run
 * again.
 */
export async function withCommandEvidence(
  session: Session,
  parts: readonly Sound[],
  signal: AbortSignal,
): Promise<Tried> {
  const { commands, workspace } = session.deps;
  const open = openBeside(session.state(), parts);
  const isKnown =
    parts.length + open.length < 2 && parts.every(({ verdict }) => verdict.commands !== undefined);
  if (!commands || commands.allowed().length === 0 || parts.length === 0 || isKnown)
    return { sound: parts, broken: [] };
  await session.emit({ type: 'step', text: `Running ${commands.allowed().join(', ')}` });
  const run = async (some: readonly Sound[], beside: readonly Beside[]) => {
    const overlay = await overlayWith(workspace, await filesTogether(workspace, some, beside));
    return commands.check(overlay.changes(), { signal });
  };
  const runAlone = (part: Sound) => part.verdict.commands ?? run([part], []);
  const together = await run(parts, open);
  if (!together.some(isBroken)) return { sound: parts.map((part) => withOwnOr(together, part)), broken: [] };
  const before = await thatStand(open, async (some) => !(await run([], some)).some(isBroken));
  const sound: Sound[] = [];
  const broken: Broken[] = [];
  for (const part of parts) {
    const all = [...sound, part];
    const isAlone = before.length + sound.length === 0;
    const isTogether = all.length === parts.length && before.length === open.length;
    const checks = isTogether ? together : await (isAlone ? runAlone(part) : run(all, before));
    if (!checks.some(isBroken)) sound.push(withOwnOr(checks, part));
    else {
      const alone = isAlone ? checks : await runAlone(part);
      if (alone.some(isBroken)) broken.push({ part: withChecks(part, alone), beside: [] });
      else broken.push({ part: withChecks(part, checks), beside: [...before, ...sound] });
    }
  }
  return { sound, broken };
}

/** What was run on a part by itself says more of it than what was run on all. */
function withOwnOr(checks: readonly CommandCheck[], part: Sound): Sound {
  return part.verdict.commands === undefined ? withChecks(part, checks) : part;
}

function withChecks(part: Sound, commands: readonly CommandCheck[]): Sound {
  const { commands: _, ...verdict } = part.verdict;
  return { ...part, verdict: withEvidence(verdict, { commands }) };
}
