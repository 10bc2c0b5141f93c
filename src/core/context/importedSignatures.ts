import type { ReadFile } from '../edit/overlay.ts';
import type { FileLines } from './fileLines.ts';
import type { Piece } from './pack.ts';
import { showFile } from './shownFile.ts';
import { folderOf, readWorkspacePath } from './workspacePath.ts';

const specifier = /(?:\bfrom|\bimport|\brequire\()\s*['"](\.{1,2}\/[^'"]+)['"]/g;
const endings = ['', '.ts', '.tsx', '.js', '.mjs', '.jsx', '.d.ts', '/index.ts', '/index.tsx', '/index.js'];

/** Paths that a relative import in `from` may mean, likeliest first. */
export function importCandidates(from: string, written: string): readonly string[] {
  const segments = folderOf(from).split('/').filter(Boolean);
  for (const part of written.split('/')) {
    if (part === '.' || part === '') continue;
    if (part !== '..') segments.push(part);
    else if (segments.pop() === undefined) return [];
  }
  const path = segments.join('/');
  const source = path.replace(/\.(m|c)?js(x?)$/, '.$1ts$2');
  const all = [...(source === path ? [] : [source]), ...endings.map((ending) => path + ending)];
  return all.filter((each) => readWorkspacePath(each).ok);
}

/** The exported lines of what the files import by relative paths: the signatures they build on, without bodies. */
export async function importedSignatures(
  files: readonly FileLines[],
  read: ReadFile,
  options: { readonly mostFiles: number; readonly value: number; readonly signal: AbortSignal },
): Promise<readonly Piece[]> {
  const known = new Set(files.map((file) => file.path));
  const pieces: Piece[] = [];
  for (const file of files) {
    for (const match of file.lines.join('\n').matchAll(specifier)) {
      if (pieces.length === options.mostFiles) return pieces;
      const piece = await firstFound(importCandidates(file.path, match[1] ?? ''), known, read, options.value);
      options.signal.throwIfAborted();
      if (piece) pieces.push(piece);
    }
  }
  return pieces;
}

async function firstFound(
  candidates: readonly string[],
  known: Set<string>,
  read: ReadFile,
  value: number,
): Promise<Piece | undefined> {
  for (const path of candidates) {
    if (known.has(path)) return undefined;
    const file = await showFile(path, read);
    if (file.type !== 'text') continue;
    known.add(path);
    const exported = file.lines.filter((line) => /^export\b/.test(line) && line.length < 300).slice(0, 20);
    return exported.length === 0
      ? undefined
      : { name: `${path} (exports)`, text: exported.join('\n'), value };
  }
  return undefined;
}
