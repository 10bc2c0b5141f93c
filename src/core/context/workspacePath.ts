/** Why a path was not taken, in words for whoever wrote it. */
export type PathReading =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

const refuse = (reason: string): PathReading => ({ ok: false, reason });

/**
 * Characters that a file system drops, folds or reads as something else, so that a path with them is not the path it
 * looks like: control characters, a colon (drive or stream), and Unicode's invisible ones.
 */
function hasTreacherousCharacter(path: string): boolean {
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f || character === ':') return true;
    if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character)) return true;
  }
  return false;
}

/**
 * Reads a path that a model wrote as one inside the workspace, with forward slashes and no dots. A path that leaves
 * the workspace is refused by its text alone; links are the Workspace's matter, which answers `outside` for them.
 */
export function readWorkspacePath(written: string): PathReading {
  const path = written.trim().replaceAll('\\', '/');
  if (path === '') return refuse('the path is empty');
  if (path.length > 1_000) return refuse('the path is too long');
  if (hasTreacherousCharacter(path)) return refuse('the path holds a character that is not allowed');
  if (path.startsWith('/')) return refuse('the path is absolute; give it relative to the workspace');
  if (path.startsWith('~'))
    return refuse('the path leads to a home folder; give it relative to the workspace');
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) return refuse('the path leaves the workspace');
  if (segments.length === 0) return refuse('the path names no file');
  // Windows drops these ends, so that ".git." is ".git" there.
  if (segments.some((segment) => /[. ]$/.test(segment))) {
    return refuse('a part of the path ends in a dot or a space');
  }
  return { ok: true, path: segments.join('/') };
}

/** Devices of Windows, which writing to them in whatever folder and under whatever extension reaches. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** The short names that Windows gives to long ones: `VSCODE~1` is `.vscode` there. */
const shortName = /^[^.]{1,6}~\d{1,2}(\.[^.]{0,3})?$/;
/** Slashes of other scripts, and dots and slashes as addresses write them. */
const looksLikeSlash = /[\u2044\u2215\u2216\u29f5\u29f8\u29f9]|%(?:25)*(?:2e|2f|5c|00|c0|c1|u22)/i;

/**
 * Why no new file should have a path that stays inside the workspace: some system or some reader takes it for another
 * place. Files that have such names already are what they are.
 */
export function misleadingName(path: string): string | undefined {
  const folded = path.normalize('NFKC').split(/[\\/]/);
  const segments = path.split('/');
  if (
    looksLikeSlash.test(path) ||
    folded.length !== segments.length ||
    folded.some((segment) => segment.startsWith('..'))
  )
    return 'it holds characters that look like a way to another folder';
  if (segments.some((segment) => deviceName.test(segment))) return 'it names a device of Windows';
  if (segments.some((segment) => shortName.test(segment))) return 'it is a short name, as Windows makes them';
  return undefined;
}

/** The folder of a path; '' for a file at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
