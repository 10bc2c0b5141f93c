import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { isMissing, isSystemError, systemReason } from '../../base/systemError.ts';
import { type FileRead, maxFileBytes } from '../../core/context/workspace.ts';
import { decodeText } from './decodeText.ts';

/**
 * A file's text as it is on the disk, at a place that was found to be inside the workspace. One that the system does
 * not let be read says so: a workspace may hold files of other users, and they concern nothing but themselves.
 */
export async function readDisk(file: string): Promise<FileRead> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return insteadOfFile(found);
    if (found.size > maxFileBytes) return { type: 'tooLarge', bytes: found.size };
    return decodeText(await readFile(file));
  } catch (error) {
    if (isMissing(error)) return { type: 'missing' };
    if (!isSystemError(error)) throw error;
    return { type: 'unreadable', reason: systemReason(error) };
  }
}

/** What is there where a file could be, and holds no text: a pipe would be waited for by whoever reads it. */
export function insteadOfFile(found: Stats): Extract<FileRead, { readonly type: 'folder' | 'unreadable' }> {
  return found.isDirectory() ? { type: 'folder' } : { type: 'unreadable', reason: 'it is no regular file' };
}
