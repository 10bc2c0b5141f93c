import { createSlices, inSlices } from '../../base/slices.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';

export interface CollectedProblems<Folder> {
  readonly problems: ReadonlyMap<Folder, readonly Diagnostic[]>;
  /** Equal for the same problems. */
  readonly text: string;
}

/** How what is told of a file becomes the problems of a folder. */
export interface ReadProblems<Folder, File, Told> {
  /** Undefined where the file lies elsewhere. */
  readonly pathIn: (folder: Folder, file: File) => string | undefined;
  /** Undefined for what is no problem. */
  readonly read: (path: string, told: Told, folder: Folder) => Diagnostic | undefined;
  readonly signal: AbortSignal;
}

/** The problems of each folder, read in slices: there may be tens of thousands, and thousands in one file. */
export async function collectProblems<Folder, File, Told>(
  folders: readonly Folder[],
  told: readonly (readonly [file: File, told: readonly Told[]])[],
  { pathIn, read, signal }: ReadProblems<Folder, File, Told>,
): Promise<CollectedProblems<Folder>> {
  const slices = createSlices({ signal });
  const problems = new Map<Folder, readonly Diagnostic[]>();
  const texts: string[] = [];
  for (const folder of folders) {
    const own: Diagnostic[] = [];
    for (const [file, ofFile] of told) {
      const path = pathIn(folder, file);
      if (path === undefined) continue;
      const look = (each: Told) => {
        const found = read(path, each, folder);
        if (!found) return;
        own.push(found);
        texts.push(JSON.stringify(found));
      };
      await inSlices(ofFile, look, slices);
    }
    problems.set(folder, own);
  }
  return { problems, text: texts.join('\n') };
}
