import type { Proposal, ProposedFile } from '../../edit/proposal/proposal.ts';
import { isAbove, type Tier } from '../../model/tier.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { RunState } from '../state/runState.ts';
import type { Part } from './proposalParts.ts';

/** The proposal of a part: with the highest tier that worked on it, and with what the review says of its tasks. */
export function proposalOf(
  state: RunState,
  group: Part,
  files: readonly ProposedFile[],
  verdict: Verdict,
): Proposal {
  const reviews = group.flatMap(({ task }) => {
    const entry = state.review?.tasks.find(({ id }) => id === task.id);
    return entry ? [entry.reason] : [];
  });
  // Without a word on these tasks, what the review says of the whole is all there is: also that it could not be read.
  const said = reviews.length > 0 ? [...new Set(reviews)].join(' ') : state.review?.summary;
  return {
    id: `${state.run}/${group.map(({ task }) => task.id).join('+')}`,
    run: state.run,
    title: titleOf(state, group),
    tasks: group.map(({ task }) => task.id),
    tier: group.reduce<Tier>((top, { tier }) => (isAbove(tier, top) ? tier : top), 'none'),
    files,
    verdict,
    ...(said && { review: said }),
  };
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
