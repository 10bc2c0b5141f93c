import { withheldMark, withholdSecrets } from '../../core/context/withhold/withhold.ts';

/** What a debugger showed of a stopped program, as far as it was asked. */
export interface StoppedProgram {
  /** In a line: what was thrown, or why it stopped. */
  readonly title: string;
  readonly details: readonly string[];
  /** Innermost first. */
  readonly frames: readonly StoppedFrame[];
}

export interface StoppedFrame {
  readonly name: string;
  /** Relative to the workspace; a name alone for what lies outside of it. */
  readonly path: string;
  readonly isInWorkspace: boolean;
  /** From 1. */
  readonly line: number;
  /** Lines of the source around it; empty where they were not read. */
  readonly source: readonly { readonly line: number; readonly text: string }[];
  readonly scopes: readonly {
    readonly name: string;
    readonly variables: readonly { readonly name: string; readonly value: string; readonly type: string }[];
  }[];
}

/** Bounds on what goes to a model. */
const mostValue = 200;
const mostText = 12_000;

const secretName = /passw|secret|token|api_?key|private_?key|credential|auth(?!or)|cookie|session_?id/i;

/** What the debugger showed, as text for a model: values that look like secrets are left out, long ones cut. */
export function describeStop({ title, details, frames }: StoppedProgram): string {
  const lines = [title, ...details, '', 'Stack, innermost first:'];
  for (const frame of frames) lines.push(...describeFrame(frame));
  const text = withholdSecrets(lines.join('\n'));
  return text.length > mostText ? `${text.slice(0, mostText)}\n(cut here)` : text;
}

function describeFrame({ name, path, line, source, scopes }: StoppedFrame): readonly string[] {
  return [
    `  ${name} (${path}:${line})`,
    ...source.map((each) => `    ${each.line === line ? '>' : ' '} ${each.line}: ${each.text}`),
    ...scopes.flatMap((scope) => [
      `    ${scope.name}:`,
      ...scope.variables.map((variable) => `      ${variable.name}: ${shownValue(variable)}`),
    ]),
  ];
}

function shownValue({
  name,
  value,
  type,
}: {
  readonly name: string;
  readonly value: string;
  readonly type: string;
}) {
  if (secretName.test(name)) return withheldMark;
  const line = value.replace(/\s+/g, ' ');
  const cut = line.length > mostValue ? `${line.slice(0, mostValue)}… (${line.length} characters)` : line;
  return type === '' ? cut : `${cut} (${type})`;
}
