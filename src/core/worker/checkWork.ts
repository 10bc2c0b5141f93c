import { counted } from '../../base/counted.ts';
import { describeDiagnostic } from '../context/describeDiagnostic.ts';
import { fence, label, oneLine } from '../context/fence.ts';
import { contentOf } from '../context/workspace.ts';
import type { CheckReport } from '../verify/checker.ts';
import { checkOverlay } from '../verify/checkOverlay.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import { sameProblem } from '../verify/matchDiagnostics.ts';
import { findSilencing } from '../verify/suspicion/silencing.ts';
import { type Verdict, withEvidence } from '../verify/verdict.ts';
import type { WorkerAttempt } from './attempt.ts';
import { changesSince } from './changesSince.ts';
import { suspicionsOf } from './workSuspicions.ts';

export interface CheckedWork {
  readonly report: CheckReport;
  /** Failed also where an edit only silences what it was to fix. */
  readonly verdict: Verdict;
  /** What was added that only hides a problem, with its file. */
  readonly silenced: readonly string[];
}

/** Checks the whole overlay, once for each state of it, and says the outcome in a note. */
export async function checkWork(attempt: WorkerAttempt): Promise<CheckedWork> {
  if (attempt.checked) return attempt.checked;
  const { signal, onNote } = attempt.options;
  const { targets } = attempt.order.task;
  const { report, verdict: judged } = await checkOverlay(attempt.deps.checker, attempt.overlay, {
    targets,
    signal,
  });
  signal.throwIfAborted();
  const silenced = targets.length > 0 ? await silencingIn(attempt) : [];
  const suspected = withEvidence(judged, { suspicions: await suspicionsOf(attempt) });
  const verdict: Verdict = silenced.length > 0 ? { ...suspected, outcome: 'failed' } : suspected;
  attempt.checked = { report, verdict, silenced };
  onNote(noteOf(attempt, attempt.checked));
  return attempt.checked;
}

async function silencingIn(attempt: WorkerAttempt): Promise<readonly string[]> {
  const { overlay } = attempt.order;
  const silenced: string[] = [];
  for (const [path, after] of await changesSince(overlay, attempt.overlay)) {
    const before = await overlay.read(path);
    const text = contentOf(before) ?? '';
    const name = after === null ? undefined : findSilencing(text, after, path);
    if (name !== undefined) silenced.push(`${name} (in ${path})`);
  }
  return silenced;
}

/** Errors that concern the work: new ones, targets that are left, and others in files that it changed. */
function errorsLeft(attempt: WorkerAttempt, { report, verdict }: CheckedWork): readonly Diagnostic[] {
  const changed = attempt.overlay.changes();
  const { targets } = attempt.order.task;
  const introduced = new Set(verdict.introduced);
  const concerns = (each: Diagnostic) =>
    introduced.has(each) || changed.has(each.path) || targets.some((target) => sameProblem(target, each));
  const errors = report.after.filter((each) => each.severity === 'error' && concerns(each));
  // New ones first: they are what the edit has to answer for.
  return [...errors].sort((a, b) => Number(introduced.has(b)) - Number(introduced.has(a)));
}

function serverName(servers: readonly string[]): string | undefined {
  return servers[0]?.replace(/\s+v?\d[\w.+-]*$/, '');
}

function noteOf(attempt: WorkerAttempt, checked: CheckedWork): string {
  if (checked.silenced.length > 0) return 'the edit only hides the problem';
  const server = serverName(checked.report.servers);
  if (!server) return 'no language server could check it';
  const left = errorsLeft(attempt, checked).length;
  if (left === 0 && checked.verdict.suspicions) return 'the edit passes its check and looks odd';
  return `${server} says: ${left === 0 ? 'no errors left' : `${counted(left, 'error')} left`}`;
}

const mostErrors = 15;

/** What the check found, in words for the model. */
export function describeCheck(attempt: WorkerAttempt, checked: CheckedWork): string {
  const { report, silenced } = checked;
  const lines: string[] = [];
  if (silenced.length > 0) lines.push(describeSilencing(silenced));
  const errors = errorsLeft(attempt, checked);
  const server = report.servers.join(', ');
  if (server === '') lines.push('No language server looked at the changes.');
  else if (errors.length === 0) lines.push(`${server} finds no errors in the changed files.`);
  else {
    const shown = errors.slice(0, mostErrors).map((each) => describeDiagnostic(each).slice(0, 600));
    lines.push(`${server} now finds:`, fence(shown.join('\n')));
    if (errors.length > mostErrors) lines.push(`and ${errors.length - mostErrors} more.`);
  }
  const signs = (checked.verdict.suspicions ?? []).filter(
    ({ kind }) => kind !== 'silencing' || silenced.length === 0,
  );
  if (signs.length > 0) {
    lines.push('The edit looks as if it satisfied the checks without doing the task. Do the task itself:');
    lines.push(...signs.slice(0, 5).map(({ path, line, detail }) => `${label(path)}:${line + 1} ${detail}`));
  }
  for (const { path, reason } of checked.verdict.notChecked.slice(0, 5)) {
    lines.push(`Not checked: ${label(path)} (${oneLine(reason)}).`);
  }
  return lines.join('\n');
}

/** Why an edit does not count although the checker is quiet. */
export function describeSilencing(silenced: readonly string[]): string {
  return `The edit only hides the problem, by ${silenced.join(', ')}. Fix the cause instead.`;
}
