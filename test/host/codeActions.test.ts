import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseMentions } from '../../src/core/context/pack/mentions.ts';
import { describeProblem } from '../../src/host/problems/describeProblem.ts';
import { sampleUri, tiercel } from './support/sample.ts';

const fix = /^Tiercel: Fix this problem \((?:nano|mini), ≤ \$0\.\d+\)$/;
const fixAll = /^Tiercel: Fix all 2 like this \((?:nano|mini), ≤ \$0\.\d+\)$/;
const explain = /^Tiercel: Explain this problem \(mini, ≤ \$0\.\d+\)$/;

describe('the light bulb', () => {
  const uri = sampleUri('src/money.ts');
  const problems = vscode.languages.createDiagnosticCollection('light-bulb-test');
  const range = new vscode.Range(0, 0, 0, 5);
  const cursor = new vscode.Range(0, 2, 0, 2);

  before(async () => {
    await tiercel();
    await vscode.workspace.openTextDocument(uri);
  });
  after(() => problems.dispose());

  async function offered(
    severity: vscode.DiagnosticSeverity,
    { kind, count = 1 }: { readonly kind?: string; readonly count?: number } = {},
  ): Promise<vscode.CodeAction[]> {
    const places = [range, new vscode.Range(4, 0, 4, 5)].slice(0, count);
    problems.set(
      uri,
      places.map((place) => new vscode.Diagnostic(place, 'this is a problem', severity)),
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      cursor,
      kind,
    );
    return actions.filter(({ title }) => title.startsWith('Tiercel: '));
  }

  const check = async (
    severity: vscode.DiagnosticSeverity,
    expected: readonly RegExp[],
    options?: Parameters<typeof offered>[1],
  ) => {
    const titles = (await offered(severity, options)).map(({ title }) => title);
    assert.equal(titles.length, expected.length, titles.join());
    for (const [at, title] of titles.entries()) assert.match(title, expected[at] ?? /never/);
  };
  const { Error: error, Warning: warning, Information, Hint } = vscode.DiagnosticSeverity;

  it('offers to fix and to explain an error, each with its tier and its worst case', () =>
    check(error, [fix, explain]));
  it('offers the same for a warning', () => check(warning, [fix, explain]));
  it('offers nothing for information', () => check(Information, []));
  it('offers nothing for a hint', () => check(Hint, []));
  it('offers to fix all that are alike', () => check(error, [fix, fixAll, explain], { count: 2 }));
  it('offers them among quick fixes', () => check(error, [fix, explain], { kind: 'quickfix' }));
  it('offers them by their own kind', () => check(error, [fix, explain], { kind: 'quickfix.tiercel' }));
  it('offers none of them among refactorings', () => check(error, [], { kind: 'refactor' }));

  it('is never the preferred one, and works nothing out before it is chosen', async () => {
    const { runs } = await tiercel();
    const before = runs.entries().length;
    const [action] = await offered(error);
    assert.equal(action?.kind?.value, 'quickfix.tiercel');
    assert.notEqual(action?.isPreferred, true);
    assert.equal(action?.edit, undefined);
    assert.equal(runs.entries().length, before);
  });

  it('offers rewrites on a selection, and none without one', async () => {
    problems.clear();
    const titles = async (selection: vscode.Range) =>
      (
        await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri,
          selection,
          'refactor.rewrite.tiercel',
        )
      ).map(({ title }) => title.replace(/≤ \$0\.\d+/, 'most'));
    assert.deepEqual(await titles(new vscode.Range(0, 0, 3, 0)), [
      'Tiercel: Write doc comments (nano, most)',
      'Tiercel: Rename with meaning (mini, most)',
      'Tiercel: Extract (mini, most)',
      'Tiercel: Add tests (mini, most)',
      'Tiercel: Simplify (mini, most)',
      'Tiercel: Edit with an instruction… (mini, most)',
    ]);
    assert.deepEqual(await titles(new vscode.Range(0, 0, 0, 0)), []);
  });

  it('asks about a problem with its file named so that it is found', () => {
    const path = 'src/größe 2.ts';
    const { text } = describeProblem(path, new vscode.Diagnostic(range, 'this is a problem'));
    assert.deepEqual(parseMentions(text), [{ type: 'path', path }]);
  });
});
