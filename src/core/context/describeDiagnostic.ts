import type { Diagnostic } from '../verify/diagnostic.ts';
import { oneLine } from './fence.ts';
import { withholdSecrets } from './withhold/withhold.ts';

/** A problem as one line for a model, with the place counted from 1 as people do. */
export function describeDiagnostic(diagnostic: Diagnostic): string {
  const { path, range, severity, code, message } = diagnostic;
  const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
  const name = [diagnostic.source, code].filter((part) => part !== undefined && part !== '').join(' ');
  return withholdSecrets(`${place} ${severity}${name ? ` ${name}` : ''}: ${oneLine(message)}`);
}
