import { formatUsd } from '../../base/formatUsd.ts';
import { sentence } from '../../base/sentence.ts';
import { formatDiff } from '../../core/edit/proposal/formatDiff.ts';
import type { Proposal } from '../../core/edit/proposal/proposal.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import { describeVerdict } from '../../core/verify/describeVerdict.ts';

/** Characters of diffs that are told; another agent's context is not ours to fill. */
const mostDiff = 8_000;

/** What came of a run, for who has delegated it: an agent in VS Code's chat, or its user. */
export function describeForAgent(state: RunState): string {
  const { phase, proposals, answer, total } = state;
  const how =
    phase.type === 'ended'
      ? `${phase.outcome}: ${phase.message}`
      : phase.type === 'paused'
        ? `stands still: ${phase.reason.message}`
        : 'is under way';
  const parts = [`Tiercel run ${state.run} ${sentence(how)} Cost: ${formatUsd(total.usd)}.`];
  if (answer !== undefined) parts.push(answer);
  if (proposals.length > 0) {
    parts.push(
      'Nothing is written yet: these proposals wait for the user, who accepts or rejects them in the editor or in the Tiercel panel. Do not make the same edits yourself.',
    );
  }
  let room = mostDiff;
  for (const proposal of proposals) {
    const diff = diffOf(proposal);
    const shown = diff.length <= room ? `\n${diff}` : '\n(The diff is too long to show here.)';
    room -= Math.min(room, diff.length);
    parts.push(
      `Proposal "${proposal.title.replace(/\.$/, '')}". ${describeVerdict(proposal.verdict)}${shown}`,
    );
  }
  return parts.join('\n\n');
}

function diffOf({ files }: Proposal): string {
  return files.map(formatDiff).join('\n');
}
