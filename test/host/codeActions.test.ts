import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { sampleUri, tiercel } from './support/sample.ts';

const title = 'Tiercel: Fix this problem';

describe('the light bulb', () => {
  const uri = sampleUri('src/money.ts');
  const problems = vscode.languages.createDiagnosticCollection('light-bulb-test');
  const range = new vscode.Range(0, 0, 0, 5);

  before(async () => {
    await tiercel();
    await vscode.workspace.openTextDocument(uri);
  });
  after(() => problems.dispose());

  async function offered(severity: vscode.DiagnosticSeverity, kind?: string): Promise<vscode.CodeAction[]> {
    problems.set(uri, [new vscode.Diagnostic(range, 'this is a problem', severity)]);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      kind,
    );
    return actions.filter((action) => action.title === title);
  }

  const check = async (severity: vscode.DiagnosticSeverity, kind: string | undefined, count: number) =>
    assert.equal((await offered(severity, kind)).length, count);

  it('offers a fix for an error', () => check(vscode.DiagnosticSeverity.Error, undefined, 1));
  it('offers a fix for a warning', () => check(vscode.DiagnosticSeverity.Warning, undefined, 1));
  it('offers none for information', () => check(vscode.DiagnosticSeverity.Information, undefined, 0));
  it('offers none for a hint', () => check(vscode.DiagnosticSeverity.Hint, undefined, 0));
  it('offers it among quick fixes', () => check(vscode.DiagnosticSeverity.Error, 'quickfix', 1));
  it('offers it by its own kind', () => check(vscode.DiagnosticSeverity.Error, 'quickfix.tiercel', 1));
  it('offers none among refactorings', () => check(vscode.DiagnosticSeverity.Error, 'refactor', 0));

  it('says which problem it is for, and is never the preferred one', async () => {
    const [action] = await offered(vscode.DiagnosticSeverity.Error);
    assert.equal(action?.kind?.value, 'quickfix.tiercel');
    const [file, problem] = action?.command?.arguments ?? [];
    assert.equal(String(file), String(uri));
    assert.equal(problem?.message, 'this is a problem');
    assert.notEqual(action?.isPreferred, true);
    assert.equal(action?.edit, undefined);
  });
});
