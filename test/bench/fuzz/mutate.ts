import type { Random } from '../edits/random.ts';

/** Text that has broken parsers, patterns and object keys before. */
const hostile = [
  '__proto__',
  'constructor',
  'toString',
  '../../../etc/passwd',
  '/etc/passwd',
  'C:\\Windows\\win.ini',
  '$&$1$$$`',
  '%s%n%x',
  '\0',
  '\r',
  '\u2028',
  '\u2029',
  '\uFEFF',
  '\uD800',
  '\uDFFF\uD83D',
  '\u202Etxt.exe',
  'e\u0301\u0301\u0301',
  '\u{1F469}\u200D\u{1F4BB}',
  '(a+)+$',
  '[',
  '\\',
  '\\n',
  '"\'`',
  '<!--',
  '*/',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is hostile text, not a template
  '${x}',
  '9'.repeat(400),
  ' '.repeat(300),
  '\t'.repeat(300),
  '...',
  '// ... existing code ...',
] as const;

/** Lines that mean something to one of the formats. */
const markers = [
  '*** Begin Patch',
  '*** End Patch',
  '*** End of File',
  '*** Update File: a.ts',
  '*** Update File:',
  '*** Add File: __proto__',
  '*** Delete File: a.ts',
  '*** Move to: ../b.ts',
  '*** Move to: b.ts',
  '*** ',
  '@@',
  '@@ }',
  '@@ -1,2 +3,4 @@',
  '@@ ...',
  '<<<<<<< SEARCH',
  '=======',
  '>>>>>>> REPLACE',
  '------- SEARCH',
  '+++++++ REPLACE',
  ':start_line: 99999999999999999999',
  ':end_line:1',
  '```',
  '````ts',
  '~~~',
  '1 | ',
  'EOF',
  '\\=======',
  '+',
  '-',
  ' ',
  '',
] as const;

type Mutation = (text: string, random: Random, other: string) => string;

const inLines =
  (change: (lines: string[], random: Random) => string[]): Mutation =>
  (text, random) =>
    change(text.split('\n'), random).join('\n');

const mutations: readonly Mutation[] = [
  (text, random) => cut(text, random, 40),
  (text, random) => insert(text, random, String.fromCharCode(random.below(0x10000))),
  (text, random) => insert(text, random, String.fromCharCode(32 + random.below(95))),
  (text, random) => insert(text, random, random.pick(hostile)),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1)),
  (text, random, other) =>
    text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1)),
  (text, _random, other) => text + other,
  (text, random) => text.repeat(2 + random.below(3)),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text, random) =>
    text.replaceAll(random.pick([' ', '\n', 'e', '+', '-', '@@']), random.pick(['', '  ', '\t', '\n'])),
  inLines((lines, random) => lines.toSpliced(random.below(lines.length), 1)),
  inLines((lines, random) => lines.toSpliced(random.below(lines.length), 0, random.pick(markers))),
  inLines((lines, random) => lines.with(random.below(lines.length), random.pick(markers))),
  inLines((lines, random) => {
    const [a, b] = [random.below(lines.length), random.below(lines.length)];
    return lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
  }),
  inLines((lines, random) => {
    const from = random.below(lines.length);
    const part = lines.slice(from, from + 1 + random.below(12));
    return lines.toSpliced(random.below(lines.length), 0, ...part);
  }),
  inLines((lines, random) => {
    const at = random.below(lines.length);
    return lines.with(
      at,
      random.pick([' ', '+', '-', '', '  ', '\\']) + (lines[at] ?? '').slice(random.below(2)),
    );
  }),
  inLines((lines, random) => [...lines].sort((a, b) => (random.chance(0.5) ? a.length - b.length : 0))),
];

/** Text that is long in one way or another; seldom, as it costs time. */
const long: readonly Mutation[] = [
  (text, random) =>
    insert(text, random, random.pick(['a', ' ', '"', '\u2019', 'ab ', '=', '<']).repeat(20_000)),
  inLines((lines, random) => {
    const at = random.below(lines.length);
    return lines.toSpliced(at, 0, ...new Array<string>(2000).fill(lines[at] ?? ''));
  }),
  inLines((lines, random) =>
    lines.toSpliced(random.below(lines.length), 0, ...new Array<string>(2000).fill(random.pick(markers))),
  ),
  (text) => text.repeat(20),
];

/** A text changed in one to four ways, now and then by what another text holds. */
export function mutate(text: string, other: string, random: Random): string {
  let result = text;
  const count = 1 + random.below(4);
  for (let k = 0; k < count; k++) result = random.pick(mutations)(result, random, other);
  return random.chance(0.005) ? random.pick(long)(result, random, other) : result;
}

function cut(text: string, random: Random, most: number): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + 1 + random.below(most));
}

function insert(text: string, random: Random, piece: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}
