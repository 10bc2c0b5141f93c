/**
 * A model's Markdown without its images: an address that is loaded by being shown tells whoever wrote it what the
 * model was talked into putting there. Code between fences stays as it is.
 */
export function withoutImages(markdown: string): string {
  return mapProse(markdown, (line) => line.replaceAll('![', '!\\['));
}

/** Markdown with the lines changed that stand outside its fences. */
export function mapProse(markdown: string, change: (line: string) => string): string {
  let fence: string | undefined;
  const lines = markdown.split(/\r\n?|\n/).map((line) => {
    const [, mark, rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && rest.trim() === '') fence = undefined;
      return line;
    }
    if (mark !== undefined && !rest.includes('`')) {
      fence = mark;
      return line;
    }
    return change(line);
  });
  return lines.join('\n');
}
