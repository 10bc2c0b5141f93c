import type { ReadFile } from '../../edit/overlay.ts';
import type { FileLines } from '../code/fileLines.ts';
import { label } from '../fence.ts';
import { folderOf, readWorkspacePath } from '../workspacePath.ts';
import type { Piece } from './pack.ts';
import { showFile } from './shownFile.ts';
import { signatureLines } from './signatures.ts';

const specifier = /(?:\bfrom|\bimport|\brequire\()\s*['"]((?:\.{1,2}|@|~)\/[^'"\n]+)['"]/g;
const pythonImport = /^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import\b|import[ \t]+([\w.]+))/gm;
const endings = ['', '.ts', '.tsx', '.js', '.mjs', '.jsx', '.d.ts', '/index.ts', '/index.tsx', '/index.js'];
/** Lines of one file at most. */
const mostLines = 30;

/** Paths that a relative import in `from` may mean, likeliest first. */
export function importCandidates(from: string, written: string): readonly string[] {
  if (/^[@~]\//.test(written)) return ['src/', ''].flatMap((root) => endingsOf(root + written.slice(2)));
  const segments = folderOf(from).split('/').filter(Boolean);
  for (const part of written.split('/')) {
    if (part === '.' || part === '') continue;
    if (part !== '..') segments.push(part);
    else if (segments.pop() === undefined) return [];
  }
  return endingsOf(segments.join('/'));
}

function endingsOf(path: string): readonly string[] {
  const source = path.replace(/\.(m|c)?js(x?)$/, '.$1ts$2');
  const all = [...(source === path ? [] : [source]), ...endings.map((ending) => path + ending)];
  return all.filter((each) => readWorkspacePath(each).ok);
}

/** The same for Python's dotted names. */
function pythonCandidates(from: string, dotted: string): readonly string[] {
  const dots = /^\.*/.exec(dotted)?.[0].length ?? 0;
  const folders = folderOf(from).split('/').filter(Boolean);
  const name = dotted.slice(dots).split('.').filter(Boolean);
  if (dots > folders.length + 1) return [];
  const roots = dots > 0 ? [folders.slice(0, folders.length - dots + 1)] : [[], ['src'], folders];
  return roots
    .map((root) => [...root, ...name].join('/'))
    .filter((path) => path !== '')
    .flatMap((path) => [`${path}.py`, `${path}/__init__.py`]);
}

function* importsOf({ path, lines }: FileLines): Iterable<readonly string[]> {
  const text = lines.join('\n');
  if (path.endsWith('.py')) {
    for (const [, from, plain] of text.matchAll(pythonImport))
      yield pythonCandidates(path, from ?? plain ?? '');
  } else {
    for (const [, written = ''] of text.matchAll(specifier)) yield importCandidates(path, written);
  }
}

export interface SignatureOptions {
  readonly mostFiles: number;
  readonly value: number;
  readonly signal: AbortSignal;
  /** The part of a file that counts: modules that it uses nothing of are passed over; absent: all of it. */
  readonly near?: (file: FileLines) => readonly string[];
  /** Whether the pack shows this line (from 0) of a file already. */
  readonly isShown?: (path: string, line: number) => boolean;
}

/** The signatures, without bodies, of what the files use of the modules that they import. */
export async function importedSignatures(
  files: readonly FileLines[],
  read: ReadFile,
  options: SignatureOptions,
): Promise<readonly Piece[]> {
  const known = new Set(files.map((file) => file.path));
  const pieces: Piece[] = [];
  for (const file of files) {
    const used = namesOf(file.lines);
    const near = options.near ? namesOf(options.near(file)) : used;
    for (const candidates of importsOf(file)) {
      if (pieces.length === options.mostFiles) return pieces;
      const piece = await firstFound(candidates, { known, used, near }, read, options);
      options.signal.throwIfAborted();
      if (piece) pieces.push(piece);
    }
  }
  return pieces;
}

interface Needs {
  readonly known: Set<string>;
  readonly used: ReadonlySet<string>;
  readonly near: ReadonlySet<string>;
}

function namesOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.slice(0, 2_000).match(/[A-Za-z_$][\w$]*/g) ?? []));
}

async function firstFound(
  candidates: readonly string[],
  { known, used, near }: Needs,
  read: ReadFile,
  { value, isShown = () => false }: SignatureOptions,
): Promise<Piece | undefined> {
  for (const path of candidates) {
    if (known.has(path)) return undefined;
    const file = await showFile(path, read);
    if (file.type !== 'text') continue;
    known.add(path);
    if (near !== used && signatureLines(path, file.lines, near).length === 0) return undefined;
    const lines = signatureLines(path, file.lines, used).filter((line) => !isShown(path, line));
    if (lines.length === 0) return undefined;
    const shown = lines.slice(0, mostLines);
    const cut = lines.length > shown.length ? ` and ${lines.length - shown.length} more` : '';
    return {
      name: `${label(path)} line${shown.length === 1 ? '' : 's'} ${spansText(shown)} (signatures${cut})`,
      text: shown.map((line) => file.lines[line]).join('\n'),
      value,
    };
  }
  return undefined;
}

/** Line numbers from 0 as people write them: "1, 4-8". */
function spansText(lines: readonly number[]): string {
  const spans: { first: number; last: number }[] = [];
  for (const line of lines) {
    const before = spans.at(-1);
    if (before && line === before.last + 1) before.last = line;
    else spans.push({ first: line, last: line });
  }
  return spans
    .map(({ first, last }) => (first === last ? `${first + 1}` : `${first + 1}-${last + 1}`))
    .join(', ');
}
