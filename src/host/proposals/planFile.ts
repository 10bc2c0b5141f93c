import * as vscode from 'vscode';
import { textChange } from '../../base/textChange.ts';
import { whyUnreadable } from '../../core/context/workspace.ts';
import { acceptHunks } from '../../core/edit/proposal/accept.ts';
import type { ProposedFile } from '../../core/edit/proposal/proposal.ts';
import { settingIds } from '../../core/settings/settingIds.ts';
import { openAsOnDisk } from '../workspace/openAsOnDisk.ts';
import { openDocument, readText } from '../workspace/vscodeWorkspace.ts';
import type { HunkPlaces } from './hunkPicks.ts';

/** Hunks to accept, with the file of the proposal that they belong to. */
export interface PickedFile {
  readonly pick: HunkPlaces;
  readonly file: ProposedFile;
}

export interface PlannedPick {
  readonly pick: HunkPlaces;
  readonly accepted: readonly number[];
  readonly stale: readonly number[];
  /** Why hunks are stale; empty where none is. */
  readonly reason: string;
}

/** What accepting hunks of one file comes to, with its current text. */
export interface FilePlan {
  readonly picks: readonly PlannedPick[];
  /** The file to save afterwards: one that had nothing unsaved. */
  readonly toSave?: vscode.Uri;
  /** The editor's text before and after, where an editor's undo can take the change back. */
  readonly texts?: { readonly uri: vscode.Uri; readonly before: string; readonly after: string };
  /** Whether the file is to become another; all that was picked may be stale. */
  readonly changes: boolean;
  addTo(edit: vscode.WorkspaceEdit): void;
  /** Writes what an edit of the document can't say. */
  readonly write?: () => Promise<void>;
  /** Whether the file still is what the plan was made for. */
  isCurrent(): boolean;
}

/**
 * Works out how picked hunks go into a file as it is now, its unsaved text included. Where several proposals change
 * the same file, each builds on the one before. `unread`: the file changed on the disk and the editor has not read it
 * again.
 */
export async function planFile(
  folder: vscode.WorkspaceFolder,
  path: string,
  picked: readonly PickedFile[],
): Promise<FilePlan | 'unread'> {
  const uri = vscode.Uri.joinPath(folder.uri, path);
  const read = await readText(folder, path);
  switch (read.type) {
    case 'binary':
      // The editor may know its encoding.
      return planOpened(uri, path, picked).catch(() => allStale(picked, `${path} is not text any more.`));
    case 'missing':
      return planChange(uri, picked, null, undefined);
    case 'text':
      return planOpened(uri, path, picked);
    default:
      return allStale(picked, `${path} can't be changed: ${whyUnreadable(read)}.`);
  }
}

async function planOpened(
  uri: vscode.Uri,
  path: string,
  picked: readonly PickedFile[],
): Promise<FilePlan | 'unread'> {
  const opened = await openAsOnDisk(uri);
  if (opened === 'unread') return opened;
  if (opened === 'damaged')
    return allStale(picked, `${path} is open in another encoding than its own; saving it would damage it.`);
  return planChange(uri, picked, opened.text, opened.document);
}

function planChange(
  uri: vscode.Uri,
  picked: readonly PickedFile[],
  current: string | null,
  document: vscode.TextDocument | undefined,
): FilePlan {
  let content = current;
  const picks = picked.map(({ pick, file }) => {
    const result = acceptOneByOne(pick, file, content);
    content = result.content;
    return result.planned;
  });
  const wanted = content;
  const version = document?.version;
  const changes = wanted !== current;
  const isCurrent = () => openDocument(uri)?.version === version;
  if (document && current !== null && wanted !== null && changes && mustBypass(document, current)) {
    const texts = { uri, before: document.getText(), after: endingAs(document, wanted) };
    const write = async () =>
      vscode.workspace.fs.writeFile(
        uri,
        await vscode.workspace.encode(wanted, { encoding: document.encoding }),
      );
    return { picks, changes, texts, addTo: () => undefined, write, isCurrent };
  }
  return {
    picks,
    changes,
    ...(document && !document.isDirty && changes && wanted !== null && { toSave: uri }),
    ...(current !== null && wanted !== null && changes && { texts: { uri, before: current, after: wanted } }),
    addTo(edit) {
      if (changes) addChange(edit, uri, current, wanted, document);
    },
    isCurrent,
  };
}

/**
 * Whether a file has to be written past its document, so that it keeps line ends of several kinds: a document has one
 * kind and saves all lines with it. Where nothing is to be saved the editor has its way, as with what the user types.
 */
function mustBypass(document: vscode.TextDocument, current: string): boolean {
  return !document.isDirty && document.getText() !== current && savesAfterAccept();
}

function endingAs(document: vscode.TextDocument, text: string): string {
  return text.replace(/\r\n?|\n/g, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
}

/** Whether the user wants a file saved once a hunk of it is accepted. */
export function savesAfterAccept(): boolean {
  return vscode.workspace.getConfiguration().get(settingIds.saveAfterAccept, true);
}

/** Takes the hunks that have a place: one that has lost its own does not hold up the others. */
function acceptOneByOne(
  pick: HunkPlaces,
  file: ProposedFile,
  current: string | null,
): { readonly planned: PlannedPick; readonly content: string | null } {
  const whole = acceptHunks(file, current, pick.hunks);
  if (whole.type === 'content') {
    return { planned: { pick, accepted: pick.hunks, stale: [], reason: '' }, content: whole.content };
  }
  const accepted: number[] = [];
  const stale: number[] = [];
  const reasons = new Set<string>();
  let content = current;
  for (const index of pick.hunks) {
    const result = acceptHunks(file, current, [...accepted, index]);
    if (result.type === 'content') {
      accepted.push(index);
      content = result.content;
    } else {
      stale.push(index);
      reasons.add(result.reason);
    }
  }
  return { planned: { pick, accepted, stale, reason: [...reasons].join(' ') }, content };
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

function allStale(picked: readonly PickedFile[], reason: string): FilePlan {
  return {
    picks: picked.map(({ pick }) => ({ pick, accepted: [], stale: pick.hunks, reason })),
    changes: false,
    addTo: () => undefined,
    isCurrent: () => true,
  };
}
