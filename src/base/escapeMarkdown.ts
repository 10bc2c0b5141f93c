/**
 * Text as Markdown that shows it as it is, in one paragraph for each of its lines. Blanks stay blanks, so that the text
 * breaks between its words.
 */
export function escapeMarkdown(text: string): string {
  return text
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n\n');
}
