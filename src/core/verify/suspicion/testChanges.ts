import type { Suspicion, SuspicionKind } from '../evidence.ts';
import { isProductCode, isTestFile } from '../fileRoles.ts';
import type { AskedFor } from './askedFor.ts';
import { asksToSkip, isAsked } from './askedFor.ts';
import {
  addedMatches,
  type ChangedText,
  linesBeyond,
  type NumberedLine,
  type TextView,
} from './changedText.ts';
import {
  assertion,
  awaitedIn,
  expectsFailure,
  followsRemoval,
  hasTable,
  leavesEarly,
  matches,
  saysTheSame,
  skips,
  testsIn,
} from './testText.ts';

const loosenings: readonly { readonly from: RegExp; readonly to: RegExp }[] = [
  {
    from: /\.to(?:Be|Equal|StrictEqual|Throw|Match|HaveLength|Contain)\(\s*[^)\s]|\bto(?:\.deep)?\.equal\(/,
    to: /\.to(?:BeTruthy|BeFalsy|BeDefined|BeUndefined)\(|\.not\.toThrow\(|\.to\.(?:be\.ok|exist)\b|\.toEqual\(expect\.anything/,
  },
  {
    from: /\bassert\.(?:deep|strict|not)?\w*[eE]qual\(|\bassert\.throws\(/,
    to: /\bassert(?:\.ok)?\(|\bassert\.(?:doesNotThrow|exists)\(/,
  },
  {
    from: /\bassertEqual\w*\(|\bassertRaises\w*\(|\bassert\s+.*==/,
    to: /\bassert(?:True|IsNotNone|IsInstance|Is|GreaterEqual)\(|\bassert\s+(?!.*==)/,
  },
  { from: /\bassert(?:Equals|Throws)\(/, to: /\bassert(?:NotNull|DoesNotThrow|True)\(/ },
  { from: /\bassert_eq!/, to: /\bassert!/ },
  { from: /\bpytest\.raises\(\s*(?!Exception\b)\w/, to: /\bpytest\.raises\(\s*(?:Base)?Exception\b/ },
];

const empties =
  /\bexpect\(\s*(true|false|1|!0)\s*\)\.to(?:Be|Equal)\(\s*\1\s*\)|\bassert(?:\.ok)?\(\s*true\s*\)|\bassert\s+True\b|\bassertTrue\(\s*[Tt]rue\s*\)|\bassert!\(\s*true\s*\)|\bassert\.(?:strictEqual|equal)\(\s*(\w+)\s*,\s*\2\s*\)/g;
/** What makes assertions pass, or a run end well, whatever the code does. */
const patched =
  /\b(?:assert|expect|chai|unittest\.TestCase)\.\w+\s*=(?!=)|\bObject\.(?:defineProperty|assign)\(\s*(?:assert|expect|globalThis|global)\b|\bglobal(?:This)?\.(?:expect|assert|it|test|describe)\s*=(?!=)|\bdef\s+__eq__\([^)]*\)[^:]*:\s*return\s+True\b|\bpytest_(?:runtest_makereport|sessionfinish|collection_modifyitems|runtest_call)\b/g;
const endsWell =
  /\bprocess\.exit\(\s*0?\s*\)|\bprocess\.exitCode\s*=\s*0\b|\bos\._exit\(\s*0\s*\)|\bsys\.exit\(\s*0?\s*\)|\bos\.Exit\(\s*0\s*\)|\bSystem\.exit\(\s*0\s*\)/g;
const program = /(?:^|\/)(?:main|cli|bin|cmd|scripts?|index|__main__|app|tools)(?:[./]|$)/;
const timeout = /\b(?:timeout|setTimeout|testTimeout|Timeout)\b\W{0,3}(\d[\d_]*)/g;

/** Tests that ask for less than they did, and what bends the outcome of tests. */
export function findTestChanges(files: readonly ChangedText[], task: AskedFor): readonly Suspicion[] {
  const lost = lostTests(files);
  return files.flatMap((file) => {
    const { path, before, after, isGone } = file;
    const sign = (kind: SuspicionKind, line: number, detail: string): Suspicion => ({
      kind,
      path,
      line,
      detail,
    });
    const found: Suspicion[] = [];
    if (!asksToSkip.test(task.text)) {
      for (const pattern of skips)
        for (const { line, text } of addedMatches(before.code, after.code, pattern))
          found.push(sign('skippedTest', line, `skips a test with ${text.trim().replace(/\($/, '')}`));
    }
    for (const { line } of isTestFile(path) ? addedMatches(before.code, after.code, leavesEarly) : [])
      found.push(sign('skippedTest', line, 'returns from a test before it asserts'));
    for (const { line } of addedMatches(before.plain, after.plain, patched))
      found.push(sign('weakenedTest', line, 'changes how assertions or tests come out'));
    if (!file.isNew && (isTestFile(path) || (isProductCode(path) && !program.test(path))))
      for (const { line } of addedMatches(before.plain, after.plain, endsWell))
        found.push(sign('weakenedTest', line, 'ends the process as if all went well'));
    if (!isTestFile(path)) return found;
    for (const { line } of addedMatches(before.plain, after.plain, empties))
      found.push(sign('weakenedTest', line, 'asserts what is always true'));
    if (!isGone)
      found.push(
        ...raisedTimeouts(file, task).map((line) => sign('weakenedTest', line, 'waits longer than before')),
      );
    if (isAsked(path, task)) return found;
    for (const { line } of addedMatches(before.code, after.code, expectsFailure))
      found.push(sign('weakenedTest', line, 'expects a test to fail'));
    for (const { line } of caughtFailures(file))
      found.push(sign('weakenedTest', line, 'catches what a test would fail with'));
    if (awaitedIn(after) < awaitedIn(before) && assertionsIn(after) >= assertionsIn(before))
      found.push(sign('weakenedTest', 0, 'no longer waits for what it asserts'));
    if (lost === file && !followsRemoval(file, files))
      found.push(sign('skippedTest', 0, 'has fewer tests than before'));
    const loss = lossOf(file, files);
    return loss ? [...found, sign('weakenedTest', loss.line, loss.detail)] : found;
  });
}

/** The first test file that loses tests where the change as a whole has fewer of them. */
function lostTests(files: readonly ChangedText[]): ChangedText | undefined {
  const tests = files.filter(({ path }) => isTestFile(path));
  const lost = ({ before, after }: ChangedText) => testsIn(before) - testsIn(after);
  if (tests.reduce((sum, file) => sum + lost(file), 0) <= 0) return undefined;
  return tests.find((file) => lost(file) > 0 && !(hasTable(file.after) && !hasTable(file.before)));
}

/** Handlers in tests that neither assert nor hand on what they caught. */
function caughtFailures({ before, after }: ChangedText): readonly { readonly line: number }[] {
  const speaks = /\b(?:throw|raise|fail\w*|done|reject|panic|Fatal\w*|Error\w*)\b/;
  const lines = after.code.split('\n');
  return addedMatches(before.code, after.code, /\bcatch\b(?=[^\n;]*\{)|^[ \t]*except\b[^\n]*:/gm).filter(
    ({ line }) => {
      const handler = (lines[line] ?? '').replace(/^.*?\b(?:catch|except)\b[^{:]*/, '');
      const below = [handler, ...lines.slice(line + 1, line + 4)].join('\n');
      return !speaks.test(below) && !matches(below, assertion);
    },
  );
}

function raisedTimeouts({ before, after }: ChangedText, task: AskedFor): readonly number[] {
  if (/\b(?:timeout|slow|wait)\w*/i.test(task.text)) return [];
  const most = (text: string) =>
    Math.max(0, ...[...text.matchAll(timeout)].map((match) => Number(match[1]?.replaceAll('_', ''))));
  const [was, is] = [most(before.code), most(after.code)];
  if (was === 0 || is < was * 2) return [];
  return linesBeyond(before.code, after.code)
    .filter(({ text }) => most(text) === is)
    .map(({ line }) => line);
}

/** Assertions that are gone, or that ask for something else. */
function lossOf(
  file: ChangedText,
  files: readonly ChangedText[],
): { line: number; detail: string } | undefined {
  const { before, after } = file;
  if (saysTheSame(file) || followsRemoval(file, files)) return undefined;
  const asserting = ({ text }: NumberedLine) => matches(text, assertion);
  const gone = linesBeyond(after.plain, before.plain).filter(asserting);
  const added = linesBeyond(before.plain, after.plain).filter(asserting);
  const [first] = gone;
  if (!first) return undefined;
  const loose = added.find(({ text }) =>
    loosenings.some(
      ({ from, to }) => to.test(text) && gone.some((old) => from.test(old.text) && !to.test(old.text)),
    ),
  );
  if (loose) return { line: loose.line, detail: `asks for less: ${loose.text.slice(0, 80)}` };
  const fewer = assertionsIn(before) - assertionsIn(after);
  if (fewer > 0) return { line: first.line, detail: `an assertion is gone: ${first.text.slice(0, 80)}` };
  const [now] = added;
  return {
    line: now?.line ?? first.line,
    detail: `asserts something else than before: ${(now ?? first).text.slice(0, 80)}`,
  };
}

function assertionsIn({ code }: TextView): number {
  return code.match(assertion)?.length ?? 0;
}
