import type { Diagnostic, Severity } from './diagnostic.ts';

/** Problems that have something in common, under a name for people. */
export interface ProblemGroup {
  /** The same for the same group as long as it has problems. */
  readonly id: string;
  readonly title: string;
  /** That of its worst problem. */
  readonly severity: Severity;
  readonly diagnostics: readonly Diagnostic[];
}

/** Puts problems that belong together into groups, those with the worst and the most problems first. */
export interface ProblemGroups {
  group(diagnostics: readonly Diagnostic[]): readonly ProblemGroup[];
}

/**
 * What a problem has in common with others like it: who reports it under which code, or in which words. Quoted names
 * and numbers in the words are each problem's own.
 */
export function likenessOf({ source = '', code, message }: Diagnostic): string {
  return JSON.stringify([source, code ?? template(message)]);
}

/** Groups by code or wording, for which nobody has to be asked. */
export const groupsByLikeness: ProblemGroups = {
  group: (diagnostics) =>
    [...Map.groupBy(diagnostics, likenessOf)].map(([id, like]) => groupOf(id, like)).sort(byWeight),
};

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

function groupOf(id: string, diagnostics: readonly Diagnostic[]): ProblemGroup {
  const messages = new Set(diagnostics.map(({ message }) => message));
  const [first = ''] = messages;
  const severity =
    severities.find((each) => diagnostics.some((diagnostic) => diagnostic.severity === each)) ?? 'hint';
  return { id, title: messages.size === 1 ? first : template(first), severity, diagnostics };
}

function byWeight(a: ProblemGroup, b: ProblemGroup): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    b.diagnostics.length - a.diagnostics.length ||
    a.title.localeCompare(b.title)
  );
}

/** A message without what is each problem's own: "Cannot find name '…'." */
function template(message: string): string {
  return message
    .replace(/'[^'\n]*'|"[^"\n]*"|`[^`\n]*`/g, (quoted) => `${quoted[0]}…${quoted[0]}`)
    .replace(/\d+/g, '…');
}
