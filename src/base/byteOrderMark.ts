/** Stands before the text in some files. It is part of the file, and no character of its first line. */
export const byteOrderMark = '\uFEFF';

/** A text as editors and servers have it, who count places from behind the mark. */
export function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text;
}
