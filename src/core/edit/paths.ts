/** A path as patches write it, brought to the form that files are known by. */
export function plainPath(path: string): string {
  return path
    .trim()
    .replace(/^(["'`])(.*)\1$/, '$2')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '');
}

/** The name under which a file is there, if it is: as written, or plain, or without a diff's `a/` or `b/`. */
export function knownPath(path: string, has: (path: string) => boolean): string | undefined {
  const plain = plainPath(path);
  return [path, plain, plain.replace(/^[ab]\//, '')].find(has);
}

/** Whether a new file of this name would stay inside the workspace. */
export function isInside(path: string): boolean {
  return (
    path !== '' && !/^(?:\/|[A-Za-z]:)/.test(path) && !path.split('/').includes('..') && !path.includes('\0')
  );
}
