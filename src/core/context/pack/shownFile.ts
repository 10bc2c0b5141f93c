import { withoutMark } from '../../../base/byteOrderMark.ts';
import type { ReadFile } from '../../edit/overlay.ts';
import { isWithheldFile, withholdSecrets } from '../withhold/withhold.ts';
import { whyUnreadable } from '../workspace.ts';

/** A file as a model may see it: secrets taken out, lines as they are. */
export type ShownFile =
  | { readonly type: 'text'; readonly text: string; readonly lines: readonly string[] }
  | { readonly type: 'missing' }
  | { readonly type: 'folder' }
  | { readonly type: 'hidden'; readonly reason: string };

/** Reads a file for showing. All text of files that goes to a model comes through here. */
export async function showFile(path: string, read: ReadFile): Promise<ShownFile> {
  if (isWithheldFile(path)) return { type: 'hidden', reason: 'it may hold secrets and is never shown' };
  const file = await read(path);
  switch (file.type) {
    case 'text': {
      const text = withholdSecrets(file.text, { path });
      return { type: 'text', text, lines: linesOf(text) };
    }
    case 'missing':
    case 'folder':
      return file;
    default:
      return { type: 'hidden', reason: whyUnreadable(file) };
  }
}

/** The lines of a text without their ends; a last line end opens no further line. */
export function linesOf(text: string): readonly string[] {
  const lines = withoutMark(text).split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
