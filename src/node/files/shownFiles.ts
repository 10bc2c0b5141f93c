import path from 'node:path';
import { createSlices, inSlices } from '../../base/slices.ts';
import { ignoreFileName, ignoreTest } from '../../core/context/ignoreFiles.ts';
import type { FileRead, LeftOut } from '../../core/context/workspace.ts';
import { rulesLeftOut } from './leftOut.ts';
import { listFiles } from './listFiles.ts';
import { readRules } from './readRules.ts';

export interface ShownOptions {
  readonly signal: AbortSignal;
  readonly tell?: ((leftOut: LeftOut) => void) | undefined;
  /** What the user hides beside that. */
  readonly isHidden?: (path: string) => boolean;
}

/** The files of a folder that models may know: all but what `.tiercelignore` files name. */
export async function listShown(
  root: string,
  { signal, tell, isHidden }: ShownOptions,
): Promise<readonly string[]> {
  const leftOut: LeftOut[] = [];
  const files = await listFiles(root, signal, (each) => leftOut.push(each));
  const rules = await readIgnoreFiles(root, ignoreFilesOf(files));
  const isIgnored = ignoreTest(rules.texts);
  const shown: string[] = [];
  await inSlices(
    files,
    (file) => {
      if (!isHidden?.(file) && !isIgnored(file)) shown.push(file);
    },
    createSlices({ signal }),
  );
  const isMeant = ({ folder }: LeftOut) => folder !== './' && (isHidden?.(folder) || isIgnored(folder));
  for (const each of leftOut) if (!isMeant(each)) tell?.(each);
  for (const each of rules.leftOut) tell?.(each);
  return shown;
}

/** The `.tiercelignore` files that count for a listing. The root's own counts also where git ignores it. */
export function ignoreFilesOf(files: readonly string[]): readonly string[] {
  const found = files.flatMap((file) => ignoreFile.exec(file)?.[0] ?? []);
  return [...new Set([ignoreFileName, ...found])];
}

/** A folder of that name is one that can't be read. */
const ignoreFile = new RegExp(`^.+/\\${ignoreFileName}(?=/|$)`);

export interface IgnoreFiles {
  /** The texts of those that are there, by their folders. One that can't be read may name anything. */
  readonly texts: ReadonlyMap<string, string>;
  readonly leftOut: readonly LeftOut[];
}

const everything = '*';

export async function readIgnoreFiles(root: string, ignoreFiles: readonly string[]): Promise<IgnoreFiles> {
  const texts = new Map<string, string>();
  const leftOut: LeftOut[] = [];
  for (const file of ignoreFiles) {
    const folder = file.slice(0, -ignoreFileName.length - 1);
    const read = await readRules(path.join(root, file));
    if (read.type === 'text') texts.set(folder, read.text);
    if (read.type !== 'unreadable') continue;
    texts.set(folder, everything);
    leftOut.push(rulesLeftOut(folder, file, read.reason));
  }
  return { texts, leftOut };
}

/**
 * Whether `.tiercelignore` files above a path keep it from models, or can't be read and may do so. Git has a say only
 * in what is listed; what a model names by itself is asked about here.
 */
export async function keptFromModels(
  root: string,
  file: string,
): Promise<Extract<FileRead, { readonly type: 'excluded' }> | undefined> {
  const folders = file.split('/').slice(0, -1);
  const above = folders.map((_, k) => [...folders.slice(0, k + 1), ignoreFileName].join('/'));
  const { texts, leftOut } = await readIgnoreFiles(root, [ignoreFileName, ...above]);
  if (!ignoreTest(texts)(file)) return undefined;
  const [unread] = leftOut;
  return { type: 'excluded', ...(unread && { unread: unread.reason }) };
}

/** What was read of a file, unless it is kept from models. */
export async function unlessKept(root: string, file: string, read: FileRead): Promise<FileRead> {
  const isThere = read.type === 'text' || read.type === 'missing';
  return (isThere ? await keptFromModels(root, file) : undefined) ?? read;
}
