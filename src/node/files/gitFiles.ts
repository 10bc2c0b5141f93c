import { createSlices } from '../../base/slices.ts';
import { ignoreFileName } from '../../core/context/ignoreFiles.ts';
import { type GitOutput, runGitForBytes } from './runGit.ts';

/** What git knows of the files of one repository, below a folder of it. */
export interface GitFiles {
  readonly files: Set<string>;
  /** Those that differ from what is staged, or that git does not know. */
  readonly inWork: Set<string>;
  /** What tells the content of each file that is as it was staged. Others have to be looked at. */
  readonly contents: Map<string, number>;
  /** Folders that are repositories of their own: submodules, and clones that someone has put there. */
  readonly nested: string[];
  /** Those of the `unruled` folders of which something was left out. */
  readonly withheld: Set<string>;
}

/** Git that takes longer, as on a disk that does not answer, counts as none. */
const longestMs = 30_000;
const kinds = ['--cached', '--others', '--modified', '--deleted', '--exclude-standard'];

/** The files below a folder, as git prints them for `readGitFiles`; undefined where there is no git or it fails. */
export async function askGitForFiles(folder: string, signal: AbortSignal): Promise<GitOutput | undefined> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
    return await runGitForBytes(folder, ['ls-files', '-z', '-v', '--stage', ...kinds], limited);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const [tab, space, questionMark] = [9, 32, 63];
/** A folder of that name is one that can't be read. */
const ignoreFile = new RegExp(`(?:^|/)\\${ignoreFileName}(?:/|$)`);
/** As many digits of a hash as a number holds. */
const hashDigits = 13;

/**
 * Reads what git has printed: each path with a letter for what it is, and again for what happened to it. Lines are
 * `? PATH` or `LETTER MODE CONTENT STAGE<tab>PATH`. What is new in an `unruled` folder (its path ends with '/') may be
 * ignored, and is left out, but for ignore files for us: they name what else is to be left out.
 */
export async function readGitFiles(
  output: Buffer,
  prefix: string,
  unruled: readonly string[],
): Promise<GitFiles> {
  const withheld = new Set<string>();
  const found: GitFiles = { files: new Set(), inWork: new Set(), contents: new Map(), nested: [], withheld };
  const gone: string[] = [];
  const slices = createSlices();
  for (let at = 0; at < output.length; ) {
    let end = output.indexOf(0, at);
    if (end < 0) end = output.length;
    const isNew = output[at] === questionMark;
    const pathAt = isNew ? at + 2 : output.indexOf(tab, at) + 1;
    const file = prefix + output.toString('utf8', pathAt, end);
    const unknown =
      isNew &&
      unruled.find((folder) => (folder === './' || file.startsWith(folder)) && !ignoreFile.test(file));
    if (unknown) withheld.add(unknown);
    else if (file.endsWith('/')) found.nested.push(file.slice(0, -1));
    else if (isNew) {
      found.files.add(file);
      found.inWork.add(file);
    } else readStaged(output, at, file, found, gone);
    at = end + 1;
    const pause = slices.pause();
    if (pause) await pause;
  }
  for (const file of gone) {
    found.files.delete(file);
    found.inWork.delete(file);
  }
  return found;
}

function readStaged(output: Buffer, at: number, file: string, found: GitFiles, gone: string[]): void {
  const kind = String.fromCharCode(output[at] ?? 0);
  const mode = output.toString('latin1', at + 2, output.indexOf(space, at + 2));
  if (mode === '160000') {
    if (kind === 'H') found.nested.push(file);
    return;
  }
  found.files.add(file);
  // Other letters are of files that git does not look at, such as in lower case of those it is told not to.
  if (kind === 'H' && mode.startsWith('100')) {
    const hashAt = at + 3 + mode.length;
    found.contents.set(file, Number.parseInt(output.toString('latin1', hashAt, hashAt + hashDigits), 16));
  } else found.contents.delete(file);
  if (kind === 'R') gone.push(file);
  if (kind === 'C') found.inWork.add(file);
}
