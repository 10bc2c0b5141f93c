import { diffArrays } from 'diff';
import { tokensOf } from './tokens.ts';

/** Code that is taken out of a line, by the numbers of its tokens without blanks, and the text that takes its place. */
export interface LineEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly beside: 'before' | 'after';
}

/** What makes one line of another; blanks that only come or go beside it are left as they are. */
export function lineEdit(line: string, other: string): readonly LineEdit[] {
  const tokens = tokensOf(line);
  const parts = diffArrays(
    tokens.map(({ text }) => text),
    tokensOf(other).map(({ text }) => text),
  );
  const edits: { from: number; to: number; text: string; beside: 'before' | 'after'; kept: string }[] = [];
  let at = 0;
  let solid = 0;
  /** The blanks since the last change, while there is nothing else. */
  let blanks: string | undefined;
  for (const { value, added, removed } of parts) {
    const kept = added ? [] : tokens.slice(at, at + value.length);
    const count = kept.filter(({ kind }) => kind !== 'blank').length;
    if (added || removed) {
      const isAfterBlank = at === 0 || tokens[at - 1]?.kind === 'blank';
      const last = blanks === undefined ? undefined : edits.at(-1);
      const edit = last ?? {
        from: solid,
        to: solid,
        text: '',
        beside: isAfterBlank ? 'after' : 'before',
        kept: '',
      };
      edit.to += count;
      // Blanks between two changes stay behind the first: the text may not bring them once more.
      if (added) {
        edit.text += `${blanks ?? ''}${value.join('')}`;
        edit.kept += blanks ?? '';
      }
      if (!last) edits.push(edit);
      blanks = added || blanks === undefined ? '' : blanks;
    } else if (count > 0) blanks = undefined;
    else if (blanks !== undefined) blanks += value.join('');
    if (!added) at += value.length;
    solid += count;
  }
  return edits
    .map(({ kept, ...edit }) => {
      const isTwice = kept !== '' && edit.from === edit.to && edit.text.endsWith(kept);
      return isTwice ? { ...edit, text: edit.text.slice(0, -kept.length) } : edit;
    })
    .filter(({ from, to, text }) => to > from || text.trim() !== '');
}
