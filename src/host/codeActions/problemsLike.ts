import * as vscode from 'vscode';
import { templateOf } from '../../core/problems/template.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';
import { isProblem, toDiagnostic } from '../workspace/diagnostics.ts';
import { relativePath } from '../workspace/workspaceFolder.ts';

/** Kept by problem: a light bulb asks at each move of the cursor, and a workspace may have thousands of problems. */
const likenesses = new WeakMap<vscode.Diagnostic, string>();

/** What a problem has in common with others like it: who reports it, its code, and its words without names. */
export function likenessOf(problem: vscode.Diagnostic): string {
  const known = likenesses.get(problem);
  if (known !== undefined) return known;
  const { key } = templateOf(toDiagnostic('', problem));
  likenesses.set(problem, key);
  return key;
}

/** The problems of a folder that are like one of them, itself included. */
export function problemsLike(
  problem: vscode.Diagnostic,
  folder: vscode.WorkspaceFolder,
): readonly Diagnostic[] {
  const likeness = likenessOf(problem);
  return vscode.languages.getDiagnostics().flatMap(([uri, problems]) => {
    const path = relativePath(folder, uri);
    if (path === undefined) return [];
    return problems
      .filter((each) => isProblem(each) && each.source === problem.source && likenessOf(each) === likeness)
      .map((each) => toDiagnostic(path, each, folder));
  });
}
