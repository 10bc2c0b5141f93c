/** New contents by workspace-relative path (forward slashes); null deletes the file. */
export type FileChanges = ReadonlyMap<string, string | null>;
