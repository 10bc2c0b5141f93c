import * as vscode from 'vscode';
import { readDisk } from './vscodeWorkspace.ts';

const longestWaitMs = 3_000;

/**
 * A file's document. Without unsaved text it is the disk's: after a change from outside it takes the editor a moment
 * to read the file again, and an edit in between would be made to a text that is gone. Undefined when it does not
 * read it again in time.
 */
export async function openAsOnDisk(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const late = AbortSignal.timeout(longestWaitMs);
  for (;;) {
    const change = nextChange(uri, late);
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty || (await isAsOnDisk(document))) {
      change.dispose();
      return document;
    }
    await change.happened;
    if (late.aborted) return undefined;
  }
}

async function isAsOnDisk(document: vscode.TextDocument): Promise<boolean> {
  const read = await readDisk(document.uri.fsPath);
  const lines = (text: string) => text.replaceAll('\r\n', '\n');
  return read.type === 'text' && lines(read.text) === lines(document.getText());
}

function nextChange(uri: vscode.Uri, late: AbortSignal) {
  const { promise: happened, resolve } = Promise.withResolvers<void>();
  const listener = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document.uri.toString() === uri.toString()) end();
  });
  const end = () => {
    listener.dispose();
    late.removeEventListener('abort', end);
    resolve();
  };
  late.addEventListener('abort', end);
  return { happened, dispose: end };
}
