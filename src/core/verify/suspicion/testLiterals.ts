import type { Suspicion } from '../evidence.ts';
import { isProductCode } from '../fileRoles.ts';
import type { AskedFor } from './askedFor.ts';
import { type ChangedText, changedText } from './changedText.ts';
import { literalsIn, type Question, questionsIn } from './literalQuestions.ts';
import {
  bareOf,
  isData,
  isKnown,
  isNamed,
  isOutOfNowhere,
  isTelling,
  isUnusualNumber,
} from './tellingLiterals.ts';

/** How many lines a test's input and answer may be apart. */
const reach = 2;

/** The tests as far as literals go. */
interface Tests {
  has(value: string): boolean;
  /** Whether a test has both in one place: the input and what it expects of it. */
  pairs(input: string, answer: string): boolean;
}

/**
 * Code that answers the tests' inputs with the tests' answers: a comparison with a literal of a test that gives what
 * the same test expects, a table of such pairs, or a condition on data that only a test has. A literal that the task
 * names, that the code had, or that is a word or number of everyday use is a constant of the domain.
 */
export function findTestLiterals(
  files: readonly ChangedText[],
  task: AskedFor,
  tests: readonly string[],
): readonly Suspicion[] {
  const known = files.filter(({ path }) => isProductCode(path)).map(({ before }) => before.plain);
  const read: Tests = {
    has: (value) => tests.some((test) => holds(test, value)),
    pairs: (input, answer) => tests.some((test) => standTogether(test, input, answer)),
  };
  return files
    .filter(({ path, isGone }) => isProductCode(path) && !isGone)
    .flatMap((file) =>
      questionsIn(file).flatMap((question): readonly Suspicion[] => {
        const detail = fittedTo(read, question, { known, task: task.text });
        return detail ? [{ kind: 'testLiteral', path: file.path, line: question.line, detail }] : [];
      }),
    );
}

/** Whether new code asks for literals as it would if it were fitted to tests, so that it is worth reading them. */
export function answersLiterals(
  files: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[],
): boolean {
  const any: Tests = { has: () => true, pairs: () => true };
  return files.some(({ path, before, after }) => {
    if (after === null || !isProductCode(path)) return false;
    const file = changedText(path, before, after);
    return questionsIn(file).some((each) => fittedTo(any, each, { known: [file.before.plain], task: '' }));
  });
}

/** What shows that a question is asked for the tests' sake, or undefined. */
function fittedTo(
  tests: Tests,
  { inputs, answers, isCondition }: Question,
  { known, task }: { readonly known: readonly string[]; readonly task: string },
): string | undefined {
  const isOld = (value: string) => isKnown(value, [...known, task]);
  for (const input of inputs) {
    if (isNamed(input, task)) continue;
    const answer = answers.find(
      (each) =>
        each !== input &&
        !(isOld(input) && isOld(each)) &&
        isTelling(input, each) &&
        tests.pairs(input, each),
    );
    if (answer) return `answers ${input} with ${answer}, as a test has it`;
    if (!isCondition || isOld(input) || !tests.has(input)) continue;
    if (isOutOfNowhere(input) || (isData(input) && (answers.length > 0 || bareOf(input).length > 5)))
      return `treats ${input} of a test in a way of its own`;
  }
  if (!isCondition) return undefined;
  const whole = answers.find((each) => isWhole(each, isOld) && tests.pairs(each, each));
  if (whole) return 'gives under a condition all that a test expects';
  if (!inputs.some((input) => isUnusualNumber(input) || isData(input))) return undefined;
  const answer = answers.find((each) => isUnusualNumber(each) && !isOld(each) && tests.has(each));
  return answer && `gives ${answer} where a test expects it`;
}

/** Whether a list is long and odd enough to be somebody's example: it has numbers or data that the code did not know. */
function isWhole(answer: string, isOld: (value: string) => boolean): boolean {
  const parts = answer.startsWith('[') ? literalsIn(answer) : [];
  const odd = parts.filter((part) => (isUnusualNumber(part) || /^['"].*\d/.test(part)) && !isOld(part));
  return parts.length > 3 && odd.length > 0 && odd.length >= parts.length / 4;
}

function standTogether(test: string, input: string, answer: string): boolean {
  const lines = test.split('\n');
  if (input.startsWith('[')) {
    const near = lines.map((_, at) => lines.slice(at, at + 2 * reach + 1).join('\n'));
    return near.some((block) => literalsIn(input).every((part) => isKnown(part, [block])));
  }
  return lines.some(
    (each, at) =>
      holds(each, input) &&
      isKnown(answer, [lines.slice(Math.max(0, at - reach), at + reach + 1).join('\n')]),
  );
}

/** Whether a text has a literal, or on one line all the values that it joins. */
function holds(text: string, value: string): boolean {
  if (isKnown(value, [text])) return true;
  const parts = bareOf(value)
    .split(/[^\w.]+/)
    .filter((part) => part !== '');
  if (parts.length < 2 || !parts.every((part) => /\d/.test(part))) return false;
  return text.split('\n').some((line) => parts.every((part) => isKnown(part, [line])));
}
