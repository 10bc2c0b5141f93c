import type * as vscode from 'vscode';
import { mentionOf } from '../../core/context/pack/mentions.ts';
import type { ChosenWork } from '../jobs.ts';
import { toDiagnostic } from '../workspace/diagnostics.ts';

/** The question for an explanation of a problem. */
export function describeProblem(path: string, diagnostic: vscode.Diagnostic): ChosenWork {
  const { message, range, source, code } = toDiagnostic(path, diagnostic);
  const name = [source, code].filter((part) => part !== undefined).join(' ');
  return {
    title: `Explain: ${message}`,
    text: `Explain in a few sentences why ${name || 'the checker'} reports this in ${mentionOf(path)} at line ${range.start.line + 1}, and what ways there are to mend it: "${message}"`,
    gate: { route: 'answer', kind: 'summarize', files: [path] },
  };
}
