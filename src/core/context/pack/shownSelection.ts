import type { ReadFile } from '../../edit/overlay.ts';
import { isWithheldFile, withheldMark, withholdSecrets } from '../withhold/withhold.ts';
import type { EditorState } from '../workspace.ts';
import { showFile } from './shownFile.ts';

export interface ShownSelection {
  readonly path: string;
  /** Lines from 1, both included. */
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

/**
 * What the user has selected, as a model may see it; undefined where that is nothing. The middle of a private key looks
 * like any text, so that the whole file is asked which of its lines are secret.
 */
export async function shownSelection(
  { active }: EditorState,
  read: ReadFile,
): Promise<ShownSelection | undefined> {
  if (!active || active.selectedText.trim() === '' || isWithheldFile(active.path)) return undefined;
  const { path, selection, selectedText } = active;
  const file = await showFile(path, read);
  const shown = file.type === 'text' ? file.lines.slice(selection.start.line, selection.end.line + 1) : [];
  const selected = withholdSecrets(selectedText, { path }).split(/\r\n|\n|\r/);
  const lines = selected.map((line, at) => {
    const inFile = shown[at];
    return inFile?.includes(withheldMark) && !inFile.includes(line) ? inFile : line;
  });
  return {
    path,
    first: selection.start.line + 1,
    last: selection.end.line + 1,
    text: lines.join('\n'),
  };
}
