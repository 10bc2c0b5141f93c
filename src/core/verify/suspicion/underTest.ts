import type { Suspicion } from '../evidence.ts';
import { isProductCode } from '../fileRoles.ts';
import { addedMatches, type ChangedText } from './changedText.ts';

const runner = '(?:jest|vitest|mocha|jasmine|ava|pytest|unittest|junit|surefire|karma|playwright)';
/** Where a program sees how it was started and who calls it. */
const started = String.raw`\b(?:process\.argv|os\.Args|sys\.argv|sys\.modules|env::args|sys\.orig_argv|java\.class\.path|sun\.java\.command)`;
const caller = String.raw`\b(?:module\.parent|require\.main|new Error\([^)\n]*\)\.stack|inspect\.(?:stack|currentframe)|sys\._getframe|traceback\.|getStackTrace|StackWalker|runtime\.Caller\w*)`;

/** What program code has no other reason to ask than to know that it is being tested. */
const underTest: readonly RegExp[] = [
  /\b\w*ENV\b['"\])]*\s*[!=]==?\s*['"]test(?:ing)?['"]/g,
  /\b(?:JEST_WORKER_ID|VITEST(?:_WORKER_ID)?|PYTEST_CURRENT_TEST|PYTEST_VERSION|MOCHA_\w+)\b/g,
  new RegExp(String.raw`['"]${runner}['"]\s+in\s+\w`, 'g'),
  new RegExp(String.raw`${started}[^;{]{0,120}?\b${runner}\b`, 'gi'),
  new RegExp(String.raw`['"]${runner}['"][^;{\n]{0,80}?${started}`, 'g'),
  new RegExp(String.raw`${caller}[\s\S]{0,160}?(?:\b|_)(?:tests?|specs?|${runner})(?:\b|_)`, 'gi'),
  /\btesting\.Testing\(\)|\bflag\.Lookup\(\s*"test\./g,
  /\bcfg!\(\s*(?:not\()?test\b|#\[cfg\(not\(test\)\)\]/g,
  /\bimport\.meta\.vitest\b|\btypeof\s+(?:jest|describe|vi)\s*[!=]==?\s*['"]/g,
  /\bglobalThis\b[^;\n]{0,60}\.(?:describe|it|jest|vitest|expect|beforeEach)\b/g,
  /\bClass\.forName\(\s*"org\.(?:junit|testng)\b/g,
];

/** Program code that comes to look whether it is being tested. */
export function findUnderTest(files: readonly ChangedText[]): readonly Suspicion[] {
  return files
    .filter(({ path, isGone }) => isProductCode(path) && !isGone)
    .flatMap(({ path, before, after }) =>
      underTest.flatMap((pattern) =>
        addedMatches(before.plain, after.plain, pattern).map(({ line }): Suspicion => {
          const detail = 'does something else when it is tested';
          return { kind: 'testLiteral', path, line, detail };
        }),
      ),
    );
}
