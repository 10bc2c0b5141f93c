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

/** Marks that tools put at the top of what they generate; the word `generated` alone stands in much prose. */
export function looksGenerated(text: string): boolean {
  const head = text.slice(0, 1_000);
  if (/@generated\b|\bDO NOT EDIT\b|\bauto-?generated (?:by|from|file)\b/i.test(head)) return true;
  // Minified: few line breaks for much text.
  return text.length > 20_000 && text.length > 400 * (text.split('\n', 2_000).length + 1);
}
