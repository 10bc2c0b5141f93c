import type { HunkDecision, Proposal, ProposedFile } from '../../edit/proposal/proposal.ts';
import type { RunEvent } from './runEvent.ts';

/**
 * A proposal takes the place of one whose tasks it holds too, unless the user has had a hand in that. Alternatives
 * stand side by side.
 */
export function withoutReplaced(proposals: readonly Proposal[], added: Proposal): readonly Proposal[] {
  const isBeside = (old: Proposal) =>
    old.id !== added.id && added.alternative !== undefined && old.alternative !== undefined;
  return proposals.filter(
    (old) => isTouched(old) || isBeside(old) || !old.tasks.every((task) => added.tasks.includes(task)),
  );
}

/**
 * The proposals without those of a task whose work is not to be had as it is. What else they hold is proposed anew;
 * what the user has had a hand in stays.
 */
export function withoutTakenBack(proposals: readonly Proposal[], task: string): readonly Proposal[] {
  return proposals.filter((each) => each.alternative || isTouched(each) || !each.tasks.includes(task));
}

/** Once one of several alternatives is accepted the others are rejected; taking that back opens them again. */
function settleChoice(
  proposals: readonly Proposal[],
  changed: string,
  decision: HunkDecision,
): readonly Proposal[] {
  const choice = proposals.find((proposal) => proposal.id === changed)?.alternative?.choice;
  if (choice === undefined || (decision !== 'accepted' && decision !== 'open')) return proposals;
  const [from, to] =
    decision === 'accepted' ? (['open', 'rejected'] as const) : (['rejected', 'open'] as const);
  const settle = (file: ProposedFile): ProposedFile => ({
    ...file,
    decisions: file.decisions.map((decision) => (decision === from ? to : decision)),
  });
  return proposals.map((proposal) =>
    proposal.id !== changed && proposal.alternative?.choice === choice
      ? { ...proposal, files: proposal.files.map(settle) }
      : proposal,
  );
}

/** Whether the user has decided on every hunk. */
export function isDecided(proposal: Proposal): boolean {
  return proposal.files.every((file) => file.decisions.every((decision) => decision !== 'open'));
}

/** Whether the user has decided on some of it or edited it, so that nothing may take its place. */
export function isTouched({ files, isEdited }: Proposal): boolean {
  return isEdited === true || files.some((file) => file.decisions.some((decision) => decision !== 'open'));
}

/** The proposals with what was decided on hunks of one, and on others that it was a choice among. */
export function withDecision(
  proposals: readonly Proposal[],
  event: Extract<RunEvent, { type: 'hunks-decided' }>,
): readonly Proposal[] {
  const { proposal: changed, path, decision } = event;
  const decide = (proposal: Proposal): Proposal => ({
    ...proposal,
    files: proposal.files.map((file) => (file.path === path ? decided(file, event) : file)),
  });
  const all = proposals.map((proposal) => (proposal.id === changed ? decide(proposal) : proposal));
  return settleChoice(all, changed, decision);
}

/** The proposals with a file as the user has written it. */
export function withEditedFile(
  proposals: readonly Proposal[],
  { proposal: changed, file }: Extract<RunEvent, { type: 'file-edit' }>,
): readonly Proposal[] {
  return proposals.map((proposal) => (proposal.id === changed ? edit(proposal, file) : proposal));
}

/** A check that passed says nothing of what the user has made of it. */
function edit(proposal: Proposal, edited: ProposedFile): Proposal {
  const { verdict } = proposal;
  const notChecked = { path: edited.path, reason: 'you have edited it since the check' };
  const others = verdict.notChecked.filter(({ path }) => path !== edited.path);
  return {
    ...proposal,
    isEdited: true,
    files: proposal.files.map((file) => (file.path === edited.path ? edited : file)),
    verdict: {
      ...verdict,
      outcome: verdict.outcome === 'failed' ? 'failed' : 'unchecked',
      checked: verdict.checked.filter((path) => path !== edited.path),
      notChecked: [...others, notChecked],
    },
  };
}

/** The file with what was decided on some of its hunks, and why where they have gone stale. */
function decided(file: ProposedFile, event: Extract<RunEvent, { type: 'hunks-decided' }>): ProposedFile {
  return {
    ...file,
    decisions: file.decisions.map((decision, index) =>
      event.hunks.includes(index) ? event.decision : decision,
    ),
    ...(event.reason !== undefined && {
      staleReasons: {
        ...file.staleReasons,
        ...Object.fromEntries(event.hunks.map((index) => [index, event.reason ?? ''])),
      },
    }),
  };
}
