import { createSlices, inSlices } from '../../../base/slices.ts';
import { contentOf, type Workspace } from '../../context/workspace.ts';
import type { ChangedFile } from '../../edit/fileChanges.ts';
import { combineFiles } from '../../edit/merge/combineFiles.ts';
import { acceptHunks } from '../../edit/proposal/accept.ts';
import type { ProposedFile } from '../../edit/proposal/proposal.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { isDecided } from '../state/proposalDecisions.ts';
import type { FileChange } from '../state/runEvent.ts';
import type { RunState } from '../state/runState.ts';
import type { Part } from './proposalParts.ts';

/** What can be accepted. */
export interface Beside {
  readonly group: Part;
  readonly files: readonly ProposedFile[];
}

/** What becomes one proposal. */
export interface Sound extends Beside {
  readonly verdict: Verdict;
  /** Set where it is several parts: the one of them that fails without the others. */
  readonly needing?: Part;
}

/** What is to be given up. */
export interface Broken {
  readonly part: Pick<Sound, 'group' | 'verdict' | 'needing'>;
  /** What it was looked at with; empty where it fails alone. */
  readonly beside: readonly Pick<Beside, 'group'>[];
}

/** What is left of what is to be proposed once it was looked at together. */
export interface Tried {
  /** What breaks nothing, alone or with the others of these. */
  readonly sound: readonly Sound[];
  readonly broken: readonly Broken[];
}

/**
 * What the run has proposed before and these do not take the place of, as long as the user has not decided on it:
 * it can be accepted with them, so it is looked at with them.
 */
export function openBeside({ proposals, tasks }: RunState, parts: readonly Sound[]): readonly Beside[] {
  const replaces = (ids: readonly string[]) =>
    parts.some(({ group }) => ids.every((id) => group.some(({ task }) => task.id === id)));
  return proposals
    .filter((each) => !each.alternative && !isDecided(each) && !replaces(each.tasks))
    .map(({ tasks: ids, files }) => ({ group: tasks.filter(({ task }) => ids.includes(task.id)), files }));
}

/**
 * The parts whose changes can be put together, the earlier before the later, and those that are left. Each is merged
 * once, and not again with each of the others: a merge of a long file takes a while.
 */
export async function thatFit(
  parts: readonly Sound[],
  signal: AbortSignal,
): Promise<{ readonly fitting: readonly Sound[]; readonly others: readonly Sound[] }> {
  const fitting: Sound[] = [];
  const others: Sound[] = [];
  const net = new Map<string, ChangedFile>();
  await inSlices(
    parts,
    (part) => {
      const before = part.files.flatMap(({ path }) => net.get(path) ?? []);
      const files = combineFiles([...before, ...part.files]);
      (files ? fitting : others).push(part);
      for (const file of files ?? []) net.set(file.path, file);
    },
    createSlices({ signal }),
  );
  return { fitting, others };
}

/**
 * What the workspace's files become when all of it is accepted.
 *
 * @param open what was proposed before; of it what has no place any more is left out, since it can't be accepted
 */
export async function filesTogether(
  workspace: Workspace,
  parts: readonly Sound[],
  open: readonly Beside[],
): Promise<readonly FileChange[]> {
  const own = combineFiles(parts.flatMap(({ files }) => files));
  // Whoever has several asks first whether they do.
  if (!own) throw new Error('two proposals change the same lines');
  const net = new Map(
    own.map(({ path, base, content }): [string, FileChange] => [path, { path, base, content }]),
  );
  for (const file of open.flatMap(({ files }) => files)) {
    const { path, hunks, decisions } = file;
    const known = net.get(path);
    const now = known ? known.content : contentOf(await workspace.read(path));
    const left = hunks.flatMap(({ index }) => (decisions[index] === 'open' ? [index] : []));
    const accepted = acceptHunks(file, now, left);
    if (accepted.type === 'content')
      net.set(path, { path, base: known ? known.base : now, content: accepted.content });
  }
  return [...net.values()];
}
