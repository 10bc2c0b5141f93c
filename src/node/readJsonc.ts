/** JSON with comments and trailing commas; undefined for what is neither. */
export function readJsonc(text: string): unknown {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, kept?: string) => kept ?? ' ')
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[\]}])/g, (_, kept?: string) => kept ?? '');
  try {
    return JSON.parse(plain);
  } catch {
    return undefined;
  }
}
