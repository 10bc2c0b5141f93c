import * as vscode from 'vscode';
import { acceptHunks } from '../../core/edit/accept.ts';
import type { ProposedFile } from '../../core/edit/proposal.ts';
import { openDocument, readText } from '../workspace/vscodeWorkspace.ts';
import { textChange } from './textChange.ts';

/** What accepting hunks of one file comes to, with its current text. */
export interface FilePlan {
  readonly accepted: readonly number[];
  readonly stale: readonly number[];
  /** Why hunks are stale; empty where none is. */
  readonly staleReason: string;
  /** The file to save afterwards: one that had nothing unsaved. */
  readonly toSave?: vscode.Uri;
  addTo(edit: vscode.WorkspaceEdit): void;
  /** Whether the file still is what the plan was made for. */
  isCurrent(): boolean;
}

/** Works out how picked hunks go into a file as it is now, its unsaved text included. */
export async function planFile(
  folder: vscode.WorkspaceFolder,
  file: ProposedFile,
  picked: readonly number[],
): Promise<FilePlan> {
  const uri = vscode.Uri.joinPath(folder.uri, file.path);
  const read = await readText(folder, file.path);
  if (read.type !== 'text' && read.type !== 'missing') {
    const reasons = {
      outside: `${file.path} leads outside of the workspace.`,
      binary: `${file.path} is not text any more.`,
      tooLarge: `${file.path} has become too large.`,
    };
    return allStale(picked, reasons[read.type]);
  }
  if (read.type === 'missing') return planChange(uri, file, picked, null, undefined);
  // The editor's own text counts: it may differ from the disk in its line endings, and edits are placed in it.
  const document = await vscode.workspace.openTextDocument(uri);
  return planChange(uri, file, picked, document.getText(), document);
}

function planChange(
  uri: vscode.Uri,
  file: ProposedFile,
  picked: readonly number[],
  current: string | null,
  document: vscode.TextDocument | undefined,
): FilePlan {
  const { accepted, stale, reasons, content } = acceptOneByOne(file, current, picked);
  const version = document?.version;
  const changes = accepted.length > 0 && content !== current;
  return {
    accepted,
    stale,
    staleReason: [...new Set(reasons)].join(' '),
    ...(changes && document && !document.isDirty && content !== null && { toSave: uri }),
    addTo(edit) {
      if (changes) addChange(edit, uri, current, content, document);
    },
    isCurrent: () => openDocument(uri)?.version === version,
  };
}

/** Takes the hunks that have a place: one that has lost its own does not hold up the others. */
function acceptOneByOne(file: ProposedFile, current: string | null, picked: readonly number[]) {
  const whole = acceptHunks(file, current, picked);
  if (whole.type === 'content') return { accepted: picked, stale: [], reasons: [], content: whole.content };
  const accepted: number[] = [];
  const stale: number[] = [];
  const reasons: string[] = [];
  let content = current;
  for (const index of picked) {
    const result = acceptHunks(file, current, [...accepted, index]);
    if (result.type === 'content') {
      accepted.push(index);
      content = result.content;
    } else {
      stale.push(index);
      reasons.push(result.reason);
    }
  }
  return { accepted, stale, reasons, content };
}

function addChange(
  edit: vscode.WorkspaceEdit,
  uri: vscode.Uri,
  current: string | null,
  content: string | null,
  document: vscode.TextDocument | undefined,
): void {
  if (content === null) edit.deleteFile(uri);
  else if (current === null || !document) {
    edit.createFile(uri, { contents: new TextEncoder().encode(content) });
  } else {
    const { start, end, newText } = textChange(current, content);
    edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), newText);
  }
}

function allStale(picked: readonly number[], staleReason: string): FilePlan {
  return {
    accepted: [],
    stale: picked,
    staleReason,
    addTo: () => undefined,
    isCurrent: () => true,
  };
}
