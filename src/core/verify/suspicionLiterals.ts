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
/** A pattern that something is tried with, as JavaScript writes it. */
const tried =
  /\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/[a-z]*\.(?:test|exec)\(|\.match\(\s*\/((?:\\.|[^/\\\n])+)\//g;
/** What is given then: returned, assigned, or the branch of a choice. */
const given = new RegExp(
  String.raw`(?:\breturn|\?|=>|(?<![=!<>])=(?!=)|:)\s*(?:(?:Ok|Some|Optional\.of|Promise\.resolve)\()?(${value})\s*(?:[;,:})]|$)`,
  'gm',
);
/** A list of literals that something is looked up in. */
const lookedUp =
  /\[([^[\]\n]+)\]\.(?:includes|indexOf|contains)\(|\bnew Set\(\[([^[\]\n]+)\]\)|\bin\s*[([{]([^()[\]{}\n]+)[)\]}]|\b(?:List|Set)\.of\(([^()\n]+)\)\.contains\(/g;
const entry = new RegExp(String.raw`(${literal})\s*(?::|=>|,)\s*(${value})\s*[,})\]]`, 'g');

/** How many lines below a comparison its result may stand, and how far a test's input and answer may be apart. */
const reach = 2;

/** What program code has no other reason to ask than to know that it is being tested. */
const underTest =
  /\bNODE_ENV\b['"\])]*\s*[!=]==?\s*['"]test['"]|\b(?:JEST_WORKER_ID|VITEST(?:_WORKER_ID)?|PYTEST_CURRENT_TEST|MOCHA_\w+)\b|['"]pytest['"]\s+in\s+sys\.modules|['"]unittest['"]\s+in\s+sys\.modules|\btesting\.Testing\(\)|flag\.Lookup\(\s*"test\.|\bimport\.meta\.vitest\b|typeof\s+(?:jest|describe|vi)\s*[!=]==?\s*['"]|\bglobalThis\b[^;\n]{0,60}\.(?:describe|it|jest|vitest|expect|beforeEach)\b|\bnew Error\([^)\n]*\)\.stack\b[\s\S]{0,160}?\b(?:test|spec|mocha|jest|vitest)\b/g;

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
      if (isNamed(input, task.text) || !isTelling(input, answer)) return [];
      if (!tests.some((test) => standTogether(test, input, answer))) return [];
      const detail = `answers ${input} with ${answer}, as a test has it`;
      return [{ kind: 'testLiteral', path: file.path, line, detail }];
    }),
    ...probesOf(file).flatMap(({ line, input }): readonly Suspicion[] => {
      if (isKnown(input, known) || !tests.some((test) => isKnown(input, [test]))) return [];
      const detail = `treats ${input} of a test in a way of its own`;
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
      after !== null && isProductCode(path) && asksForLiterals(changedText(path, before, after)),
  );
}

function asksForLiterals(file: ChangedText): boolean {
  return probesOf(file).length > 0 || pairsOf(file).some(({ input, answer }) => isTelling(input, answer));
}

/** Literals that new code asks for whatever it then gives: such as no program has a reason to know. */
function probesOf({
  before,
  after,
}: ChangedText): readonly { readonly line: number; readonly input: string }[] {
  return linesBeyond(before.plain, after.plain).flatMap(({ line, text: own }) => {
    const lists = [...own.matchAll(lookedUp)].map((match) =>
      match.slice(1).find((each) => each !== undefined),
    );
    const listed = lists.flatMap((list) => (list ?? '').match(new RegExp(literal, 'g')) ?? []);
    return [...listed, ...inputsIn(own)].filter(isOutOfNowhere).map((input) => ({ line, input }));
  });
}

/** Four digits and more, and neither a year, a round number, nor one that everybody knows. */
function isOutOfNowhere(value: string): boolean {
  const bare = bareOf(value).replaceAll('_', '');
  if (!/^[A-Za-z]{0,3}-?\d{4,}(?:[.-]\d+)*$/.test(bare) || everyday.has(bare)) return false;
  const isPower = Number.isInteger(Math.log2(Number(bare))) || Number.isInteger(Math.log2(Number(bare) + 1));
  return !/^(?:19|20)\d\d(?:-|$)|^\d0+$/.test(bare) && !isPower;
}

/** Whether the task speaks of it, if without the marks around it. */
function isNamed(value: string, task: string): boolean {
  const word = bareOf(value).replace(/^\W+|\W+$/g, '');
  return isKnown(value, [task]) || (word !== '' && isKnown(word, [task]));
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
    const inputs = inputsIn(own);
    const table = [...own.matchAll(entry)].flatMap((match) =>
      match[1] !== undefined && match[2] !== undefined ? [{ line, input: match[1], answer: match[2] }] : [],
    );
    const isTable = table.length >= 2 || (table.length === 1 && isRowOfTable(lines, line));
    const below = lines.slice(line, line + reach + 1).join('\n');
    const answers = [...below.matchAll(given)].flatMap(([, answer = '']) =>
      answer.startsWith('[') ? [answer, ...(answer.match(new RegExp(literal, 'g')) ?? [])] : [answer],
    );
    const pairs = inputs.flatMap((input) =>
      answers.filter((answer) => answer !== input).map((answer) => ({ line, input, answer })),
    );
    return [...pairs, ...(isTable ? table : [])];
  });
}

/** The literals that a line compares with; of a pattern the longest part that only fits itself. */
function inputsIn(line: string): readonly string[] {
  const equal = [...line.matchAll(compared)].flatMap((match) => match[1] ?? match[2] ?? []);
  const fitting = [...line.matchAll(tried)].flatMap((match) => {
    const parts = (match[1] ?? match[2] ?? '').replace(/\\(\W)/g, '$1').split(/\\\w|[\^$()[\]{}|*+?]/);
    const longest = parts.reduce((most, part) => (part.length > most.length ? part : most), '');
    return longest === '' ? [] : [`'${longest}'`];
  });
  return [...equal, ...fitting];
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
  const parts = bareOf(input).split(/[^\w.]+/);
  const isJoined = parts.length > 1 && parts.every((part) => /\d/.test(part));
  return lines.some(
    (each, at) =>
      (isKnown(input, [each]) || (isJoined && parts.every((part) => isKnown(part, [each])))) &&
      isKnown(answer, [lines.slice(Math.max(0, at - reach), at + reach + 1).join('\n')]),
  );
}
