/**
 * What to say on a Node that is too old for the language's and SQLite's parts that are used; undefined on one that
 * will do.
 */
export function tooOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return undefined;
  return `it needs Node 22.13 or later; this is Node ${version}.`;
}
