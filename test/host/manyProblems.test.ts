import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { manyProblems } from '../bench/problems/manyProblems.ts';
import { sampleUri, tiercel } from './support/sample.ts';

describe('10,000 problems', () => {
  const collection = vscode.languages.createDiagnosticCollection('many');
  after(() => collection.dispose());

  it('are collected, grouped and told in the tree', async () => {
    const { groups, tree } = await tiercel();
    const { diagnostics } = manyProblems(10_000);
    const found = [...Map.groupBy(diagnostics, ({ path }) => path)].map(
      ([path, own]): [vscode.Uri, vscode.Diagnostic[]] => [
        sampleUri(`many/${path}`),
        own.map(({ range: { start, end }, message, code }) => {
          const range = new vscode.Range(start.line, start.character, end.line, end.character);
          const each = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
          if (code !== undefined) each.code = code;
          return each;
        }),
      ],
    );
    const changed = new Promise<void>((resolve) => {
      const subscription = groups.onChange(() => {
        subscription.dispose();
        resolve();
      });
    });
    collection.set(found);
    await changed;
    const rows = await tree.getChildren();
    const labels = new Set(rows.map((row) => tree.getTreeItem(row).label));
    // How long it takes to collect and group them, and what that blocks, is measured by the benchmark of problems.
    assert.ok(labels.size >= 60, `${labels.size} rows`);
  });
});
