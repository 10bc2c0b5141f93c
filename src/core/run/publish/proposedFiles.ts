import { hunksOf } from '../../edit/proposal/hunks.ts';
import type { ProposedFile } from '../../edit/proposal/proposal.ts';
import type { FileChange } from '../state/runEvent.ts';

/** What changes come to in all: each file's first base and last content, with its hunks. */
export function proposedFiles(changes: readonly FileChange[]): readonly ProposedFile[] {
  const net = new Map<string, { base: string | null; content: string | null }>();
  for (const change of changes) {
    const first = net.get(change.path);
    net.set(change.path, { base: first ? first.base : change.base, content: change.content });
  }
  return [...net]
    .filter(([, { base, content }]) => base !== content)
    .map(([path, { base, content }]) => {
      const hunks = hunksOf(base, content);
      return { path, base, content, hunks, decisions: hunks.map(() => 'open' as const) };
    });
}
