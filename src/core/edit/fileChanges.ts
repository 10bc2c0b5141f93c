/** New contents by workspace-relative path (forward slashes); null deletes the file. */
export type FileChanges = ReadonlyMap<string, string | null>;

/** A file as it was and as it is to be; null: it is not there. */
export interface ChangedFile {
  readonly path: string;
  readonly base: string | null;
  readonly content: string | null;
}
