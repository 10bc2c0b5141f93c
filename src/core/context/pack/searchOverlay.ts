import type { Overlay } from '../../edit/overlay.ts';
import { isWithheldFile, withholdSecrets } from '../withhold/withhold.ts';
import type { SearchMatch, Workspace } from '../workspace.ts';
import { linesOf, showFile } from './shownFile.ts';

export interface OverlayQuery {
  readonly text: string;
  readonly isRegex: boolean;
  readonly limit: number;
  /**
   * Our own expression, known to run in linear time, so that it may also be run here over changed texts. An
   * expression that a model wrote is left to the workspace's search, which can't hold up this thread.
   */
  readonly ours?: boolean;
}

/** Searches the workspace as it would be with the overlay's changes. Secrets are withheld from what comes back. */
export async function searchOverlay(
  query: OverlayQuery,
  overlay: Overlay,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<readonly SearchMatch[]> {
  const changes = overlay.changes();
  const found = await workspace.search(query, signal);
  signal.throwIfAborted();
  const scans = !query.isRegex || query.ours === true;
  const matches: SearchMatch[] = [];
  for (const [path, text] of scans ? changes : []) {
    if (text !== null) matches.push(...matchesIn(path, text, query));
  }
  const files = new Map<string, readonly string[] | undefined>();
  for (const match of found) {
    if (scans && changes.has(match.path)) continue;
    if (!files.has(match.path)) {
      const file = await showFile(match.path, (path) => overlay.read(path));
      signal.throwIfAborted();
      files.set(match.path, file.type === 'text' ? file.lines : undefined);
    }
    const lines = files.get(match.path);
    const line = lines?.[match.line - 1];
    if (line === undefined) continue;
    // A line of a changed file counts only if it is still there.
    if (changes.has(match.path) && line.trim() !== match.text.trim()) continue;
    matches.push({ path: match.path, line: match.line, text: line });
  }
  return matches.slice(0, query.limit);
}

function matchesIn(path: string, text: string, query: OverlayQuery): SearchMatch[] {
  if (isWithheldFile(path)) return [];
  const expression = query.isRegex ? new RegExp(query.text) : undefined;
  const wanted = query.text.toLowerCase();
  const matches: SearchMatch[] = [];
  for (const [index, line] of linesOf(withholdSecrets(text, { path })).entries()) {
    if (expression ? expression.test(line) : line.toLowerCase().includes(wanted)) {
      matches.push({ path, line: index + 1, text: line });
    }
  }
  return matches;
}
