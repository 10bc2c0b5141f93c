import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The `file:` address of a workspace-relative path. */
export function toFileUri(root: string, relativePath: string): string {
  return pathToFileURL(path.join(root, relativePath)).href;
}

/** The workspace-relative path of a `file:` address, with forward slashes; undefined when it is not inside. */
export function fromFileUri(root: string, uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  let file: string;
  try {
    file = fileURLToPath(uri);
  } catch {
    // No file on this system: another machine's share, or a badly encoded address.
    return undefined;
  }
  const relative = path.relative(root, file);
  if (relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`)) return undefined;
  return path.isAbsolute(relative) ? undefined : relative.split(path.sep).join('/');
}
