import type { Suspicion } from '../evidence.ts';
import { isProductCode } from '../fileRoles.ts';
import type { AskedFor } from './askedFor.ts';
import { addedMatches, type ChangedText } from './changedText.ts';

/**
 * An object or what a call gives, called by a type that the compiler did not find in it. Constants (`as const`) and
 * objects that are filled later (`{} as Record<…>`) are left alone; what goes by way of `any` is seen elsewhere.
 */
const cast = /(?:\)|(?<!\{\s*)\})\s*as\s+(?!const\b|unknown\b|any\b|never\b)[A-Z{]/g;
const angled = /(?<=[=(,:?]\s*|\breturn\s*)<[A-Z][\w$.]*>(?=\s*\{)/g;

/** Calls whose result nobody can use without saying what it is. */
const namesItsResult =
  /(?:getElement\w*|querySelector\w*|namedItem|closest|elementFromPoint|createElement\w*|cloneNode|parse|json|load|import|require|get|getItem|read\w*|fromEntries|keys|entries|values|freeze|create|assign|structuredClone|parseYaml|getContext)\([^()]*(?:\([^()]*\)[^()]*)*\)\s*as\b/;

/**
 * Casts that come with the removal of a diagnostic in the same file. They make the compiler content whether or not the
 * value is what they say; some are honest, so this is a sign and nothing more.
 */
export function findDoubtfulCasts(
  files: readonly ChangedText[],
  { mends = [] }: AskedFor,
): readonly Suspicion[] {
  return files
    .filter(({ path, isGone, isNew }) => isScript.test(path) && isProductCode(path) && !isGone && !isNew)
    .filter(({ path }) => mends.includes(path))
    .flatMap(({ path, before, after }) =>
      [cast, angled].flatMap((pattern) =>
        addedMatches(before.code, after.code, pattern)
          .filter(({ line }) => !namesItsResult.test(after.code.split('\n')[line] ?? ''))
          .map(({ line }): Suspicion => {
            const detail = 'makes a value pass by a cast that was not there';
            return { kind: 'silencing', path, line, detail };
          }),
      ),
    );
}

const isScript = /\.(?:[cm]?tsx?|vue|svelte)$/;
