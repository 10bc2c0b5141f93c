import { counted } from '../../base/counted.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { CommandCheck } from './evidence.ts';
import type { Verdict } from './verdict.ts';

/** How many places a line for people names before it counts the rest. */
const namedPlaces = 3;

/** One line for people: who checked, what changed, what was run, what looks odd, and what nobody looked at. */
export function describeVerdict(verdict: Verdict): string {
  const sentences = sentencesOf(verdict);
  const signs = describeSigns(verdict);
  if (signs.length > 0) sentences.push(`Look twice: ${named(signs, 'more sign', '; ')}.`);
  if (verdict.notChecked.length > 0) {
    const places = verdict.notChecked.map(({ path, reason }) => `${path} (${reason})`);
    sentences.push(`Not checked: ${named(places, 'more file')}.`);
  }
  return sentences.length > 0 ? sentences.join(' ') : nothing;
}

/** The same without what looks odd and what was not checked, for where these have a place of their own. */
export function describeChecks(verdict: Verdict): string {
  const sentences = sentencesOf(verdict);
  return sentences.length > 0 ? sentences.join(' ') : nothing;
}

/** What looks odd, a line for each sign. */
export function describeSigns({ suspicions = [] }: Verdict): readonly string[] {
  return suspicions.map(({ path, line, detail }) => `${path}:${line + 1} ${detail}`);
}

const nothing = 'Nothing was checked.';

function sentencesOf(verdict: Verdict): string[] {
  const sentences: string[] = [];
  if (verdict.servers.length > 0) {
    const { fixed, introduced, remaining } = verdict;
    const before = errors(fixed).length + errors(remaining).length;
    const after = errors(introduced).length + errors(remaining).length;
    const warnings = introduced.filter((diagnostic) => diagnostic.severity === 'warning').length;
    sentences.push(
      `Checked by ${verdict.servers.join(', ')} in ${Math.round(verdict.ms)} ms: ` +
        `${counted(before, 'error')} before, ${after} after, ${errors(introduced).length} new` +
        (warnings > 0 ? `, ${counted(warnings, 'new warning')}.` : '.'),
    );
  }
  for (const command of verdict.commands ?? []) sentences.push(describeCommand(command));
  return sentences;
}

/** A command and how it ended. */
export function describeCommand(check: CommandCheck): string {
  return [howItEnded(check), ...describeWithout(check)].join(' ');
}

/** What a command had to do without, as a sentence of its own; none where it lacked nothing. */
export function describeWithout({ without }: CommandCheck): readonly string[] {
  return without === undefined ? [] : [`It ran without ${without}.`];
}

function howItEnded({ command, exitCode, ms, outcome, before, summary }: CommandCheck): string {
  const line = command.join(' ');
  const said = summary === '' ? '' : `: ${summary}`;
  const code = exitCode === null ? '' : ` with exit code ${exitCode}`;
  switch (outcome) {
    case 'passed':
      return `Ran ${line} in ${seconds(ms)}, passed${code}${before === 'failed' ? ' (failed before)' : ''}${said}.`;
    case 'failed':
      return `Ran ${line} in ${seconds(ms)}, failed${code}${before === 'failed' ? ' (as before)' : ''}${said}.`;
    case 'stopped':
      return `Stopped ${line} after ${seconds(ms)}${said}.`;
    case 'notRun':
      return `Did not run ${line}${said}.`;
  }
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function named(places: readonly string[], noun: string, between = ', '): string {
  const rest = places.length - namedPlaces;
  return `${places.slice(0, namedPlaces).join(between)}${rest > 0 ? ` and ${counted(rest, noun)}` : ''}`;
}

function errors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
}
