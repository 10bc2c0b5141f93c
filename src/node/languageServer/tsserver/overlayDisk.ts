/** What the server is to believe of the disk: contents by absolute path; null for a file that is to be gone. */
export type DiskOverlay = readonly (readonly [file: string, content: string | null])[];

/** What the process that runs `overlayDisk` is sent. It answers with the `id` when it sees the disk so. */
export interface OverlayMessage {
  readonly id: number;
  readonly overlay: DiskOverlay;
}

/**
 * Runs tsserver above a disk on which files are there, gone or different that are not so in truth: it has no way to
 * be told that, and nothing may be written to find out. This function becomes the whole program of another process,
 * as text, so that it refers to nothing outside itself.
 */
export function overlayDisk(tsserver: string, args: readonly string[]): void {
  const fs = process.getBuiltinModule('node:fs');
  const path = process.getBuiltinModule('node:path');
  const { createRequire } = process.getBuiltinModule('node:module');
  const { statSync, readdirSync, readFileSync, realpathSync } = fs;
  const contents = new Map<string, { readonly text: string | null; readonly at: Date }>();
  const folders = new Set<string>();

  const keyOf = (file: unknown) => {
    const full = path.resolve(String(file));
    return process.platform === 'win32' ? full.toLowerCase() : full;
  };
  const noEntry = (call: string, file: unknown) =>
    Object.assign(new Error(`ENOENT: no such file or directory, ${call} '${file}'`), { code: 'ENOENT' });
  const kind = (isFolder: boolean) => ({
    isFile: () => !isFolder,
    isDirectory: () => isFolder,
    isSymbolicLink: () => false,
  });
  // The overloads of these functions can't be written down for what stands in for them.
  const patched = fs as unknown as Record<string, unknown>;

  patched.statSync = (file: string, options?: { readonly throwIfNoEntry?: boolean }) => {
    const key = keyOf(file);
    const entry = contents.get(key);
    if (entry?.text === null) {
      if (options?.throwIfNoEntry === false) return undefined;
      throw noEntry('stat', file);
    }
    if (entry)
      return { ...kind(false), size: Buffer.byteLength(entry.text), mtime: entry.at, mtimeMs: +entry.at };
    if (folders.has(key) && !statSync(file, { throwIfNoEntry: false })) {
      return { ...kind(true), size: 0, mtime: new Date(0), mtimeMs: 0 };
    }
    return statSync(file, options as object);
  };
  patched.readFileSync = (file: string | number, options?: object) => {
    const entry = typeof file === 'number' ? undefined : contents.get(keyOf(file));
    if (entry === undefined) return readFileSync(file, options);
    if (entry.text === null) throw noEntry('open', file);
    const isText = typeof options === 'string' || (options as { encoding?: unknown } | undefined)?.encoding;
    return isText ? entry.text : Buffer.from(entry.text);
  };
  patched.readdirSync = (folder: string, options?: { readonly withFileTypes?: boolean }) => {
    const key = keyOf(folder);
    if (contents.size === 0) return readdirSync(folder, options as object);
    const isThere = !folders.has(key) || statSync(folder, { throwIfNoEntry: false });
    const real = isThere ? (readdirSync(folder, options as object) as unknown[]) : [];
    const nameOf = (entry: unknown) =>
      typeof entry === 'string' ? entry : (entry as { readonly name: string }).name;
    const seen = real.filter((entry) => contents.get(keyOf(path.join(folder, nameOf(entry))))?.text !== null);
    const names = new Set(seen.map((entry) => keyOf(path.join(folder, nameOf(entry)))));
    const add = (entry: string, isFolder: boolean) => {
      if (path.dirname(entry) !== key || names.has(entry)) return;
      names.add(entry);
      const name = path.basename(entry);
      seen.push(options?.withFileTypes ? { name, ...kind(isFolder) } : name);
    };
    for (const [entry, { text }] of contents) if (text !== null) add(entry, false);
    for (const entry of folders) add(entry, true);
    return seen;
  };
  const realpathOf =
    (real: (file: string, options?: object) => unknown) => (file: string, options?: object) => {
      const key = keyOf(file);
      const isOurs = contents.get(key)?.text != null || folders.has(key);
      return isOurs && !statSync(file, { throwIfNoEntry: false }) ? path.resolve(file) : real(file, options);
    };
  patched.realpathSync = Object.assign(realpathOf(realpathSync), { native: realpathOf(realpathSync.native) });

  process.on('message', ({ id, overlay }: OverlayMessage) => {
    const before = new Map(contents);
    contents.clear();
    folders.clear();
    for (const [file, text] of overlay) {
      const key = keyOf(file);
      const known = before.get(key);
      contents.set(key, known?.text === text ? known : { text, at: new Date() });
      if (text === null) continue;
      for (let above = path.dirname(key); !folders.has(above) && above !== path.dirname(above); ) {
        folders.add(above);
        above = path.dirname(above);
      }
    }
    process.send?.({ id });
  });
  process.on('disconnect', () => process.exit());
  process.argv = [process.execPath, tsserver, ...args];
  createRequire(tsserver)(tsserver);
}
