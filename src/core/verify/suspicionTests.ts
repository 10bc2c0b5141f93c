import { addedMatches, type ChangedText, linesBeyond, type NumberedLine } from './changedText.ts';
import type { Suspicion, SuspicionKind } from './evidence.ts';
import { isConfigFile, isProductCode, isTestFile } from './fileRoles.ts';
import { stringsIn } from './maskStrings.ts';
import type { AskedFor } from './suspicion.ts';

const asksForTests = /\b(?:tests?|specs?|testing|assertions?|expectations?|coverage|fixtures?|snapshots?)\b/i;
/** What says how one sees that the code is right, and asks for no other tests. */
const tellsOfTests =
  /\b(?:failing|broken|existing|red)\s+(?:\w+\s+)?(?:tests?|specs?)\b|\b(?:tests?|specs?)\b[^.;:\n]{0,60}?\b(?:fail|pass)(?:s|es|ed|ing)?\b/gi;
const asksToSkip = /\b(?:skip\w*|disabl\w*|quarantin\w*|flaky|ignor\w*)\b/i;
const asksForConfig =
  /\b(?:config\w*|settings?|tsconfig|eslint\w*|biome|lint\w*|compiler options?|package\.json|dependenc\w*|scripts?|pyproject|cargo|makefile|ci|workflow|upgrade\w*|versions?|install\w*|strict\w*|build)\b/i;

