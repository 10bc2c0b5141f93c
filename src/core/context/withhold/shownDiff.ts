import type { ChangedFile } from '../../edit/fileChanges.ts';
import { formatDiffs } from '../../edit/proposal/formatDiff.ts';
import { isWithheldFile, withholdSecrets } from './withhold.ts';

/**
 * Changes as a unified diff that a model may see; empty where it may see none of them. Secrets are looked for in whole
 * texts: in a diff's few lines the middle of a key can't be told.
 */
export function shownDiff(changes: readonly ChangedFile[]): string {
  const shown = changes.filter(({ path }) => !isWithheldFile(path));
  return formatDiffs(
    shown.map(({ path, base, content }) => {
      const without = (text: string | null) => (text === null ? null : withholdSecrets(text, { path }));
      return { path, base: without(base), content: without(content) };
    }),
  );
}
