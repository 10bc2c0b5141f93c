/**
 * Whether the text of an ignore file may except something in a folder from what its other lines name. `way`: the names
 * that lead from the file's folder to that one.
 */
export function mayExceptIn(way: readonly string[], text: string): boolean {
  return text.split('\n').some((line) => line.startsWith('!') && mayNameIn(way, line.slice(1)));
}

/** In doubt it does, as what was meant to be kept back would be shown otherwise. */
function mayNameIn(way: readonly string[], pattern: string): boolean {
  const named = pattern.trimEnd().replace(/\/$/, '');
  // Such a pattern holds at any depth.
  if (!named.includes('/')) return true;
  const parts = named.replace(/^\//, '').split('/');
  for (const [k, name] of way.entries()) {
    const part = parts[k];
    // It ends with the folder, or above it.
    if (part === undefined) return false;
    if (part.includes('**')) return true;
    if (part !== name && !/[*?[\\]/.test(part)) return false;
  }
  return parts.length > way.length;
}
