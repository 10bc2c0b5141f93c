import type { CheckReport } from '../../../../src/core/verify/checker.ts';
import type { Diagnostic, Severity } from '../../../../src/core/verify/diagnostic.ts';

/**
 * A diagnostic written as `path:line code message`, or `path:line:character`, both from 1; a leading `!` makes it a
 * warning.
 */
export function diagnostic(text: string): Diagnostic {
  const match = /^(!?)([^:]+):(\d+)(?::(\d+))? (\S+) (.*)$/.exec(text);
  if (!match) throw new Error(`not a diagnostic: ${text}`);
  const [, mark, path = '', line, character = '1', code = '', message = ''] = match;
  const severity: Severity = mark === '!' ? 'warning' : 'error';
  const position = { line: Number(line) - 1, character: Number(character) - 1 };
  return { path, range: { start: position, end: position }, severity, message, code };
}

export function written(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(
    ({ path, range, severity, code, message }) =>
      `${severity === 'warning' ? '!' : ''}${path}:${range.start.line + 1} ${code} ${message}`,
  );
}

export function report(parts: {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly checked?: readonly string[];
  readonly notChecked?: CheckReport['notChecked'];
}): CheckReport {
  return {
    before: (parts.before ?? []).map(diagnostic),
    after: (parts.after ?? []).map(diagnostic),
    checked: parts.checked ?? ['a.ts', 'b.ts'],
    notChecked: parts.notChecked ?? [],
    servers: ['TypeScript 7.0.2'],
    ms: 34.4,
  };
}