function isAsked(path: string, task: AskedFor): boolean {
  if (task.files.includes(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (task.text.includes(name)) return true;
  if (isTestFile(path)) return task.kind === 'test' || asksForTests.test(task.text.replace(tellsOfTests, ''));
  return asksForConfig.test(task.text);
}

/** Tests and settings that were changed where the task was the code. Tests that only follow a renaming are left alone. */
export function findUnaskedFiles(files: readonly ChangedText[], task: AskedFor): readonly Suspicion[] {
  return files.flatMap((file): readonly Suspicion[] => {
    const { path, before, after, isNew, isGone } = file;
    const isTest = isTestFile(path);
    if ((!isTest && !isConfigFile(path)) || isAsked(path, task)) return [];
    if (isTest && (isNew || saysTheSame(file) || onlyAdds(file) || followsRemoval(file, files))) return [];
    const [first] = isGone
      ? linesBeyond(after.text, before.text)
      : [...linesBeyond(before.text, after.text), ...linesBeyond(after.text, before.text)];
    const what = isTest ? 'a test' : 'a setting of the project';
    const verb = isGone ? 'deletes' : isNew ? 'adds' : 'changes';
    return [
      {
        kind: 'unaskedFile',
        path,
        line: first?.line ?? 0,
        detail: `${verb} ${what} that the task does not name`,
      },
    ];
  });
}

const assertion =
  /\bassert\w*[!.( ]|\bexpect\s*\(|\bpytest\.raises\(\s*\w*|\bself\.assert\w+\(|\b(?:t|require|assert)\.(?:Error|Errorf|Fatal|Fatalf|Equal|NoError|True|False|Nil|NotNil)\w*\(|\.should\b|\bverify\(/g;

/** The same values asserted as often: what changed is how the code under test is called. */
function saysTheSame({ before, after }: ChangedText): boolean {
  const values = (view: ChangedText['before']) =>
    [
      ...stringsIn(view.plain.replace(/^.*\b(?:import|require|from)\b.*$/gm, '')),
      ...(view.code.match(/(?<![\w.])\d[\w.]*/g) ?? []),
    ]
      .sort()
      .join('\n');
  const assertions = (view: ChangedText['before']) => (view.code.match(assertion) ?? []).sort().join('\n');
  return (
    values(before) === values(after) &&
    assertions(before) === assertions(after) &&
    [...skips, leavesEarly, expectsFailure].every(
      (pattern) => addedMatches(before.code, after.code, pattern).length === 0,
    )
  );
}

/** More is asserted, all that was there stays as it was, and nothing stands in for what is tested. */
function onlyAdds({ before, after }: ChangedText): boolean {
  const added = linesBeyond(before.code, after.code);
  return (
    linesBeyond(after.plain, before.plain).length === 0 &&
    added.some(({ text }) => matches(text, assertion)) &&
    !added.some(({ text }) => matches(text, standIn)) &&
    [...skips, leavesEarly].every((pattern) => addedMatches(before.code, after.code, pattern).length === 0)
  );
}

/** What the tests lose speaks of names that the code no longer has. */
function followsRemoval({ before, after }: ChangedText, files: readonly ChangedText[]): boolean {
  const gone = linesBeyond(after.code, before.code).filter(({ text }) => matches(text, assertion));
  const added = linesBeyond(before.code, after.code).filter(({ text }) => matches(text, assertion));
  if (gone.length === 0 || added.length > 0) return false;
  const product = files.filter(({ path }) => isProductCode(path));
  const names = (pick: (file: ChangedText) => string) =>
    new Set(product.flatMap((file) => pick(file).match(/[A-Za-z_$][\w$]*/g) ?? []));
  const left = names((file) => file.after.code);
  const lost = [...names((file) => file.before.code)].filter((name) => !left.has(name));
  return gone.every(({ text }) =>
    lost.some((name) => new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`).test(text)),
  );
}

function escaped(name: string): string {
  return name.replace(/\$/g, '\\$');
}

/** Another thing in the place of what is tested. */
const standIn =
  /\b(?:vi|jest)\.(?:mock|doMock|spyOn)\(|\bmock\.(?:module|method)\(|\bmonkeypatch\.|@patch\b/g;
/** A test that ends before it has begun. */
const leavesEarly =
  /(?:\b(?:it|test|specify)\b.*(?:=>|\))\s*\{|\bdef test\w*\(.*\).*:|\bfunc Test\w*\(.*\)\s*\{)[ \t]*\n?[ \t]*return;?[ \t]*(?=[\n}])/g;

const skips: readonly RegExp[] = [
  /\b(?:it|test|describe|context|suite|specify)\.(?:skip|todo|fixme|only|failing)(?=\(|\.each\b)/g,
  /\b(?:it|test|describe)\([^\n]*\{\s*(?:skip|todo)\s*:\s*(?!false\b)/g,
  /\bx(?:it|describe|test|context|specify)\s*\(/g,
  /@pytest\.mark\.(?:skip|skipif|xfail)\b|\bpytest\.(?:skip|xfail|importorskip)\(|@unittest\.(?:skip\w*|expectedFailure)\b|\bself\.skipTest\(/g,
  /\b[tb]\.(?:Skip|Skipf|SkipNow)\(/g,
  /#\[ignore\b/g,
  /@(?:Disabled|Ignore)\b(?!\w)/g,
  /\bthis\.skip\(\)/g,
];

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

const expectsFailure = /#\[should_panic\b/g;

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
    const loss = lossOf(file, files);
    return loss ? [...found, sign('weakenedTest', loss.line, loss.detail)] : found;
  });
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
  const fewer = (before.code.match(assertion)?.length ?? 0) - (after.code.match(assertion)?.length ?? 0);
  if (fewer > 0) return { line: first.line, detail: `an assertion is gone: ${first.text.slice(0, 80)}` };
  const [now] = added;
  return {
    line: now?.line ?? first.line,
    detail: `asserts something else than before: ${(now ?? first).text.slice(0, 80)}`,
  };
}

function matches(text: string, pattern: RegExp): boolean {
  return text.search(pattern) !== -1;
}

/** Settings that make a check ask for less. */
const loosened =
  /"(?:strict|noImplicit\w+|strict\w+|noUnused\w+|noUnchecked\w+|exactOptional\w+|checkJs)"\s*:\s*false|"(?:skipLibCheck|allowUnreachableCode|suppress\w+|noEmitOnError)"\s*:\s*true|['"][\w@/-]+['"]\s*:\s*(?:\[\s*)?(?:['"](?:off|warn)['"]|0\b)|"(?:test|lint|check|build)[\w:]*"\s*:\s*"(?:(?:true|exit 0|echo\b)[^"]*|[^"]*(?:\|\| *true|; *exit 0|--passWithNoTests|--no-verify)[^"]*)"|continue-on-error:\s*true|^\s*(?:-\s)?.*\|\|\s*true\b|\bignore_(?:errors|missing_imports)\s*=\s*[Tt]rue|\bdisallow_\w+\s*=\s*[Ff]alse|^\s*(?:extend-)?ignore\s*=|\bdisable\s*=|typeCheckingMode"?\s*[:=]\s*"?(?:off|basic)|\bthreshold\w*"?\s*:\s*\{?|\bbail\s*:\s*0|passWithNoTests\s*:\s*true|dangerouslyIgnoreUnhandledErrors\s*:\s*true|\ballow\s*=|=\s*"allow"|\b--?ignore[= ]/gm;

/** Settings of compilers, linters and test runners that ask for less than they did. */
export function findLoosenedSettings(files: readonly ChangedText[], task: AskedFor): readonly Suspicion[] {
  return files
    .filter(({ path, isGone }) => isConfigFile(path) && !isGone && !isAsked(path, task))
    .flatMap(({ path, before, after }) =>
      addedMatches(before.text, after.text, loosened).map(
        ({ line, text }): Suspicion => ({
          kind: 'silencing',
          path,
          line,
          detail: `asks less of the checks: ${text.trim().slice(0, 60)}`,
        }),
      ),
    );
}
