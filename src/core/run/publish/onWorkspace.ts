import { contentOf, type Workspace } from '../../context/workspace.ts';
import { mergeFile } from '../../edit/merge/mergeFile.ts';
import { acceptHunks } from '../../edit/proposal/accept.ts';
import type { ProposedFile } from '../../edit/proposal/proposal.ts';
import type { Part } from './proposalParts.ts';
import { proposedFiles } from './proposedFiles.ts';

/** The files that tasks of other parts change too. */
export function pathsOfOthers(part: Part, parts: readonly Part[]): ReadonlySet<string> {
  const own = new Set(part.map(({ task }) => task.id));
  const others = parts.flat().filter(({ task }) => !own.has(task.id));
  return new Set(others.flatMap(({ changes }) => changes.map(({ path }) => path)));
}

/**
 * The files as changes of what the workspace holds now, where that leaves no doubt; without those that hold by now what
 * is proposed, since another run, or the user, has done the same. Of `shared` files all parts must have one base to be
 * put together, so they keep the one that they were worked on.
 */
export async function onWorkspace(
  workspace: Workspace,
  files: readonly ProposedFile[],
  shared: ReadonlySet<string>,
): Promise<readonly ProposedFile[]> {
  const found = await Promise.all(
    files.map(async (file): Promise<readonly ProposedFile[]> => {
      const { path, base, content } = file;
      const now = await workspace.read(path);
      if ((now.type !== 'text' && now.type !== 'missing') || contentOf(now) === base) return [file];
      if (contentOf(now) === content) return [];
      const merged = shared.has(path) ? undefined : mergeFile(base, contentOf(now), content);
      if (merged?.type !== 'clean') return [file];
      return proposedFiles([{ path, base: contentOf(now), content: merged.content }]);
    }),
  );
  return found.flat();
}

/** Those of the files that could not be accepted as the workspace is now: it has none of the lines that they change. */
export async function withoutPlace(
  workspace: Workspace,
  files: readonly ProposedFile[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    files.map(async (file): Promise<readonly string[]> => {
      const now = await workspace.read(file.path);
      if (now.type !== 'text' && now.type !== 'missing') return [];
      const all = file.hunks.map(({ index }) => index);
      return acceptHunks(file, contentOf(now), all).type === 'stale' ? [file.path] : [];
    }),
  );
  return found.flat();
}
