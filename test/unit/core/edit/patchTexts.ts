/** A V4A patch that updates one file, by the lines of its section. */
export const updating = (body: string, path = 'a.ts'): string =>
  `*** Begin Patch\n*** Update File: ${path}\n${body}\n*** End Patch\n`;

export const searching = (old: string, next: string): string =>
  `<<<<<<< SEARCH\n${old}\n=======\n${next}${next === '' ? '' : '\n'}>>>>>>> REPLACE\n`;

export const replacing = (text: string, path = 'a.ts'): string => `${path}\n\`\`\`\n${text}\`\`\`\n`;
