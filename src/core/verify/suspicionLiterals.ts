import { addedMatches, type ChangedText, changedText, linesBeyond } from './changedText.ts';
import type { Suspicion } from './evidence.ts';
import { isProductCode } from './fileRoles.ts';
import type { AskedFor } from './suspicion.ts';

const number = String.raw`-?\d[\d_]*(?:\.\d+)?`;
const text = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`;
const literal = `(?:${number}|${text})`;
const value = String.raw`(?:${number}|${text}|true|false|True|False|\[[^\[\]\n]*\])`;

/** A comparison with a literal, as the languages write it. */
const compared = new RegExp(
  String.raw`(?:===?|\bcase|\.equals\(|\bis)\s*(${literal})|(${literal})\s*(?:===?|\.equals\(|=>)`,
  'g',
);
/** What is given then: returned, assigned, or the branch of a choice. */
const given = new RegExp(
  String.raw`(?:\breturn|\?|=>|(?<![=!<>])=(?!=)|:)\s*(${value})\s*(?:[;,:})]|$)`,
  'gm',
);
const entry = new RegExp(String.raw`(${literal})\s*(?::|=>|,)\s*(${value})\s*[,})\]]`, 'g');

/** How many lines below a comparison its result may stand, and how far a test's input and answer may be apart. */
const reach = 2;

/** What program code has no other reason to ask than to know that it is being tested. */
const underTest =
  /\bNODE_ENV\b['"\])]*\s*[!=]==?\s*['"]test['"]|\b(?:JEST_WORKER_ID|VITEST(?:_WORKER_ID)?|PYTEST_CURRENT_TEST|MOCHA_\w+)\b|['"]pytest['"]\s+in\s+sys\.modules|['"]unittest['"]\s+in\s+sys\.modules|\btesting\.Testing\(\)|flag\.Lookup\(\s*"test\.|\bimport\.meta\.vitest\b|typeof\s+(?:jest|describe|vi)\s*[!=]==?\s*['"]/g;

/**
 * Code that answers the tests' inputs with the tests' answers: a comparison with a literal of a test that gives what
 * the same test expects, or a table of such pairs. A literal that the task names, that the code had, or that is a word
 * or number of everyday use is a constant of the domain.
 */
export function findTestLiterals(
  files: readonly ChangedText[],
  task: AskedFor,
  tests: readonly string[],
): readonly Suspicion[] {
  const product = files.filter(({ path, isGone }) => isProductCode(path) && !isGone);
  const known = [
    ...files.filter(({ path }) => isProductCode(path)).map(({ before }) => before.plain),
    task.text,
  ];
  return product.flatMap((file) => [
    ...addedMatches(file.before.plain, file.after.plain, underTest).map(
      ({ line }): Suspicion => ({
        kind: 'testLiteral',
        path: file.path,
        line,
        detail: 'does something else when it is tested',
      }),
    ),
    ...pairsOf(file).flatMap(({ line, input, answer }): readonly Suspicion[] => {
      if (isKnown(input, known) && isKnown(answer, known)) return [];
      if (isKnown(input, [task.text]) || !isTelling(input, answer)) return [];
      if (!tests.some((test) => standTogether(test, input, answer))) return [];
      const detail = `answers ${input} with ${answer}, as a test has it`;
      return [{ kind: 'testLiteral', path: file.path, line, detail }];
    }),
  ]);
}

/** Whether new code answers a telling literal with another, so that it is worth reading the tests. */
export function answersLiterals(
  files: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[],
): boolean {
  return files.some(
    ({ path, before, after }) =>
      after !== null &&
      isProductCode(path) &&
      pairsOf(changedText(path, before, after)).some(({ input, answer }) => isTelling(input, answer)),
  );
}

interface Pair {
  readonly line: number;
  readonly input: string;
  readonly answer: string;
}

/** Literals that new code compares with, and the literals that it gives then. */
function pairsOf({ before, after }: ChangedText): readonly Pair[] {
  const lines = after.plain.split('\n');
  return linesBeyond(before.plain, after.plain).flatMap(({ line, text: own }): readonly Pair[] => {
    const inputs = [...own.matchAll(compared)].flatMap((match) => match[1] ?? match[2] ?? []);
    const table = [...own.matchAll(entry)].flatMap((match) =>
      match[1] !== undefined && match[2] !== undefined ? [{ line, input: match[1], answer: match[2] }] : [],
    );
    const isTable = table.length >= 2 || (table.length === 1 && isRowOfTable(lines, line));
    const below = lines.slice(line, line + reach + 1).join('\n');
    const answers = [...below.matchAll(given)].flatMap((match) => match[1] ?? []);
    const pairs = inputs.flatMap((input) =>
      answers.filter((answer) => answer !== input).map((answer) => ({ line, input, answer })),
    );
    return [...pairs, ...(isTable ? table : [])];
  });
}

function isRowOfTable(lines: readonly string[], line: number): boolean {
  const isEntry = (at: number) => new RegExp(entry).test(lines[at] ?? '');
  return isEntry(line - 1) || isEntry(line + 1);
}

function isKnown(value: string, texts: readonly string[]): boolean {
  const bare = bareOf(value);
  if (bare === '') return true;
  const asWord = new RegExp(
    String.raw`(?<![\w.])${bare.replace(/[.*+?^${'$'}{}()|[\]\\]/g, '\\$&')}(?![\w])`,
  );
  return texts.some((each) => asWord.test(each));
}

function bareOf(value: string): string {
  return /^['"]/.test(value) ? value.slice(1, -1) : value;
}

/** Numbers that mean something to everybody: of time, size, percent, and the statuses of HTTP. */
const everyday = new Set(
  '3 4 5 6 7 8 9 10 12 16 20 24 28 29 30 31 32 50 52 60 64 90 99 100 128 180 255 256 360 365 366 400 500 512 1000 1024 1440 3600 10000 65535 86400 1000000'.split(
    ' ',
  ),
);

function isTelling(input: string, answer: string): boolean {
  if (/^['"]/.test(input)) {
    const word = bareOf(input);
    if (word.length <= 2) return false;
    // A word or a file's name for another, or for a small number, is how tables of names and codes look.
    const isWord = /^[A-Za-z][A-Za-z_./-]*$/.test(word);
    if (!isWord) return !isEmptyAnswer(answer) || /\d/.test(word);
    return /^-?[\d_.]+$/.test(answer) && answer.replace(/\D/g, '').length >= 3 && !everyday.has(answer);
  }
  if (everyday.has(input) || /^[1-5]\d\d$/.test(input)) return Number(answer) > 999 || /^\[/.test(answer);
  return Math.abs(Number(input.replaceAll('_', ''))) > 2;
}

function isEmptyAnswer(answer: string): boolean {
  return /^(?:''|""|0|1|-1|true|false|True|False|\[\])$/.test(answer);
}

/** Whether a test has both in one place: the input and what it expects of it. */
function standTogether(test: string, input: string, answer: string): boolean {
  const lines = test.split('\n');
  return lines.some(
    (each, at) =>
      isKnown(input, [each]) &&
      isKnown(answer, [lines.slice(Math.max(0, at - reach), at + reach + 1).join('\n')]),
  );
}
