import type { Stats } from 'node:fs';
import { lstat, readFile, stat } from 'node:fs/promises';
import { isMissing, isSystemError, systemReason } from '../../base/systemError.ts';
import type { FileRead } from '../../core/context/workspace.ts';

export type RulesRead = Extract<FileRead, { readonly type: 'text' | 'missing' | 'unreadable' }>;

/**
 * The rules of an ignore file as text. Only where there is none are there no rules: of all else that is no text nobody
 * can tell what it keeps back, be it closed to us, a folder, or a link to nowhere.
 */
export async function readRules(file: string): Promise<RulesRead> {
  let found: Stats;
  try {
    found = await lstat(file);
  } catch (error) {
    return isMissing(error) ? { type: 'missing' } : unreadable(error);
  }
  try {
    const isFile = (found.isSymbolicLink() ? await stat(file) : found).isFile();
    // A pipe would be waited for.
    if (!isFile) return { type: 'unreadable', reason: 'it is no file' };
    const text = decodeRules(await readFile(file));
    return text === undefined
      ? { type: 'unreadable', reason: 'it is not UTF-8 text' }
      : { type: 'text', text };
  } catch (error) {
    return unreadable(error);
  }
}

/** The same of a `.gitignore`: one that is a link says nothing, since git does not follow it. */
export async function readGitIgnore(file: string): Promise<RulesRead> {
  const found = await lstat(file).catch(() => undefined);
  return found?.isSymbolicLink() ? { type: 'missing' } : readRules(file);
}

function unreadable(error: unknown): RulesRead {
  if (!isSystemError(error)) throw error;
  return { type: 'unreadable', reason: systemReason(error) };
}

/** PowerShell's `>` writes UTF-16, which a byte-order mark tells; a mark is no part of the first rule. */
function decodeRules(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  // What is no text hides a rule, but for a comment, which is none.
  const isUnclear = /[\0\ufffd]/.test(text) && text.split('\n').some((line) => /^[^#]*[\0\ufffd]/.test(line));
  return isUnclear ? undefined : text;
}
