import { withoutMark } from '../../base/byteOrderMark.ts';
import type { Workspace } from '../../core/context/workspace.ts';
import type { FileChanges } from '../../core/edit/fileChanges.ts';

/** What of a workspace language servers are told. */
export type ServedWorkspace = Pick<Workspace, 'read' | 'list' | 'editorState'>;

/**
 * A workspace as editors show it to language servers, without byte-order marks. Whether a server that is given one
 * counts it depends on the server, and on whether it has the text from the disk; so that places mean the same
 * everywhere, none is.
 */
export function servedWorkspace(workspace: ServedWorkspace): ServedWorkspace {
  return {
    read: async (path) => {
      const file = await workspace.read(path);
      return file.type === 'text' ? { type: 'text', text: withoutMark(file.text) } : file;
    },
    list: (signal, tell) => workspace.list(signal, tell),
    editorState: () => workspace.editorState(),
  };
}

/** Changes of files, as those of a served workspace. */
export function servedChanges(changes: FileChanges): FileChanges {
  return new Map(
    [...changes].map(([path, content]) => [path, content === null ? null : withoutMark(content)]),
  );
}
