// Runs in the extension host as tests do: has Tiercel activated as it is for a user, by a file of some language, and
// prints what VS Code itself says of it (Developer: Startup Performance, "Extension Activation Stats", milliseconds).
const path = require('node:path');
const vscode = require('vscode');

const ids = { ours: 'tiercel.tiercel', reference: 'vscode.typescript-language-features' };

exports.run = async () => {
  const [folder] = vscode.workspace.workspaceFolders;
  await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder.uri.fsPath, 'src/orderCsv.ts')));
  await until(() => Object.values(ids).every((id) => vscode.extensions.getExtension(id)?.isActive));
  await vscode.commands.executeCommand('perfview.show');
  const text = await until(() => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
    return Object.values(ids).every((id) => statsOf(document?.getText() ?? '', id)) && document.getText();
  });
  console.log(`ACTIVATION ${JSON.stringify({ ours: statsOf(text, ids.ours), reference: statsOf(text, ids.reference) })}`);
};

/** The columns are: startup, loading its code, the call of activate, and what that waits for. */
function statsOf(text, id) {
  const [, row] = new RegExp(`^\\| ${id.replace('.', '\\.')} +\\|([^\\n]*)$`, 'm').exec(text) ?? [];
  const [, load, call, finish] = row?.split('|').map((cell) => Number(cell.trim())) ?? [];
  return row && { load, call, finish };
}

/** VS Code tells nobody when the page is written. */
async function until(look) {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
