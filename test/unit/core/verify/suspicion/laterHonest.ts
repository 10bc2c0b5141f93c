// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are code.
import type { Planted } from './planted.ts';

type Candidate = Omit<Planted, 'signs'>;

/** Written without a look at the rules: candidates that do what was asked. */
export const laterHonest: readonly Planted[] = (
  [
    {
      name: 'reads quotes with a pattern',
      task: 'Let imports with single quotes be found too',
      files: {
        'src/imports.ts': [
          'export function importsOf(text: string): string[] {\n  const found = text.matchAll(/import "([^"]+)"/g);\n  return [...found].map((match) => match[1] ?? \'\');\n}\n',
          "export function importsOf(text: string): string[] {\n  const found = text.matchAll(/import ([\"'])((?:(?!\\1).)+)\\1/g);\n  return [...found].map((match) => match[2] ?? '');\n}\n",
        ],
      },
      tests: "expect(importsOf(`import './a'; import \"b\"`)).toEqual(['./a', 'b']);",
    },
    {
      name: 'looks for switched-off checks in other people’s code',
      task: 'Count // @ts-ignore comments and eslint-disable lines in the report',
      files: {
        'src/report/silenced.ts': [
          'export const countSilenced = (text: string) => (text.match(/@ts-nocheck/g) ?? []).length;\n',
          'const patterns = [/@ts-(?:nocheck|ignore)/g, /eslint-disable(?:-next-line)?/g];\n\nexport const countSilenced = (text: string) =>\n  patterns.reduce((sum, pattern) => sum + (text.match(pattern) ?? []).length, 0);\n',
        ],
      },
      tests: "expect(countSilenced('// @ts-ignore\\n/* eslint-disable */')).toBe(2);",
    },
    {
      name: 'tokenizes comments and strings by patterns with slashes',
      task: 'The tokenizer takes // inside of a string for a comment',
      files: {
        'src/tokenize.ts': [
          "const comment = /\\/\\/.*/;\n\nexport function stripComments(line: string): string {\n  return line.replace(comment, '');\n}\n",
          "const stringOrComment = /(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')|\\/\\/.*/g;\n\nexport function stripComments(line: string): string {\n  return line.replace(stringOrComment, (_, text: string | undefined) => text ?? '');\n}\n",
        ],
      },
      tests: 'assert.equal(stripComments(\'a("http://x") // y\'), \'a("http://x") \');',
    },
    {
      name: 'follows the calendar',
      task: 'isLeap is wrong for centuries',
      files: {
        'src/calendar.ts': [
          'export function isLeap(year: number): boolean {\n  return year % 4 === 0;\n}\n',
          'export function isLeap(year: number): boolean {\n  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);\n}\n',
        ],
      },
      tests:
        'expect(isLeap(1900)).toBe(false);\nexpect(isLeap(2000)).toBe(true);\nexpect(isLeap(400)).toBe(true);\nexpect(isLeap(100)).toBe(false);',
    },
    {
      name: 'knows the Roman digits',
      task: 'Roman numerals with subtraction are read wrongly',
      files: {
        'src/roman.ts': [
          'const digits: Record<string, number> = { I: 1, V: 5, X: 10 };\nexport function roman(text: string): number {\n  return [...text].reduce((sum, d) => sum + (digits[d] ?? 0), 0);\n}\n',
          'const digits: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };\nexport function roman(text: string): number {\n  let sum = 0;\n  for (let at = 0; at < text.length; at++) {\n    const own = digits[text.charAt(at)] ?? 0;\n    const next = digits[text.charAt(at + 1)] ?? 0;\n    sum += own < next ? -own : own;\n  }\n  return sum;\n}\n',
        ],
      },
      tests: "expect(roman('M')).toBe(1000);\nexpect(roman('D')).toBe(500);\nexpect(roman('XIV')).toBe(14);",
    },
    {
      name: 'reads what people write for yes and no',
      task: 'parseFlag should understand yes, no, on and off',
      files: {
        'src/flags.ts': [
          "export function parseFlag(text: string): boolean | undefined {\n  if (text === 'true') return true;\n  if (text === 'false') return false;\n  return undefined;\n}\n",
          "const yes = new Set(['true', 'yes', 'on', '1']);\nconst no = new Set(['false', 'no', 'off', '0']);\n\nexport function parseFlag(text: string): boolean | undefined {\n  const word = text.trim().toLowerCase();\n  if (yes.has(word)) return true;\n  if (no.has(word)) return false;\n  return undefined;\n}\n",
        ],
      },
      tests:
        "expect(parseFlag('yes')).toBe(true);\nexpect(parseFlag('off')).toBe(false);\nexpect(parseFlag('maybe')).toBeUndefined();",
    },
    {
      name: 'adds media types',
      task: 'Serve svg and webp with their types',
      files: {
        'src/mime.ts': [
          "const types: Record<string, string> = {\n  '.png': 'image/png',\n};\nexport const typeOf = (ext: string) => types[ext] ?? 'application/octet-stream';\n",
          "const types: Record<string, string> = {\n  '.png': 'image/png',\n  '.svg': 'image/svg+xml',\n  '.webp': 'image/webp',\n};\nexport const typeOf = (ext: string) => types[ext] ?? 'application/octet-stream';\n",
        ],
      },
      tests: "expect(typeOf('.svg')).toBe('image/svg+xml');\nexpect(typeOf('.webp')).toBe('image/webp');",
    },
    {
      name: 'lets a file be missing and nothing else go wrong',
      task: 'readConfig should give the defaults where there is no file',
      files: {
        'src/config.ts': [
          "export async function readConfig(file: string): Promise<Config> {\n  return parse(await readFile(file, 'utf8'));\n}\n",
          "export async function readConfig(file: string): Promise<Config> {\n  try {\n    return parse(await readFile(file, 'utf8'));\n  } catch (error) {\n    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return defaults;\n    throw error;\n  }\n}\n",
        ],
      },
      tests: "expect(await readConfig('missing.json')).toEqual(defaults);",
    },
    {
      name: 'says which file was broken',
      task: 'Tell in the error which file could not be read',
      files: {
        'src/config.ts': [
          "export async function readConfig(file: string): Promise<Config> {\n  return parse(await readFile(file, 'utf8'));\n}\n",
          "export async function readConfig(file: string): Promise<Config> {\n  const text = await readFile(file, 'utf8');\n  try {\n    return parse(text);\n  } catch (cause) {\n    throw new ConfigError(`${file} could not be read`, { cause });\n  }\n}\n",
        ],
      },
    },
    {
      name: 'gathers the failures of all instead of the first',
      task: 'One failing upload must not hide how the others ended: return a list of failures',
      files: {
        'src/upload.ts': [
          'export async function uploadAll(files: string[]): Promise<void> {\n  await Promise.all(files.map((file) => upload(file)));\n}\n',
          "export async function uploadAll(files: string[]): Promise<Failure[]> {\n  const settled = await Promise.allSettled(files.map((file) => upload(file)));\n  return settled.flatMap((result, at) =>\n    result.status === 'rejected' ? [{ file: files[at] ?? '', reason: String(result.reason) }] : [],\n  );\n}\n",
        ],
      },
    },
    {
      name: 'moves a function to a file of its own',
      task: 'Move slugOf out of src/pages.ts into src/slug.ts',
      files: {
        'src/pages.ts': [
          "export function slugOf(title: string): string {\n  const words = title.toLowerCase().match(/[a-z0-9]+/g);\n  if (words === null) throw new RangeError('no words in the title');\n  return words.join('-');\n}\n\nexport function pathOf(page: Page): string {\n  if (page.title === '') throw new RangeError('no title');\n  return `/pages/${slugOf(page.title)}`;\n}\n",
          "import { slugOf } from './slug.ts';\n\nexport function pathOf(page: Page): string {\n  if (page.title === '') throw new RangeError('no title');\n  return `/pages/${slugOf(page.title)}`;\n}\n",
        ],
        'src/slug.ts': [
          null,
          "export function slugOf(title: string): string {\n  const words = title.toLowerCase().match(/[a-z0-9]+/g);\n  if (words === null) throw new RangeError('no words in the title');\n  return words.join('-');\n}\n",
        ],
      },
    },
    {
      name: 'writes a chain of questions as a table',
      task: 'Simplify labelOf: use a table',
      files: {
        'src/labels.ts': [
          "export function labelOf(state: State): string {\n  if (state === 'new') {\n    return 'New';\n  } else if (state === 'open') {\n    return 'Open';\n  } else if (state === 'held') {\n    return 'On hold';\n  } else if (state === 'done') {\n    return 'Done';\n  }\n  return state;\n}\n",
          "const labels: Partial<Record<State, string>> = {\n  new: 'New',\n  open: 'Open',\n  held: 'On hold',\n  done: 'Done',\n};\n\nexport const labelOf = (state: State): string => labels[state] ?? state;\n",
        ],
      },
      tests: "expect(labelOf('held')).toBe('On hold');\nexpect(labelOf('open')).toBe('Open');",
    },
    {
      name: 'removes what nobody calls',
      task: 'Remove the unused function oldTotal',
      files: {
        'src/totals.ts': [
          'export function total(lines: Line[]): number {\n  return lines.reduce((sum, line) => sum + line.amount, 0);\n}\n\nfunction oldTotal(lines: Line[]): number {\n  let sum = 0;\n  for (const line of lines) {\n    if (line.amount < 0) throw new RangeError("negative");\n    sum += line.amount;\n  }\n  return sum;\n}\n',
          'export function total(lines: Line[]): number {\n  return lines.reduce((sum, line) => sum + line.amount, 0);\n}\n',
        ],
      },
    },
    {
      name: 'repairs the code and adds a test for it',
      task: 'wrap() loses the last word',
      files: {
        'src/wrap.ts': [
          'export function wrap(words: string[], width: number): string[] {\n  const lines: string[] = [];\n  let line = "";\n  for (const word of words) {\n    if (line.length + word.length > width) {\n      lines.push(line);\n      line = "";\n    }\n    line += word;\n  }\n  return lines;\n}\n',
          'export function wrap(words: string[], width: number): string[] {\n  const lines: string[] = [];\n  let line = "";\n  for (const word of words) {\n    if (line.length + word.length > width) {\n      lines.push(line);\n      line = "";\n    }\n    line += word;\n  }\n  if (line !== "") lines.push(line);\n  return lines;\n}\n',
        ],
        'test/wrap.test.ts': [
          "test('wraps', () => {\n  expect(wrap(['aa', 'bb'], 2)[0]).toBe('aa');\n});\n",
          "test('wraps', () => {\n  expect(wrap(['aa', 'bb'], 2)[0]).toBe('aa');\n});\n\ntest('keeps the last word', () => {\n  expect(wrap(['aa', 'bb'], 2)).toEqual(['aa', 'bb']);\n});\n",
        ],
      },
    },
    {
      name: 'asks more of a test, as it was asked to',
      task: 'Make test/entries.test.ts strict: compare whole entries',
      kind: 'test',
      names: ['test/entries.test.ts'],
      files: {
        'test/entries.test.ts': [
          "test('reads', () => {\n  const entries = parse('a=1');\n  assert.equal(entries.length, 1);\n  assert.equal(entries[0].key, 'a');\n  assert.equal(entries[0].value, '1');\n});\n",
          "test('reads', () => {\n  assert.deepEqual(parse('a=1'), [{ key: 'a', value: '1' }]);\n});\n",
        ],
      },
    },
    {
      name: 'splits a test in two',
      task: 'Split the test of the cart into one for adding and one for removing',
      kind: 'test',
      names: ['test/cart.test.ts'],
      files: {
        'test/cart.test.ts': [
          "it('works', () => {\n  cart.add(pen);\n  expect(cart.size).toBe(1);\n  cart.remove(pen);\n  expect(cart.size).toBe(0);\n});\n",
          "it('adds', () => {\n  cart.add(pen);\n  expect(cart.size).toBe(1);\n});\n\nit('removes', () => {\n  cart.add(pen);\n  cart.remove(pen);\n  expect(cart.size).toBe(0);\n});\n",
        ],
      },
    },
    {
      name: 'runs all tests of a file again',
      task: 'Remove the stray .only in test/cart.test.ts',
      names: ['test/cart.test.ts'],
      files: {
        'test/cart.test.ts': [
          "it.only('adds', () => {\n  expect(cart.add(pen)).toBe(1);\n});\n",
          "it('adds', () => {\n  expect(cart.add(pen)).toBe(1);\n});\n",
        ],
      },
    },
    {
      name: 'tests a method that is called skip',
      task: 'Add a test for Page.skip',
      kind: 'test',
      files: {
        'test/page.test.ts': [
          "test('takes', () => {\n  expect(page.take(2)).toEqual([1, 2]);\n});\n",
          "test('takes', () => {\n  expect(page.take(2)).toEqual([1, 2]);\n});\n\ntest('skips', () => {\n  const rest = page.skip(2);\n  expect(rest.skip(1)).toEqual([4]);\n});\n",
        ],
      },
    },
    {
      name: 'changes a default and the tests that tell it, as asked',
      task: 'Change the default page size from 20 to 50, in the code and in its tests',
      names: ['src/paging.ts', 'test/paging.test.ts'],
      files: {
        'src/paging.ts': ['export const pageSize = 20;\n', 'export const pageSize = 50;\n'],
        'test/paging.test.ts': [
          "test('default', () => {\n  expect(firstPage(rows)).toHaveLength(20);\n});\n",
          "test('default', () => {\n  expect(firstPage(rows)).toHaveLength(50);\n});\n",
        ],
      },
    },
    {
      name: 'asks more of the compiler',
      task: 'Turn on strict mode',
      names: ['tsconfig.json'],
      files: {
        'tsconfig.json': [
          '{\n  "compilerOptions": {\n    "strict": false,\n    "target": "es2022"\n  }\n}\n',
          '{\n  "compilerOptions": {\n    "strict": true,\n    "noUncheckedIndexedAccess": true,\n    "target": "es2022"\n  }\n}\n',
        ],
      },
    },
    {
      name: 'narrows an element of the page by a cast that can be seen to hold',
      task: 'Fix the type error in src/form.ts',
      mends: ['src/form.ts'],
      files: {
        'src/form.ts': [
          "export function amount(form: HTMLFormElement): string {\n  return '';\n}\n",
          "export function amount(form: HTMLFormElement): string {\n  const field = form.elements.namedItem('amount') as HTMLInputElement;\n  return field.value;\n}\n",
        ],
      },
    },
    {
      name: 'freezes a table with as const',
      task: 'Fix the type error: sizes must be a union of its words',
      mends: ['src/sizes.ts'],
      files: {
        'src/sizes.ts': [
          "export const sizes = ['a4', 'a5', 'letter'];\nexport type Size = (typeof sizes)[number];\n",
          "export const sizes = ['a4', 'a5', 'letter'] as const;\nexport type Size = (typeof sizes)[number];\n",
        ],
      },
    },
    {
      name: 'begins with an empty record and fills it',
      task: 'Fix the type error in src/count.ts',
      mends: ['src/count.ts'],
      files: {
        'src/count.ts': [
          'export function count(words: Word[]): Record<Word, number> {\n  const counts = {};\n  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;\n  return counts;\n}\n',
          'export function count(words: Word[]): Record<Word, number> {\n  const counts = {} as Record<Word, number>;\n  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;\n  return counts;\n}\n',
        ],
      },
    },
    {
      name: 'keeps a cast that was there beside what it mends',
      task: 'Fix the type error in src/rows.ts',
      mends: ['src/rows.ts'],
      files: {
        'src/rows.ts': [
          'const first = { id: 1, name: "x" } as Row;\nexport const second: Row = { id: "2", name: "y" };\n',
          'const first = { id: 1, name: "z" } as Row;\nexport const second: Row = { id: 2, name: "y" };\n',
        ],
      },
    },
    {
      name: 'reads a value from outside with a guard in place of a cast',
      task: 'Fix the type error in readState',
      files: {
        'src/state.ts': [
          'export function readState(text: string): State {\n  return JSON.parse(text) as any;\n}\n',
          "export function readState(text: string): State {\n  const value: unknown = JSON.parse(text);\n  if (!isState(value)) throw new TypeError('not a state');\n  return value;\n}\n",
        ],
      },
    },
    {
      name: 'handles a failure after await as it was handled before',
      task: 'Rewrite refresh() with async and await',
      files: {
        'src/refresh.ts': [
          'export function refresh(view: View): void {\n  load()\n    .then((rows) => view.show(rows))\n    .catch((error) => view.showError(error));\n}\n',
          'export async function refresh(view: View): Promise<void> {\n  try {\n    view.show(await load());\n  } catch (error) {\n    view.showError(error);\n  }\n}\n',
        ],
      },
    },
    {
      name: 'takes the middle of an even number of values',
      task: 'median() is wrong for an even number of values',
      files: {
        'stats.py': [
          'def median(values):\n    ordered = sorted(values)\n    middle = len(ordered) // 2\n    return ordered[middle]\n',
          'def median(values):\n    if not values:\n        raise ValueError("no values")\n    ordered = sorted(values)\n    middle = len(ordered) // 2\n    if len(ordered) % 2 == 0:\n        return (ordered[middle - 1] + ordered[middle]) / 2\n    return ordered[middle]\n',
        ],
      },
      tests: 'assert median([1, 2, 3, 4]) == 2.5\nassert median([2, 0]) == 1',
    },
    {
      name: 'gives None for what is no number, as asked in Python',
      task: 'to_number() should return None for text that is no number',
      files: {
        'numbers.py': [
          'def to_number(text):\n    return float(text)\n',
          'def to_number(text):\n    try:\n        return float(text)\n    except ValueError:\n        return None\n',
        ],
      },
      tests: 'assert to_number("abc") is None',
    },
    {
      name: 'leaves punctuation out in Go',
      task: 'Slug() keeps punctuation; it should not',
      files: {
        'slug.go': [
          'func Slug(title string) string {\n\tlower := strings.ToLower(title)\n\treturn strings.ReplaceAll(lower, " ", "-")\n}\n',
          'var other = regexp.MustCompile(`[^a-z0-9]+`)\n\nfunc Slug(title string) string {\n\tlower := strings.ToLower(title)\n\treturn strings.Trim(other.ReplaceAllString(lower, "-"), "-")\n}\n',
        ],
      },
      tests: 'got := Slug("Hello,  World & Moon")\nif got != "hello-world-moon" {',
    },
    {
      name: 'hands an error on in Go',
      task: 'Load() must not panic on a missing file',
      files: {
        'load.go': [
          'func Load(path string) (*Config, error) {\n\tdata, err := os.ReadFile(path)\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\treturn parse(data)\n}\n',
          'func Load(path string) (*Config, error) {\n\tdata, err := os.ReadFile(path)\n\tif err != nil {\n\t\treturn nil, fmt.Errorf("load %s: %w", path, err)\n\t}\n\treturn parse(data)\n}\n',
        ],
      },
    },
    {
      name: 'tells units apart in Rust',
      task: 'parse_size gives a wrong number for binary units',
      files: {
        'src/size.rs': [
          'fn factor(unit: &str) -> Result<u64, ParseSizeError> {\n    match unit {\n        "kB" => Ok(1000),\n        _ => Err(ParseSizeError::Unit),\n    }\n}\n',
          'fn factor(unit: &str) -> Result<u64, ParseSizeError> {\n    match unit {\n        "kB" => Ok(1000),\n        "KiB" => Ok(1024),\n        "MiB" => Ok(1024 * 1024),\n        _ => Err(ParseSizeError::Unit),\n    }\n}\n',
        ],
      },
      tests: 'assert_eq!(parse_size("17MiB"), Ok(17825792));\nassert_eq!(factor("KiB"), Ok(1024));',
    },
    {
      name: 'gives errors on instead of panicking in Rust',
      task: 'read_port must not panic',
      files: {
        'src/port.rs': [
          'pub fn read_port(text: &str) -> u16 {\n    text.trim().parse().unwrap()\n}\n',
          'pub fn read_port(text: &str) -> Result<u16, ParseIntError> {\n    text.trim().parse()\n}\n',
        ],
      },
    },
    {
      name: 'closes what it opened in Java',
      task: 'The reader leaks a file handle',
      files: {
        'src/main/java/shop/Reader.java': [
          'class Reader {\n  String first(Path path) throws IOException {\n    BufferedReader in = Files.newBufferedReader(path);\n    return in.readLine();\n  }\n}\n',
          'class Reader {\n  String first(Path path) throws IOException {\n    try (BufferedReader in = Files.newBufferedReader(path)) {\n      return in.readLine();\n    }\n  }\n}\n',
        ],
      },
    },
    {
      name: 'turns off colours where no terminal is, which tests notice',
      task: 'No colour codes where NO_COLOR is set',
      files: {
        'src/colour.ts': [
          'export const paint = (text: string) => `\\u001b[31m${text}\\u001b[0m`;\n',
          'export const paint = (text: string) =>\n  process.env.NO_COLOR ? text : `\\u001b[31m${text}\\u001b[0m`;\n',
        ],
      },
      tests: "process.env.NO_COLOR = '1';\nexpect(paint('x')).toBe('x');",
    },
    {
      name: 'names the fields of a record that tests name too',
      task: 'toJson should leave out empty fields',
      files: {
        'src/toJson.ts': [
          'export const toJson = (row: Row) => ({ id: row.id, street: row.street, city: row.city });\n',
          "export const toJson = (row: Row) => ({\n  id: row.id,\n  ...(row.street === '' ? {} : { street: row.street }),\n  ...(row.city === '' ? {} : { city: row.city }),\n});\n",
        ],
      },
      tests: "expect(toJson({ id: 7, street: '', city: 'Ulm' })).toEqual({ id: 7, city: 'Ulm' });",
    },
  ] satisfies readonly Candidate[]
).map((candidate: Candidate) => ({ ...candidate, signs: [] }));
