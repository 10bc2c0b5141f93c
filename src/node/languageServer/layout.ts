/** How TypeScript's servers are told to lay out what they write; where a setting is absent they have their own. */
export interface Layout {
  readonly convertTabsToSpaces?: boolean;
  readonly indentSize?: number;
  readonly tabSize?: number;
}

/** Deeper steps than this come of text that is set under what stands above it. */
const mostSpaces = 8;

/**
 * The layout of a text as its own lines show it: what most steps to the right are made of. Without it the servers
 * write four blanks a step, and lay out anew what they move.
 */
export function layoutOf(text: string): Layout {
  const counts = new Map<string, number>();
  let above = '';
  for (const [, indent = ''] of text.matchAll(/^([ \t]*)[^\s*]/gm)) {
    const step = indent.startsWith(above) ? indent.slice(above.length) : '';
    if (/^(?:\t| {2,})$/.test(step) && step.length <= mostSpaces)
      counts.set(step, (counts.get(step) ?? 0) + 1);
    above = indent;
  }
  const [usual] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  if (usual === undefined) return {};
  if (usual === '\t') return { convertTabsToSpaces: false, indentSize: 4, tabSize: 4 };
  return { convertTabsToSpaces: true, indentSize: usual.length, tabSize: usual.length };
}
