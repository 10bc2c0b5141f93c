import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { FileFinder, IndexedWorkspace } from '../../core/context/findFiles.ts';
import { folderNameOf } from '../../node/files/folderName.ts';
import { ThreadedIndex } from '../../node/textIndex/threadedIndex.ts';
import { readEditorState } from './editorState.ts';
import { textsOf, unsavedTexts } from './unsavedTexts.ts';
import { createVscodeWorkspace, excludeSettings } from './vscodeWorkspace.ts';
import { relativePath } from './workspaceFolder.ts';

export interface IndexedWorkspacesOptions {
  /** The bundle that an index runs as a thread. */
  readonly program: string;
  /** Where indexes are kept between sessions. */
  readonly storage: string;
  readonly log: (line: string) => void;
}

const idleMs = 600_000;
/** More changes than this are quicker found by a look at all files. */
const mostChanged = 500;

/** Workspace folders whose files can be found by what they are about: an index for each, made on first use. */
export class IndexedWorkspaces implements Disposable {
  readonly #options: IndexedWorkspacesOptions;
  readonly #finders = new Map<string, FileFinder & Disposable>();

  constructor(options: IndexedWorkspacesOptions) {
    this.#options = options;
  }

  workspaceOf(folder: vscode.WorkspaceFolder): IndexedWorkspace {
    const finder = this.#finderOf(folder);
    return {
      ...createVscodeWorkspace(folder),
      find: (query, limit, signal) => finder.find(query, limit, signal),
    };
  }

  dispose(): void {
    for (const finder of this.#finders.values()) finder.dispose();
    this.#finders.clear();
  }

  #finderOf(folder: vscode.WorkspaceFolder): FileFinder {
    const key = folder.uri.toString();
    const known = this.#finders.get(key);
    if (known) return known;
    const { program, storage, log } = this.#options;
    const finder = createFolderFinder(folder, {
      program,
      file: path.join(storage, `${folderNameOf(key)}.index`),
      log,
    });
    this.#finders.set(key, finder);
    return finder;
  }
}

function createFolderFinder(
  folder: vscode.WorkspaceFolder,
  options: { readonly program: string; readonly file: string; readonly log: (line: string) => void },
): FileFinder & Disposable {
  const index = new ThreadedIndex({ ...options, root: folder.uri.fsPath, idleMs });
  const changes = new FolderChanges(folder);
  return {
    async find(query, limit, signal) {
      const changed = index.isRunning ? changes.take() : undefined;
      const context = {
        unsaved: textsOf(unsavedTexts(folder)),
        open: readEditorState(folder).open,
        hidden: JSON.parse(JSON.stringify(excludeSettings(folder))) as unknown[],
        ...(changed && { changed }),
      };
      return index.find(query, limit, context, signal);
    },
    dispose() {
      changes.dispose();
      index.dispose();
    },
  };
}

/** Which files of a folder changed, as the editor's watcher tells. */
class FolderChanges implements Disposable {
  readonly #watcher: vscode.FileSystemWatcher;
  readonly #changed = new Set<string>();
  #isTooMany = false;

  constructor(folder: vscode.WorkspaceFolder) {
    this.#watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*'));
    const note = (uri: vscode.Uri): void => {
      const file = relativePath(folder, uri);
      // What git writes into its own folder changes no text.
      if (file === undefined || file.startsWith('.git/')) return;
      if (this.#changed.size < mostChanged) this.#changed.add(file);
      else this.#isTooMany = true;
    };
    this.#watcher.onDidCreate(note);
    this.#watcher.onDidChange(note);
    this.#watcher.onDidDelete(note);
  }

  /** The files that changed since it was asked last; undefined when they are too many to name. */
  take(): readonly string[] | undefined {
    const changed = this.#isTooMany ? undefined : [...this.#changed];
    this.#changed.clear();
    this.#isTooMany = false;
    return changed;
  }

  dispose(): void {
    this.#watcher.dispose();
  }
}
