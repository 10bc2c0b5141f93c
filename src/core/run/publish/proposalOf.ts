import type { Proposal, ProposedFile } from '../../edit/proposal/proposal.ts';
import { isAbove, type Tier } from '../../model/tier.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { isTouched } from '../state/proposalDecisions.ts';
import type { RunState } from '../state/runState.ts';
import type { Part } from './proposalParts.ts';

/** The proposal of a part: with the highest tier that worked on it, and with what the review says of its tasks. */
export function proposalOf(
  state: RunState,
  group: Part,
  files: readonly ProposedFile[],
  verdict: Verdict,
): Proposal {
  const tasks = group.map(({ task }) => task.id);
  const reviews = group.flatMap(({ task }) => {
    const entry = state.review?.tasks.find(({ id }) => id === task.id);
    return entry ? [entry.reason] : [];
  });
  // Without a word on these tasks, what the review says of the whole is all there is: also that it could not be read.
  const said = reviews.length > 0 ? [...new Set(reviews)].join(' ') : state.review?.summary;
  return {
    id: idOf(state, tasks, files),
    run: state.run,
    title: titleOf(state, group),
    tasks,
    tier: group.reduce<Tier>((top, { tier }) => (isAbove(tier, top) ? tier : top), 'none'),
    files,
    verdict,
    ...(said && { review: said }),
  };
}

/**
 * Who looks at a proposal knows it by its id: where the same is proposed again it keeps that, and no other is given it,
 * also once the first is no more.
 */
function idOf(state: RunState, tasks: readonly string[], files: readonly ProposedFile[]): string {
  const { run, proposals, pastProposals = [] } = state;
  const name = tasks.join('+');
  const same = proposals.find(
    (each) =>
      each.tasks.join('+') === name && !each.alternative && !isTouched(each) && areSame(each.files, files),
  );
  if (same) return same.id;
  const taken = new Set([...proposals.map(({ id }) => id), ...pastProposals]);
  let id = `${run}/${name}`;
  for (let count = 2; taken.has(id); count += 1) id = `${run}/${name}#${count}`;
  return id;
}

function areSame(some: readonly ProposedFile[], others: readonly ProposedFile[]): boolean {
  const texts = (files: readonly ProposedFile[]) =>
    JSON.stringify(files.map(({ path, base, content }) => [path, base, content]));
  return texts(some) === texts(others);
}

/** The title of a group of problems stands for all of them; of fewer it is said how many they are. */
function titleOf(state: RunState, group: Part): string {
  const [first] = group;
  // The last one has its title from a label, where there is one.
  const shared = group.at(-1)?.task.group;
  const isShared = shared !== undefined && group.every(({ task }) => task.group?.id === shared.id);
  const own = new Set(group.map(({ task }) => task.id));
  // What others of the group changed is in proposals that the user has had a hand in.
  const isWhole = state.tasks.every(
    ({ task, state: is, changes }) =>
      task.group?.id !== shared?.id || own.has(task.id) || (is === 'done' && changes.length === 0),
  );
  // The title of a task counts what was split off from it too.
  const isSplit = isShared && state.tasks.some(({ partOf }) => partOf === first?.task.id);
  if (group.length > 1 && state.summary) return state.summary;
  if (isShared && isWhole) return shared.title;
  if (group.length === 1 && !isSplit) return first?.task.title ?? '';
  if (!isShared) return `${first?.task.title ?? ''} and ${group.length - 1} more`;
  const count = group.reduce((sum, { task }) => sum + task.targets.length, 0);
  return `${shared.title}: ${count} of them`;
}
