import { describeDiagnostic } from '../context/describeDiagnostic.ts';
import { fence } from '../context/fence.ts';
import { shownDiff } from '../context/withhold/shownDiff.ts';
import { contentOf } from '../context/workspace.ts';
import type { Overlay } from '../edit/overlay.ts';
import type { EarlierAttempt } from './workOrder.ts';

/** Characters of one attempt's edit that the next one is shown. */
const mostDiff = 3_000;
const mostProblems = 8;

/** What earlier attempts came to, for the next one to do better. The last two say most. */
export async function describeEvidence(
  evidence: readonly EarlierAttempt[],
  overlay: Overlay,
): Promise<string> {
  const parts = await Promise.all(evidence.slice(-2).map((each) => describeOne(each, overlay)));
  return parts.join('\n\n');
}

async function describeOne(evidence: EarlierAttempt, overlay: Overlay): Promise<string> {
  const parts = [
    `An earlier attempt did not succeed. Do it another way. What came of it:\n${fence(evidence.note)}`,
  ];
  const diff = await diffOf(evidence, overlay);
  if (diff !== '') parts.push(`Its edit, which is not applied now:\n${fence(diff)}`);
  const { verdict } = evidence;
  if (verdict) {
    const problems = [
      ...verdict.introduced.map((each) => `new: ${describeDiagnostic(each)}`),
      ...verdict.remaining.map((each) => `still there: ${describeDiagnostic(each)}`),
    ].slice(0, mostProblems);
    if (problems.length > 0) parts.push(`The language server then said:\n${fence(problems.join('\n'))}`);
  }
  return parts.join('\n');
}

async function diffOf(evidence: EarlierAttempt, overlay: Overlay): Promise<string> {
  const changes = [...(evidence.changes ?? [])].map(async ([path, content]) => {
    const file = await overlay.read(path);
    return { path, base: contentOf(file), content };
  });
  const text = shownDiff(await Promise.all(changes));
  return text.length > mostDiff ? `${text.slice(0, mostDiff)}\n(cut here)` : text;
}
