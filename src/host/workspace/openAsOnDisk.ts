import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';

const longestWaitMs = 3_000;

export interface OpenedFile {
  readonly document: vscode.TextDocument;
  /** The unsaved text where there is some. Else what is on the disk, whose line ends the editor may have made alike. */
  readonly text: string;
}

/**
 * A file's document. Without unsaved text it is the disk's: after a change from outside it takes the editor a moment
 * to read the file again, and an edit in between would be made to a text that is gone. `unread`: the editor does not
 * read it again in time. `damaged`: the editor reads it in an encoding that is not the file's, so that saving would
 * change bytes that no one meant.
 */
export async function openAsOnDisk(uri: vscode.Uri): Promise<OpenedFile | 'unread' | 'damaged'> {
  const late = AbortSignal.timeout(longestWaitMs);
  for (;;) {
    const change = nextChange(uri, late);
    const document = await vscode.workspace.openTextDocument(uri);
    const disk = document.isDirty ? undefined : await readAs(document);
    if (document.isDirty || (disk && alike(disk.text) === alike(document.getText()))) {
      change.dispose();
      if (disk && !disk.isWhole) return 'damaged';
      return { document, text: disk?.text ?? document.getText() };
    }
    await change.happened;
    if (late.aborted) return 'unread';
  }
}

/** A document's file in the document's encoding, and whether that encoding gives the same bytes again. */
async function readAs({ uri, encoding }: vscode.TextDocument) {
  const bytes = await readFile(uri.fsPath).catch(() => undefined);
  if (!bytes) return undefined;
  const text = await vscode.workspace.decode(bytes, { encoding });
  const again = await vscode.workspace.encode(text, { encoding });
  return { text, isWhole: bytes.equals(again) };
}

function alike(text: string): string {
  return text.replace(/\r\n?/g, '\n');
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
