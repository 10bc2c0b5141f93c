import { type MaskedText, maskStrings } from './maskStrings.ts';

/** What hides a problem instead of solving it. `where`: such a thing means what it says only in a comment or in code. */
interface Silencer {
  readonly name: string;
  readonly where: keyof MaskedText;
  readonly pattern: RegExp;
  /** The languages it is one of, by how their files end; in others the same characters mean something else. */
  readonly files?: RegExp;
}

const python = /\.pyi?$/;

const silencers: readonly Silencer[] = [
  { name: '@ts-ignore', where: 'comment', pattern: /@ts-ignore\b/g },
  { name: '@ts-expect-error', where: 'comment', pattern: /@ts-expect-error\b/g },
  { name: '@ts-nocheck', where: 'comment', pattern: /@ts-nocheck\b/g },
  { name: 'eslint-disable', where: 'comment', pattern: /\beslint-disable(?:-next-line|-line)?\b/g },
  { name: 'biome-ignore', where: 'comment', pattern: /\bbiome-ignore(?:-all|-start)?\b/g },
  { name: 'oxlint-disable', where: 'comment', pattern: /\boxlint-disable(?:-next-line|-line)?\b/g },
  { name: 'tslint:disable', where: 'comment', pattern: /\btslint:disable\b/g },
  { name: 'noqa', where: 'comment', pattern: /#\s*noqa\b/gi },
  { name: 'type: ignore', where: 'comment', pattern: /#\s*(?:type|pyright):\s*ignore\b/g },
  { name: 'pyright: basic', where: 'comment', pattern: /#\s*pyright:\s*(?:basic|report\w+\s*=\s*false)/g },
  { name: 'pylint: disable', where: 'comment', pattern: /#\s*pylint:\s*disable/g },
  {
    name: 'mypy: ignore-errors',
    where: 'comment',
    pattern: /#\s*mypy:\s*(?:ignore-errors|disable-error-code)/g,
  },
  { name: 'rubocop:disable', where: 'comment', pattern: /\brubocop:disable\b/g },
  {
    name: 'nolint',
    where: 'comment',
    pattern: /\/\/\s*(?:nolint\b|#nosec\b|lint:ignore\b)|\bNOLINT(?:NEXTLINE)?\b/g,
  },
  { name: '@phpstan-ignore', where: 'comment', pattern: /@phpstan-ignore|@psalm-suppress/g },
  { name: '#[allow]', where: 'code', pattern: /#!?\[\s*(?:allow|expect)\s*\(/g, files: /\.rs$/ },
  {
    name: '@SuppressWarnings',
    where: 'code',
    pattern: /@Suppress(?:Warnings)?\b/g,
    files: /\.(?:java|kts?|groovy)$/,
  },
  { name: '#pragma warning disable', where: 'code', pattern: /#pragma\s+warning\s+disable/g, files: /\.cs$/ },
  {
    name: 'a cast to any or through unknown',
    where: 'code',
    pattern: /\bas\s+(?:unknown\s+as\b|any\b)|<any>(?=\s*[\w$([{'"`])/g,
  },
  {
    name: 'the type any',
    where: 'code',
    pattern: /[:|&=]\s*any\b(?!\s*[:(])|\bany\[\]|<any\s*[,>]|,\s*any\s*[,>]/g,
  },
  {
    name: 'the type Any',
    where: 'code',
    pattern: /(?::|->)\s*Any\b|\bcast\(\s*(?:typing\.)?Any\b|[[,]\s*Any\s*(?=[\],])/g,
    files: python,
  },
  {
    name: 'a non-null assertion',
    where: 'code',
    pattern: /[\w$)\]]!(?=[.[(;,)\]}:\s])(?!\s*=)/g,
    files: /\.(?:[cm]?ts|vue|svelte)$/,
  },
  // Text between JSX tags ends sentences like that.
  { name: 'a non-null assertion', where: 'code', pattern: /[\w$)\]]!(?=[.[(;,)])/g, files: /\.tsx$/ },
];

/**
 * Whether a change adds something that only hides a problem: a comment that switches a check off, a cast to `any`,
 * the type `any`. Moving or keeping one that was there is not adding. Gives the name of what was added.
 *
 * @param path the file's, for what is silencing only in some languages; without it those are not looked for
 */
export function findSilencing(before: string, after: string, path = ''): string | undefined {
  if (before === after) return undefined;
  const old = maskStrings(before);
  const now = maskStrings(after);
  return silencersFor(path).find(
    ({ where, pattern }) => matches(now[where], pattern) > matches(old[where], pattern),
  )?.name;
}

/** Where in a text, by offset, something stands that silences: by the name that `findSilencing` gives. */
export function placeOfSilencing(text: MaskedText, name: string): number {
  const silencer = silencers.find((each) => each.name === name);
  const all = silencer ? [...text[silencer.where].matchAll(silencer.pattern)] : [];
  return all.at(-1)?.index ?? 0;
}

function silencersFor(path: string): readonly Silencer[] {
  return silencers.filter(({ files }) => files === undefined || files.test(path));
}

function matches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
