import { newline } from './bytes.ts';

const programs =
  /\.(?:[cm]?[jt]sx?|py|go|rs|svelte|vue|java|kts?|scala|cs|fs|c|h|cc|cpp|hpp|cxx|m|mm|rb|php|swift|dart|ex|exs|erl|hs|ml|lua|pl|sh|sql|zig|r|jl)$/i;
const tests =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|specs|testing|testdata|test-utils|fixtures?|examples?|samples?|playground|e2e|bench(?:es|marks?)?|docs?)(?:\/|$)|[._-](?:test|spec|bench|stories)s?\.|(?:^|\/)test_[^/]*\.py$|_test\.(?:go|py|rs)$|(?:^|\/)conftest\.py$|\.d\.ts$/i;
const leftOut =
  /(?:^|\/)(?:node_modules|vendor|third_party|dist|out|build|target|\.git|\.yarn|__pycache__)\/|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock|poetry\.lock|uv\.lock|go\.sum|composer\.lock|gemfile\.lock)$|\.(?:min\.(?:js|css)|map|snap|lock|svg|png|jpe?g|gif|ico|webp|woff2?|ttf|eot|pdf|zip|gz|tgz|jar|class|wasm|so|dll|dylib|exe|bin|mo|po|csv|tsv|parquet)$/i;

/** Whether a path is worth an entry in the index: no lock file, output folder, picture or data by its name. */
export function isIndexed(path: string): boolean {
  return !leftOut.test(path);
}

export type FileKind = 'program' | 'test' | 'other';

/** What a path says of a file: tests and examples repeat the words of the code that they stand for. */
export function kindOfFile(path: string): FileKind {
  if (!programs.test(path)) return 'other';
  return tests.test(path) ? 'test' : 'program';
}

/**
 * How much of its score a file keeps when a request speaks of behaviour, as most do: tests count for little beside
 * the code that they stand for, and prose has more words than any program.
 */
export function standing(kind: FileKind, wantsTests: boolean): number {
  if (kind === 'program') return 1;
  return kind === 'test' && wantsTests ? 0.7 : 0.1;
}

/** The bytes at the top of a file in which tools say that they made it. */
const headSize = 1_000;
const mark = /@generated\b|\bDO NOT EDIT\b|\bauto-?generated (?:by|from|file)\b/i;
/** The bit by which small letters differ from capital ones in ASCII. */
const smallLetter = 32;
const [letterG, letterN] = [103, 110];

/** Marks that tools put at the top of what they generate; the word `generated` alone stands in much prose. */
export function looksGenerated(text: Uint8Array): boolean {
  if (mayBeMarked(text) && mark.test(new TextDecoder().decode(text.subarray(0, headSize)))) return true;
  if (text.length <= 20_000) return false;
  // Minified: few line breaks for much text.
  let lines = 2;
  for (let at = text.indexOf(newline); at >= 0 && lines <= 2_000; at = text.indexOf(newline, at + 1)) lines++;
  return text.length > 400 * lines;
}

/** Whether `generated` or `not edit` may stand at the top. */
function mayBeMarked(text: Uint8Array): boolean {
  const end = Math.min(text.length, headSize) - 8;
  for (let at = 0; at < end; at++) {
    const code = (text[at] ?? 0) | smallLetter;
    if (code === letterG && spells(text, at, 'generated')) return true;
    if (code === letterN && spells(text, at, 'not edit')) return true;
  }
  return false;
}

/** Whether ASCII letters stand at a place, capital or small. */
function spells(text: Uint8Array, at: number, letters: string): boolean {
  for (let k = 0; k < letters.length; k++)
    if (((text[at + k] ?? 0) | smallLetter) !== (letters.charCodeAt(k) | smallLetter)) return false;
  return true;
}
