import type { Suspicion } from '../evidence.ts';
import { isConfigFile } from '../fileRoles.ts';
import type { AskedFor } from './askedFor.ts';
import { isAsked } from './askedFor.ts';
import { addedMatches, type ChangedText } from './changedText.ts';

/** Settings that make a check ask for less. */
const loosened: readonly RegExp[] = [
  // Of the TypeScript compiler.
  /"(?:strict|noImplicit\w+|strict\w+|noUnused\w+|noUnchecked\w+|exactOptional\w+|checkJs)"\s*:\s*false/g,
  /"(?:skipLibCheck|allowUnreachableCode|suppress\w+|noEmitOnError)"\s*:\s*true/g,
  // Rules of linters.
  /['"][\w@/-]+['"]\s*:\s*(?:\[\s*)?(?:['"](?:off|warn)['"]|0\b)/g,
  /^\s*(?:extend-)?ignore\s*=|\bdisable\s*=|\ballow\s*=|=\s*"allow"|\b--?ignore[= ]/gm,
  /typeCheckingMode"?\s*[:=]\s*"?(?:off|basic)|\bignore_(?:errors|missing_imports)\s*=\s*[Tt]rue|\bdisallow_\w+\s*=\s*[Ff]alse/g,
  // What scripts and pipelines run.
  /"(?:test|lint|check|build)[\w:]*"\s*:\s*"(?:(?:true|exit 0|echo\b)[^"]*|[^"]*(?:\|\| *true|; *exit 0|--passWithNoTests|--no-verify)[^"]*)"/g,
  /continue-on-error:\s*true|^\s*(?:-\s)?.*\|\|\s*true\b/gm,
  // Which tests run, and what they have to reach.
  /\b(?:testPathIgnorePatterns|collect_ignore\w*|norecursedirs|coveragePathIgnorePatterns|testIgnore)\b|--(?:deselect|grep|invert|testPathIgnorePatterns|exclude)\b|-k ["']?not\b|\b-skip[ =]/g,
  /\bthreshold\w*"?\s*:\s*\{?|\bbail\s*:\s*0|passWithNoTests\s*:\s*true|dangerouslyIgnoreUnhandledErrors\s*:\s*true|\bfail[-_]under\b/g,
];

/** Settings of compilers, linters and test runners that ask for less than they did. */
export function findLoosenedSettings(files: readonly ChangedText[], task: AskedFor): readonly Suspicion[] {
  return files
    .filter(({ path, isGone }) => isConfigFile(path) && !isGone && !isAsked(path, task))
    .flatMap(({ path, before, after }) =>
      loosened.flatMap((pattern) =>
        addedMatches(before.text, after.text, pattern).map(({ line, text }): Suspicion => {
          const detail = `asks less of the checks: ${text.trim().slice(0, 60)}`;
          return { kind: 'silencing', path, line, detail };
        }),
      ),
    );
}
