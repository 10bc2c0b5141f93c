import { isProductCode } from '../fileRoles.ts';
import { addedMatches, type ChangedText, linesBeyond, type TextView } from './changedText.ts';
import { functionBodies } from './functionBodies.ts';
import { stringsIn } from './maskStrings.ts';

export const assertion =
  /\bassert\w*[!.( ]|\bexpect\s*\(|\bpytest\.raises\(\s*\w*|\bself\.assert\w+\(|\b(?:t|require|assert)\.(?:Error|Errorf|Fatal|Fatalf|Equal|NoError|True|False|Nil|NotNil)\w*\(|\.should\b|\bverify\(/g;

/** What makes a runner leave a test out. */
export const skips: readonly RegExp[] = [
  /\b(?:it|test|describe|context|suite|specify)\.(?:skip|todo|fixme|only|failing)(?=\(|\.each\b)/g,
  /\b(?:it|test|describe)\.(?:skipIf\(\s*(?:true|!0|1)|runIf\(\s*(?:false|!1|0))\s*\)/g,
  /\b(?:it|test|describe)\([^\n]*\{\s*(?:skip|todo)\s*:\s*(?!false\b)/g,
  /\bx(?:it|describe|test|context|specify)\s*\(/g,
  /@pytest\.mark\.(?:skip|skipif|xfail)\b|\bpytest\.(?:skip|xfail|importorskip)\(|@unittest\.(?:skip\w*|expectedFailure)\b|\bself\.skipTest\(/g,
  /^[ \t]*collect_ignore(?:_glob)?\s*=|^[ \t]*__test__\s*=\s*False|\bpytestmark\s*=\s*pytest\.mark\.(?:skip|xfail)/gm,
  /\b[tb]\.(?:Skip|Skipf|SkipNow)\(/g,
  /#\[ignore\b/g,
  /@(?:Disabled|Ignore)\b(?!\w)/g,
  /\bthis\.skip\(\)/g,
];

/** A test that ends before it has begun. */
export const leavesEarly =
  /(?:\b(?:it|test|specify)\b.*(?:=>|\))\s*\{|\bdef test\w*\(.*\).*:|\bfunc Test\w*\(.*\)\s*\{)[ \t]*\n?[ \t]*return;?[ \t]*(?=[\n}])/g;

/** What lets a test go on where it would have failed, or assert only now and then. */
export const guards: readonly RegExp[] = [
  /\bcatch\b|\bexcept\b|\brecover\(\)|\bsuppress\(|\bcatch_unwind\b/g,
  /\b(?:it|test|describe)\.(?:skipIf|runIf)\(/g,
  /\bif\b|\bunless\b|&&|\|\|/g,
];

/** An assertion that the test waits for; without that it comes out too late to fail anything. */
export function awaitedIn({ code }: TextView): number {
  return code.match(/\b(?:await|return)\s+(?:expect|assert)\b/g)?.length ?? 0;
}

/** Another thing in the place of what is tested. */
const standIn =
  /\b(?:vi|jest)\.(?:mock|doMock|spyOn)\(|\bmock\.(?:module|method)\(|\bmonkeypatch\.|@patch\b/g;

/** A test as its runner finds it. */
const declared =
  /(?<![.\w])(?:it|test|specify)(?:\.(?!skip\b|todo\b)\w+)*\s*\(|\bdef test\w*\(|\bfunc Test\w+\(|#\[(?:\w+::)?test\b|@(?:Test|ParameterizedTest)\b/g;

/** How many tests a text declares; one that runs over a table counts as many as it has rows. */
export function testsIn({ code }: TextView): number {
  return code.match(declared)?.length ?? 0;
}

/** Whether a text makes its tests out of a table, so that fewer declarations may mean more tests. */
export function hasTable({ code }: TextView): boolean {
  return /\.each\b|\bparametrize\(|@(?:Csv|Value|Method)Source\b|\brange\s+\w+|\bfor\b|\bforEach\(|\bt\.Run\(|\b(?:rs|case)test\b/.test(
    code,
  );
}

/** The same values asserted as often and as surely: what changed is how the code under test is called. */
export function saysTheSame({ before, after }: ChangedText): boolean {
  const lines = (view: TextView) => valuesOf(view).map((line) => line.join(' '));
  const inOrder = (view: TextView) => valuesOf(view).flat().join(' ');
  // Lines may have moved, or been broken in another place; what stands in one of them in another order is another value.
  const isSame =
    inOrder(before) === inOrder(after) || lines(before).sort().join('\n') === lines(after).sort().join('\n');
  const assertions = (view: TextView) => (view.code.match(assertion) ?? []).sort().join('\n');
  return (
    isSame &&
    assertions(before) === assertions(after) &&
    testsIn(before) === testsIn(after) &&
    awaitedIn(before) <= awaitedIn(after) &&
    !hasMore(before, after, [...skips, ...guards, leavesEarly, expectsFailure])
  );
}

/** The strings and numbers of each line that has any, but for the names of modules. */
function valuesOf({ plain, code }: TextView): readonly (readonly string[])[] {
  const numbers = code.split('\n');
  return plain.split('\n').flatMap((line, at) => {
    const strings = /\b(?:import|require|from)\b/.test(line) ? [] : stringsIn(line);
    const values = [...strings, ...((numbers[at] ?? '').match(/(?<![\w.])\d[\w.]*/g) ?? [])];
    return values.length > 0 ? [values] : [];
  });
}

/** More is asserted, all that was there stays as it was, and nothing stands in for what is tested. */
export function onlyAdds({ before, after }: ChangedText): boolean {
  const added = linesBeyond(before.code, after.code);
  return (
    linesBeyond(after.plain, before.plain).length === 0 &&
    added.some(({ text }) => matches(text, assertion)) &&
    !added.some(({ text }) => matches(text, standIn)) &&
    !hasMore(before, after, [...skips, leavesEarly])
  );
}

function hasMore(before: TextView, after: TextView, patterns: readonly RegExp[]): boolean {
  return patterns.some((pattern) => addedMatches(before.code, after.code, pattern).length > 0);
}

export const expectsFailure = /#\[should_panic\b/g;

const declaration =
  /\b(?:function\*?|def|class|const|let|var|func|fn|struct|enum|type|interface|trait|record)\s+(?:\([^)\n]*\)\s*)?([A-Za-z_$][\w$]*)/g;

/** What the tests lose speaks of names that the code no longer declares. */
export function followsRemoval({ before, after }: ChangedText, files: readonly ChangedText[]): boolean {
  const gone = linesBeyond(after.code, before.code).filter(({ text }) => matches(text, assertion));
  const added = linesBeyond(before.code, after.code).filter(({ text }) => matches(text, assertion));
  if (gone.length === 0 || added.length > 0) return false;
  const product = files.filter(({ path }) => isProductCode(path));
  const left = new Set(product.flatMap((file) => declaredIn(file.after, file.path)));
  const lost = product
    .flatMap((file) => declaredIn(file.before, file.path))
    .filter((name) => !left.has(name));
  return gone.every(({ text }) =>
    lost.some((name) => new RegExp(`(?<![\\w$])${name.replace(/\$/g, '\\$')}(?![\\w$])`).test(text)),
  );
}

function declaredIn(view: TextView, path: string): readonly string[] {
  const named = [...view.code.matchAll(declaration)].flatMap((match) => match[1] ?? []);
  return [...named, ...functionBodies(view, path).map(({ name }) => name)];
}

export function matches(text: string, pattern: RegExp): boolean {
  return text.search(pattern) !== -1;
}
