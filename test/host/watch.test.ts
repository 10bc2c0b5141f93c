import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { settingIds } from '../../src/core/settings/settingIds.ts';
import { untilGroup } from './support/groups.ts';
import { keepFiles, sampleUri, tiercel } from './support/sample.ts';
import { until, untilDiagnostics } from './support/until.ts';

const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;

describe('watching what is saved', () => {
  const file = 'src/render.ts';
  let restore: () => Promise<void>;
  const set = (value: boolean | undefined) =>
    vscode.workspace
      .getConfiguration()
      .update(settingIds.watchEnabled, value, vscode.ConfigurationTarget.Global);

  beforeEach(async () => {
    restore = await keepFiles([file]);
  });
  afterEach(async () => {
    await set(undefined);
    await restore();
  });

  it('has the fix of an error ready, checked, when the light bulb is opened', async () => {
    const { watch, runs, groups } = await tiercel();
    await set(true);
    const uri = sampleUri(file);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(document.lineCount, 0), '\n');
    await vscode.workspace.applyEdit(edit);
    await untilDiagnostics(uri, (all) => all.some(isError));
    await document.save();
    const ready = await until(watch.onReady, () =>
      vscode.languages.getDiagnostics(uri).find((problem) => watch.readyFor(document, problem)),
    );
    const labelled = await untilGroup(groups, ({ group }) =>
      group.diagnostics.some(({ path, message }) => path === file && message === ready.message),
    );
    assert.notEqual(labelled.group.category, undefined, 'its kind was labelled before anybody asked');
    const before = runs.entries().length;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      ready.range,
      'quickfix.tiercel',
    );
    const [action] = actions;
    assert.match(action?.title ?? '', /^Tiercel: Add import from ".\/money.js" \(checked, no model\)$/);
    assert.ok(action?.edit, 'nothing has to be worked out');
    await vscode.workspace.applyEdit(action.edit);
    assert.match(document.getText(), /import \{ formatMoney \} from '.\/money.js';/);
    assert.equal(watch.readyFor(document, ready), undefined, 'what was checked is not what it holds now');
    assert.equal(runs.entries().length, before, 'it is in no list of runs');
  });
});
