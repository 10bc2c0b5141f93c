import { checkOverlay } from '../../verify/checkOverlay.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { type Verdict, withEvidence } from '../../verify/verdict.ts';
import type { Session } from '../session/session.ts';
import { overlayWith, tasksBefore } from '../session/taskOverlay.ts';
import { thatStand } from '../session/thatStand.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { RunState, TaskState } from '../state/runState.ts';
import { withoutPlace } from './onWorkspace.ts';
import { type Beside, type Broken, filesTogether, openBeside, type Sound, type Tried } from './together.ts';

/** A part as it was worked on. */
interface Worked extends Beside {
  /** The run as its tasks left it. */
  readonly state: RunState;
  /** The files as its tasks left them. */
  readonly worked: Beside['files'];
  /** Those that hold what others did. */
  readonly mixed: ReadonlySet<string>;
}

/** What is said of a part by itself. What of it could not be accepted now, or is not its own, is not called checked. */
export async function partVerdict(
  session: Session,
  { group, files, state, worked, mixed }: Worked,
  signal: AbortSignal,
): Promise<Verdict> {
  const isAsWorked = files.length === worked.length && files.every((file) => worked.includes(file));
  const [only] = group;
  const own = group.length === 1 && isAsWorked ? only?.attempts.at(-1)?.end?.verdict : undefined;
  const verdict =
    own && only && standsAlone(state, only) ? own : await checkPart(session, { group, files }, signal);
  const lost = await withoutPlace(session.deps.workspace, files);
  const fitting = uncheckedAt(verdict, lost, 'it does not fit into the file as it is now');
  return uncheckedAt(fitting, [...mixed], 'it can’t be told from other changes of the file');
}

async function checkPart(session: Session, { group, files }: Beside, signal: AbortSignal): Promise<Verdict> {
  const targets = group.flatMap(({ task }) => task.targets);
  const judged = await checkFiles(session, files, { targets, signal });
  const suspicions = group.flatMap(({ attempts }) => attempts.at(-1)?.end?.verdict?.suspicions ?? []);
  return withEvidence(judged, { suspicions });
}

/** A part that can't be put together with the others: it is paid for, and nobody knows what they come to with it. */
export function besideOthers(part: Sound): Sound {
  const own = part.files.map(({ path }) => path);
  return {
    ...part,
    verdict: uncheckedAt(part.verdict, own, 'it does not fit together with another proposal'),
  };
}

function uncheckedAt(verdict: Verdict, paths: readonly string[], reason: string): Verdict {
  if (paths.length === 0) return verdict;
  const lost = new Set(paths);
  return {
    ...verdict,
    outcome: verdict.outcome === 'failed' ? 'failed' : 'unchecked',
    checked: verdict.checked.filter((path) => !lost.has(path)),
    notChecked: [
      ...verdict.notChecked.filter(({ path }) => !lost.has(path)),
      ...paths.map((path) => ({ path, reason })),
    ],
  };
}

/** Whether what a task was checked with is all that its proposal holds. */
function standsAlone(state: RunState, { task }: TaskState): boolean {
  return tasksBefore(state, task.id).every(({ changes }) => changes.length === 0);
}

/**
 * A part that fails by itself but not beside what is open already, which it can't share a proposal with: the user has
 * had a hand in that. It may be accepted by itself all the same, so it is not called checked. Undefined where it fails
 * there too.
 */
export async function besideOpen(
  session: Session,
  part: Sound,
  signal: AbortSignal,
): Promise<Sound | undefined> {
  const { workspace } = session.deps;
  const open = await thatStand(openBeside(session.state(), [part]), async (some) => {
    const { outcome } = await checkFiles(session, await filesTogether(workspace, [], some), { signal });
    return outcome !== 'failed';
  });
  if (open.length === 0) return undefined;
  const targets = part.group.flatMap(({ task }) => task.targets);
  const files = await filesTogether(workspace, [part], open);
  const verdict = await checkFiles(session, files, { targets, signal });
  if (verdict.outcome === 'failed') return undefined;
  const own = part.files.map(({ path }) => path);
  const leaning = uncheckedAt(verdict, own, 'it fails without what was proposed before');
  return { ...part, verdict: withEvidence(leaning, { suspicions: part.verdict.suspicions ?? [] }) };
}

/**
 * The parts that can be accepted together, and with what was proposed before. Where all of them can't, each that breaks
 * those before it is to be given up.
 */
export async function withoutClashes(
  session: Session,
  parts: readonly Sound[],
  signal: AbortSignal,
): Promise<Tried> {
  const open = openBeside(session.state(), parts);
  const verdictOf = async (some: readonly Sound[], beside: readonly Beside[]) =>
    checkFiles(session, await filesTogether(session.deps.workspace, some, beside), { signal });
  const isKnown = parts.length === 0 || parts.length + open.length < 2;
  if (isKnown || (await verdictOf(parts, open)).outcome !== 'failed') return { sound: parts, broken: [] };
  const before = await thatStand(open, async (some) => (await verdictOf([], some)).outcome !== 'failed');
  const kept: Sound[] = [];
  const broken: Broken[] = [];
  for (const part of parts) {
    const isAlone = before.length + kept.length === 0;
    const verdict = isAlone ? part.verdict : await verdictOf([...kept, part], before);
    if (verdict.outcome !== 'failed') kept.push(part);
    else broken.push({ part: { ...part, verdict }, beside: [...before, ...kept] });
  }
  return { sound: kept, broken };
}

async function checkFiles(
  { deps }: Session,
  files: readonly FileChange[],
  options: { readonly targets?: readonly Diagnostic[]; readonly signal: AbortSignal },
): Promise<Verdict> {
  const overlay = await overlayWith(deps.workspace, files);
  return (await checkOverlay(deps.checker, overlay, options)).verdict;
}
