import { type PatchFormat, type PatchResult, pathsInPatch } from '../../../src/core/edit/patch.ts';

/** Files that can't be written to: an engine that tries throws, and that is found. */
export class FrozenFiles extends Map<string, string> {
  #isFrozen = false;

  constructor(files: Iterable<readonly [string, string]>) {
    super();
    for (const [path, text] of files) super.set(path, text);
    this.#isFrozen = true;
  }

  override set(path: string, text: string): this {
    this.#check();
    return super.set(path, text);
  }

  override delete(path: string): boolean {
    this.#check();
    return super.delete(path);
  }

  override clear(): void {
    this.#check();
    super.clear();
  }

  #check(): void {
    if (this.#isFrozen) throw new Error('The engine writes to the files that it was given.');
  }
}

/** What must hold of every answer, whatever the patch was; undefined where it does. */
export function brokenInvariant(
  format: PatchFormat,
  patch: string,
  files: ReadonlyMap<string, string>,
  result: PatchResult,
): string | undefined {
  if (!result.ok && result.error.message.trim() === '') return 'a refusal gives no reason';
  const named = new Set(pathsInPatch(format, patch));
  const [only, second] = [...files.keys()];
  const { changes } = result;
  if (result.ok && result.changes.size === 0) return undefined;
  for (const [path, content] of changes ?? new Map<string, string | null>()) {
    // A patch that names no file means the only one there is; text above a block may mention one.
    const isMentioned = format === 'search_replace' && patch.includes(path.slice(path.lastIndexOf('/') + 1));
    const isNamed = named.has(path) || named.has(`a/${path}`) || named.has(`b/${path}`) || isMentioned;
    if (!isNamed && !(path === only && second === undefined))
      return `it changes ${JSON.stringify(path)}, which it does not name`;
    if (path.split('/').includes('..') || path.startsWith('/'))
      return `it writes outside: ${JSON.stringify(path)}`;
    const before = files.get(path);
    if (before === undefined || content === null || format === 'whole_file') continue;
    const lost = lostLine(before, content, patch);
    if (lost !== undefined)
      return `${path} loses a line that the patch does not hold: ${JSON.stringify(lost.slice(0, 200))}`;
    const found = lostLine(content, before, patch);
    if (found !== undefined)
      return `${path} gains a line that the patch does not hold: ${JSON.stringify(found.slice(0, 200))}`;
  }
  return undefined;
}

/** A line that one text holds more often than another, though nothing in the patch is like it. */
function lostLine(from: string, to: string, patch: string): string | undefined {
  const counts = new Map<string, number>();
  for (const line of linesOf(to)) counts.set(line, (counts.get(line) ?? 0) + 1);
  let held: Set<string> | undefined;
  for (const line of linesOf(from)) {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    if (left > 0) continue;
    held ??= keysOf(patch);
    if (!held.has(key(line))) return line;
  }
  return undefined;
}

const linesOf = (text: string): readonly string[] =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/(?:\r\n|[\r\n])$/, '')
    .split(/\r\n|[\r\n]/);

/** A line of the patch may stand for itself, without its sign, its line number or its escape. */
function keysOf(patch: string): Set<string> {
  const keys = new Set<string>(['']);
  // A lone carriage return ends a line in some files, and is white space to what reads the patch.
  for (const line of [...patch.split(/\r?\n/), ...patch.split(/\r\n|[\r\n]/)])
    for (const form of [
      line,
      line.slice(1),
      line.replace(/^\s*\d+ \| ?/, ''),
      line.slice(1).replace(/^\s*\d+ \| ?/, ''),
    ])
      keys.add(key(form));
  return keys;
}

function key(line: string): string {
  return line
    .normalize('NFC')
    .replace(/[\u2018-\u201B\u2032\u00B4]/g, "'")
    .replace(/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"')
    .replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, '-')
    .replace(/\u2026/g, '...')
    .replace(/[\s\u200B-\u200D\u2060\uFEFF\u00AD]+/g, '');
}
