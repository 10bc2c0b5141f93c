import type { Diagnostic } from './diagnostic.ts';
import type { Verdict } from './verdict.ts';

/** How many places a line for people names before it counts the rest. */
const namedPlaces = 3;

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

function errors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
