import * as vscode from 'vscode';
import { fixKind, rewriteKind } from '../codeActions/kinds.ts';
import { ProblemActions } from '../codeActions/problemActions.ts';
import { SelectionActions } from '../codeActions/selectionActions.ts';
import type { Own } from './own.ts';
import type { Problems } from './problems.ts';
import type { Services } from './services.ts';
import type { Work } from './work.ts';

/** What the light bulb offers for problems and for selections. */
export function offerCodeActions(
  { estimates }: Services,
  { fixes }: Work,
  { watch }: Problems,
  own: Own,
): void {
  const inFiles: vscode.DocumentFilter = { scheme: 'file' };
  const { registerCodeActionsProvider } = vscode.languages;
  const onProblems = new ProblemActions(estimates, fixes, watch);
  const onSelections = new SelectionActions(estimates);
  own(registerCodeActionsProvider(inFiles, onProblems, { providedCodeActionKinds: [fixKind] }));
  own(registerCodeActionsProvider(inFiles, onSelections, { providedCodeActionKinds: [rewriteKind] }));
}
