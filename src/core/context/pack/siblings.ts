import type { ReadFile } from '../../edit/overlay.ts';
import { isProductCode, isTestFile } from '../../verify/fileRoles.ts';
import { wordParts } from '../code/words.ts';
import { subjectName } from '../testsOf.ts';
import { fileNameOf, folderOf } from '../workspacePath.ts';
import { linesPiece, type Piece } from './pack.ts';
import { showFile } from './shownFile.ts';

/** Lines of an example at most: its beginning shows how such files are made. */
const mostLines = 60;
/** Lines of what a test is about. */
const mostSubject = 200;

export interface SiblingOptions {
  /** The files of the task that do not exist yet: what they are to look like nothing else can show. */
  readonly missing: readonly string[];
  readonly owned: readonly string[];
  readonly value: number;
  readonly signal: AbortSignal;
}

/**
 * Files of the same making, as examples: up to two for a file that is to be written; for one that is there, one of its
 * family, such as `csvReport.ts` beside `htmlReport.ts`.
 */
export async function siblingPieces(
  all: readonly string[],
  read: ReadFile,
  { missing, owned, value, signal }: SiblingOptions,
): Promise<readonly Piece[]> {
  const taken = new Set([...owned, ...missing]);
  const wanted =
    missing.length > 0
      ? missing.flatMap((path) => ranked(path, all, taken, { family: false })).slice(0, 2)
      : owned.flatMap((path) => ranked(path, all, taken, { family: true })).slice(0, 1);
  const pieces: Piece[] = [];
  for (const path of new Set(wanted)) {
    const file = await showFile(path, read);
    signal.throwIfAborted();
    if (file.type !== 'text' || file.lines.length === 0) continue;
    const last = Math.min(file.lines.length, mostLines) - 1;
    pieces.push({
      ...linesPiece(path, file.lines, { first: 0, last }, value),
      note: 'an example of such a file, not to be changed',
    });
  }
  return pieces;
}

/** What tests that are to be written are about, by their names: `src/tax.ts` for `test/tax.test.ts`. */
export async function subjectPieces(
  missing: readonly string[],
  all: readonly string[],
  read: ReadFile,
): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  for (const test of missing.filter((path) => isTestFile(path))) {
    const name = subjectName(test);
    const subject = all.find(
      // The cheap look first: there may be a hundred thousand files.
      (path) =>
        path.includes(`${name}.`) && fileNameOf(path).replace(/\.[^.]+$/, '') === name && isProductCode(path),
    );
    const file = subject === undefined ? undefined : await showFile(subject, read);
    if (subject === undefined || file?.type !== 'text' || file.lines.length === 0) continue;
    const last = Math.min(file.lines.length, mostSubject) - 1;
    pieces.push(linesPiece(subject, file.lines, { first: 0, last }, 70));
  }
  return pieces;
}

/** Files that are made alike, likest first. */
function ranked(
  path: string,
  all: readonly string[],
  taken: ReadonlySet<string>,
  { family }: { readonly family: boolean },
): readonly string[] {
  const kind = kindOf(path);
  const words = wordsOf(path);
  // A kind of its own, such as `.test.ts`, is alike wherever it lies; others only beside each other.
  const isFar = !family && kind.split('.').length > 2;
  const folder = folderOf(path);
  const beside = folder === '' ? '' : `${folder}/`;
  return all
    .filter((other) => other.endsWith(kind) && (isFar || other.startsWith(beside)))
    .filter((other) => !taken.has(other) && kindOf(other) === kind)
    .map((other) => {
      const theirs = wordsOf(other);
      const alike = Number(theirs.at(-1) === words.at(-1)) * 2 + Number(theirs[0] === words[0]);
      return { other, alike, isNear: folderOf(other) === folder };
    })
    .filter(({ alike, isNear }) => (family ? isNear && alike > 0 && words.length > 1 : isNear || isFar))
    .sort(
      (a, b) => Number(b.isNear) - Number(a.isNear) || b.alike - a.alike || a.other.length - b.other.length,
    )
    .map(({ other }) => other)
    .slice(0, 2);
}

/** What stands behind the name's first dot: `.test.ts` is another kind than `.ts`. */
function kindOf(path: string): string {
  const name = fileNameOf(path);
  const dot = name.indexOf('.', 1);
  return dot === -1 ? name : name.slice(dot);
}

function wordsOf(path: string): readonly string[] {
  const name = fileNameOf(path);
  const dot = name.indexOf('.', 1);
  return wordParts(dot === -1 ? name : name.slice(0, dot));
}
