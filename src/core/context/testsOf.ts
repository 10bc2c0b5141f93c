import { isProductCode, isTestFile } from '../verify/fileRoles.ts';
import { fileNameOf, folderOf } from './workspacePath.ts';

/** What a test is about, by its name: "tax" for `test/tax.test.ts`. */
export function subjectName(test: string): string {
  return stemOf(test).replace(/[._-](?:test|spec)$|^test_|(?:Tests?|Spec)$/, '');
}

/** The tests that are named for a file: `test/tax.test.ts` for `src/tax.ts`. A test is its own. */
export function testsOf(path: string, all: readonly string[]): readonly string[] {
  if (isTestFile(path)) return [path];
  const stem = stemOf(path);
  return all.filter((other) => other.includes(stem) && isTestNamedFor(stem, other)).sort(nearest(path));
}

/** Where a test of a file belongs that has none, as other tests of the workspace lie and are called. */
export function newTestFor(path: string, all: readonly string[]): string | undefined {
  const ending = endingOf(path);
  const models = all
    .filter((test) => endingOf(test) === ending && isTestFile(test) && subjectName(test) !== stemOf(test))
    .sort(nearest(path));
  for (const model of models) {
    const subject = subjectName(model);
    const about = all.find(
      (other) => other.includes(subject) && stemOf(other) === subject && isProductCode(other),
    );
    const folder = about && movedFolder(folderOf(path), folderOf(about), folderOf(model));
    if (folder === undefined) continue;
    const name = fileNameOf(model).replace(subject, () => stemOf(path));
    return folder === '' ? name : `${folder}/${name}`;
  }
  return undefined;
}

/** The folder that is to `from` what `tests` is to `its`; undefined where that can't be told. */
function movedFolder(from: string, its: string, tests: string): string | undefined {
  const [ours, model, target] = [partsOf(from), partsOf(its), partsOf(tests)];
  const head = sharedHead(model, target);
  const below = target.slice(head);
  if (head === model.length) return [...ours, ...below].join('/');
  const tail = sharedHead(model.slice(head).toReversed(), below.toReversed());
  const above = model.slice(0, model.length - tail);
  if (sharedHead(above, ours) < above.length) return undefined;
  const moved = below.slice(0, below.length - tail);
  return [...model.slice(0, head), ...moved, ...ours.slice(above.length)].join('/');
}

function isTestNamedFor(stem: string, path: string): boolean {
  return isTestFile(path) && subjectName(path) === stem && stemOf(path) !== stem;
}

function nearest(path: string): (a: string, b: string) => number {
  const folder = partsOf(folderOf(path));
  const far = (other: string) => -sharedHead(folder, partsOf(folderOf(other)));
  return (a, b) => far(a) - far(b) || a.length - b.length;
}

function sharedHead(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((part, at) => part !== b[at]);
  return end === -1 ? a.length : end;
}

const partsOf = (folder: string): readonly string[] => (folder === '' ? [] : folder.split('/'));
const stemOf = (path: string): string => fileNameOf(path).replace(/\.[^.]+$/, '');
const endingOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? '';
