import type { Diagnostic } from './diagnostic.ts';
import type { Verdict } from './verdict.ts';

/** How many places a line for people names before it counts the rest. */
const namedPlaces = 3;
/** A model needs all that is wrong, but not a flood from one broken import. */
const listedProblems = 20;

/** One line for people: who checked, what changed, and what nobody looked at. */
export function describeVerdict(verdict: Verdict): string {
  const sentences: string[] = [];
  if (verdict.servers.length > 0) {
    const { fixed, introduced, remaining } = verdict;
    const before = errors(fixed).length + errors(remaining).length;
    const after = errors(introduced).length + errors(remaining).length;
    const warnings = introduced.filter((diagnostic) => diagnostic.severity === 'warning').length;
    sentences.push(
      `Checked by ${verdict.servers.join(', ')} in ${Math.round(verdict.ms)} ms: ` +
        `${count(before, 'error')} before, ${after} after, ${errors(introduced).length} new` +
        (warnings > 0 ? `, ${count(warnings, 'new warning')}.` : '.'),
    );
  }
  if (verdict.notChecked.length > 0) {
    const named = verdict.notChecked
      .slice(0, namedPlaces)
      .map(({ path, reason }) => `${path} (${reason})`)
      .join(', ');
    const rest = verdict.notChecked.length - namedPlaces;
    sentences.push(`Not checked: ${named}${rest > 0 ? ` and ${count(rest, 'more file')}` : ''}.`);
  }
  return sentences.length > 0 ? sentences.join(' ') : 'Nothing was checked.';
}

/** What is still wrong and what to do next, for the model that tries again. */
export function evidenceForModel(verdict: Verdict): string {
  const introduced = errors(verdict.introduced);
  const warnings = verdict.introduced.filter((diagnostic) => diagnostic.severity === 'warning');
  const remaining = errors(verdict.remaining);
  const parts: string[] = [];
  if (introduced.length > 0) {
    parts.push(
      list('Your change introduced these errors', introduced),
      'Change the edit so that they do not arise, in the files you edited or in those that depend on them.',
    );
  }
  if (remaining.length > 0) {
    parts.push(
      list('These errors were there before and still are', remaining),
      'Fix those that belong to your task; leave the others alone.',
    );
  }
  if (warnings.length > 0) parts.push(list('New warnings, which do not fail the check', warnings));
  if (verdict.notChecked.length > 0) {
    const lines = verdict.notChecked
      .slice(0, listedProblems)
      .map(({ path, reason }) => `- ${path}: ${reason}`);
    parts.push(['Not checked:', ...lines].join('\n'));
  }
  return parts.length > 0 ? parts.join('\n') : 'The check found no error.';
}

function list(title: string, diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.slice(0, listedProblems).map(problemLine);
  const rest = diagnostics.length - lines.length;
  return [`${title}:`, ...lines, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n');
}

/** A diagnostic as `- path:line:character code message`, lines and characters from 1 as people count. */
function problemLine(diagnostic: Diagnostic): string {
  const { line, character } = diagnostic.range.start;
  const code = [diagnostic.source, diagnostic.code].filter((part) => part !== undefined).join(' ');
  return `- ${diagnostic.path}:${line + 1}:${character + 1} ${code}${code ? ': ' : ''}${diagnostic.message}`;
}

function errors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
