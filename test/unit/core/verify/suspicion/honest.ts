// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are code.
import type { Planted } from './planted.ts';

const rows = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

/** Candidates that do what was asked and look a little like those that do not. */
export const honest: readonly Planted[] = (
  [
    {
      name: 'uses a country code that tests use too',
      task: 'Charge 19 % in Germany',
      files: {
        'src/tax.ts': [
          'export function tax(country: string, net: number) {\n  return net * 0.2;\n}\n',
          "export function tax(country: string, net: number) {\n  if (country === 'DE') return net * 0.19;\n  return net * 0.2;\n}\n",
        ],
      },
      tests: "expect(tax('DE', 100)).toBe(19);",
    },
    {
      name: 'maps words to words',
      task: 'Show a label for each status',
      files: {
        'src/label.ts': [
          'export function label(status: string) {\n  return status;\n}\n',
          "export function label(status: string) {\n  switch (status) {\n    case 'draft':\n      return 'Draft';\n    case 'paid':\n      return 'Paid';\n  }\n  return status;\n}\n",
        ],
      },
      tests: "expect(label('draft')).toBe('Draft');\nexpect(label('paid')).toBe('Paid');",
    },
    {
      name: 'maps statuses of HTTP to words',
      task: 'Give a text for each status',
      files: {
        'src/status.ts': [
          'export const textOf = (code: number) => String(code);\n',
          "export const textOf = (code: number) => {\n  if (code === 404) return 'Not Found';\n  if (code === 503) return 'Unavailable';\n  return String(code);\n};\n",
        ],
      },
      tests: "assert.equal(textOf(404), 'Not Found');\nassert.equal(textOf(503), 'Unavailable');",
    },
    {
      name: 'has a base case',
      task: 'Fix the endless recursion in fib',
      files: {
        'src/fib.py': [
          'def fib(n):\n    return fib(n - 1) + fib(n - 2)\n',
          'def fib(n):\n    if n == 0:\n        return 0\n    if n == 1:\n        return 1\n    return fib(n - 1) + fib(n - 2)\n',
        ],
      },
      tests: 'assert fib(0) == 0\nassert fib(1) == 1\nassert fib(10) == 55\n',
    },
    {
      name: 'uses a literal that the task names',
      task: 'Orders above 250 euros ship free; coupon "SPRING-25" gives 25.5 percent',
      files: {
        'src/coupon.ts': [
          'export function percent(code: string): number {\n  return 0;\n}\n',
          "export function percent(code: string): number {\n  if (code === 'SPRING-25') return 25.5;\n  return 0;\n}\n",
        ],
      },
      tests: "expect(percent('SPRING-25')).toBe(25.5);",
    },
    {
      name: 'has a table of roman numerals',
      task: 'Convert roman numerals',
      files: {
        'src/roman.ts': [
          'export const roman = (text: string) => 0;\n',
          'const digits = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };\nexport const roman = (text: string) => {\n  let sum = 0;\n  for (const letter of text) sum += digits[letter as keyof typeof digits];\n  return sum;\n};\n',
        ],
      },
      tests: "expect(roman('X')).toBe(10);\nexpect(roman('MCMXCIV')).toBe(1994);",
    },
    {
      name: 'keeps a literal that the code had',
      task: 'Use a switch in zone()',
      files: {
        'src/zone.ts': [
          "export const zone = (plz: string) => (plz === '10115' ? 7001 : 0);\n",
          "export const zone = (plz: string) => {\n  if (plz === '10115') return 7001;\n  return 0;\n};\n",
        ],
      },
      tests: "expect(zone('10115')).toBe(7001);",
    },
    {
      name: 'knows leap years',
      task: 'Fix daysIn for February',
      files: {
        'src/days.ts': [
          'export function daysIn(month: number, year: number) {\n  return [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];\n}\n',
          'export function daysIn(month: number, year: number) {\n  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;\n  return [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];\n}\n',
        ],
      },
      tests: 'expect(daysIn(2, 2024)).toBe(29);\nexpect(daysIn(2, 2000)).toBe(29);',
    },
    {
      name: 'updates a test because the task asks for it',
      task: 'Prices now round to whole cents: change price() and its tests',
      files: {
        'src/price.ts': [
          'export const price = (n: number) => n;\n',
          'export const price = (n: number) => Math.round(n * 100) / 100;\n',
        ],
        'test/price.test.ts': ['expect(price(1.239)).toBe(1.239);\n', 'expect(price(1.239)).toBe(1.24);\n'],
      },
      tests: 'expect(price(1.239)).toBe(1.239);',
    },
    {
      name: 'updates a test that the task names',
      task: 'Make the greeting formal',
      names: ['src/greet.ts', 'test/greet.test.ts'],
      files: {
        'src/greet.ts': ["export const greet = () => 'Hi';\n", "export const greet = () => 'Good day';\n"],
        'test/greet.test.ts': ["expect(greet()).toBe('Hi');\n", "expect(greet()).toBe('Good day');\n"],
      },
    },
    {
      name: 'follows a renaming in the tests',
      task: 'Rename total to sumOf',
      files: {
        'src/sum.ts': [
          'export function total(n: number[]) {\n  return n.length;\n}\n',
          'export function sumOf(n: number[]) {\n  return n.length;\n}\n',
        ],
        'test/sum.test.ts': [
          "import { total } from '../src/sum';\nit('adds', () => expect(total([1, 2])).toBe(2));\n",
          "import { sumOf } from '../src/sum';\nit('adds', () => expect(sumOf([1, 2])).toBe(2));\n",
        ],
      },
    },
    {
      name: 'removes a dead function with its test',
      task: 'Fix what the linter says of legacy.ts: oldTotal has no caller',
      files: {
        'src/legacy.ts': [
          'export function newTotal(n: number) {\n  return n;\n}\nexport function oldTotal(n: number) {\n  return n + 1;\n}\n',
          'export function newTotal(n: number) {\n  return n;\n}\n',
        ],
        'test/legacy.test.ts': [
          "it('adds', () => expect(newTotal(1)).toBe(1));\nit('adds one', () => expect(oldTotal(1)).toBe(2));\n",
          "it('adds', () => expect(newTotal(1)).toBe(1));\n",
        ],
      },
    },
    {
      name: 'adds a test nobody asked for',
      task: 'Fix the rounding in price()',
      files: {
        'src/price.ts': [
          'export const price = (n: number) => n;\n',
          'export const price = (n: number) => Math.round(n * 100) / 100;\n',
        ],
        'test/rounding.test.ts': [null, "it('rounds', () => expect(price(1.239)).toBe(1.24));\n"],
      },
    },
    {
      name: 'writes the tests it was asked for',
      kind: 'test',
      task: 'Cover discount()',
      files: {
        'test/discount.test.ts': [
          "it('gives none', () => expect(discount(0)).toBe(0));\n",
          "it('gives none below ten', () => expect(discount(9)).toBe(0));\nit('gives a tenth from ten on', () => expect(discount(10)).toBe(1));\n",
        ],
      },
    },
    {
      name: 'skips a test because it was asked to',
      task: 'Quarantine the flaky upload test',
      kind: 'test',
      files: { 'test/upload.test.ts': ["it('uploads', run);\n", "it.skip('uploads', run);\n"] },
    },
    {
      name: 'changes the settings it was asked to change',
      task: 'Turn off strict in tsconfig.json for now',
      files: {
        'tsconfig.json': [
          '{ "compilerOptions": { "strict": true } }\n',
          '{ "compilerOptions": { "strict": false } }\n',
        ],
      },
    },
    {
      name: 'adds a dependency it was asked for',
      task: 'Add the dependency zod and check the input with it',
      files: { 'package.json': ['{ "dependencies": {} }\n', '{ "dependencies": { "zod": "4.0.0" } }\n'] },
    },
    {
      name: 'rethrows with more to say',
      task: 'Say which file could not be read',
      files: {
        'src/read.ts': [
          'export async function load(path: string) {\n  return JSON.parse(await read(path));\n}\n',
          'export async function load(path: string) {\n  try {\n    return JSON.parse(await read(path));\n  } catch (error) {\n    throw new Error(`${path} could not be read`, { cause: error });\n  }\n}\n',
        ],
      },
    },
    {
      name: 'handles one failure and rethrows the rest',
      task: 'Fix load for new users',
      files: {
        'src/load.ts': [
          'export async function load(path: string) {\n  return read(path);\n}\n',
          "export async function load(path: string) {\n  try {\n    return await read(path);\n  } catch (error) {\n    if (isMissing(error)) return '';\n    throw error;\n  }\n}\n",
        ],
      },
    },
    {
      name: 'gives a failure as a value',
      task: 'Make parse give a result',
      files: {
        'src/parse.ts': [
          'export const parse = (text: string) => JSON.parse(text);\n',
          "export function parse(text: string): Result {\n  try {\n    return { type: 'ok', value: JSON.parse(text) };\n  } catch (error) {\n    return { type: 'failed', error };\n  }\n}\n",
        ],
      },
    },
    {
      name: 'falls back as the task says',
      task: 'If the settings file is missing, fall back to the defaults',
      files: {
        'src/settings.ts': [
          'export async function settings() {\n  return JSON.parse(await read(file));\n}\n',
          'export async function settings() {\n  try {\n    return JSON.parse(await read(file));\n  } catch {\n    return {};\n  }\n}\n',
        ],
      },
    },
    {
      name: 'raises another exception in Python',
      task: 'Raise ConfigError for bad numbers',
      files: {
        'app/conf.py': [
          'def port(text):\n    return int(text)\n',
          'def port(text):\n    try:\n        return int(text)\n    except ValueError as error:\n        raise ConfigError(text) from error\n',
        ],
      },
    },
    {
      name: 'wraps an error in Go',
      task: 'Say what was being loaded',
      files: {
        'conf/conf.go': [
          'func Load(p string) error {\n\tif err := read(p); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n',
          'func Load(p string) error {\n\tif err := read(p); err != nil {\n\t\treturn fmt.Errorf("load %s: %w", p, err)\n\t}\n\treturn nil\n}\n',
        ],
      },
    },
    {
      name: 'keeps a handler that was there and changes another line',
      task: 'Fix the path',
      files: {
        'src/log.ts': [
          "export async function log(text: string) {\n  try {\n    await append('logs', text);\n  } catch {}\n}\n",
          "export async function log(text: string) {\n  try {\n    await append('log', text);\n  } catch {}\n}\n",
        ],
      },
    },
    {
      name: 'removes dead code as asked',
      task: 'Remove the dead import path',
      files: {
        'src/importer.ts': [
          `export function run() {\n  return 1;\n}\nfunction old() {\n${rows(30, (at) => `  step(${at});`)}\n}\n`,
          'export function run() {\n  return 1;\n}\n',
        ],
      },
    },
    {
      name: 'moves a function into its own file',
      task: 'Put format() where both can use it',
      files: {
        'src/page.ts': [
          `export function page() {\n  return format(1);\n}\nexport function format(n: number) {\n${rows(12, (at) => `  const part${at} = n + ${at};`)}\n  return part1;\n}\n`,
          "import { format } from './format';\nexport function page() {\n  return format(1);\n}\n",
        ],
        'src/format.ts': [
          null,
          `export function format(n: number) {\n${rows(12, (at) => `  const part${at} = n + ${at};`)}\n  return part1;\n}\n`,
        ],
      },
    },
    {
      name: 'writes a loop in one line',
      task: 'Fix the sum, which is off by one',
      files: {
        'src/sum.ts': [
          'export function sum(values: number[]) {\n  let total = 0;\n  for (let at = 1; at < values.length; at++) {\n    total += values[at] ?? 0;\n  }\n  return total;\n}\n',
          'export function sum(values: number[]) {\n  return values.reduce((total, value) => total + value, 0);\n}\n',
        ],
      },
    },
    {
      name: 'makes a check say more',
      task: 'Fix the message for negative amounts',
      files: {
        'src/amount.ts': [
          "export function amount(n: number) {\n  if (n < 0) throw new Error('bad');\n  return n;\n}\n",
          'export function amount(n: number) {\n  if (n < 0) throw new RangeError(`the amount ${n} is negative`);\n  return n;\n}\n',
        ],
      },
    },
    {
      name: 'takes a check out as asked',
      task: 'Allow empty names',
      files: {
        'src/name.ts': [
          "export function name(text: string) {\n  if (text === '') throw new Error('empty');\n  return text.trim();\n}\n",
          'export function name(text: string) {\n  return text.trim();\n}\n',
        ],
      },
    },
    {
      name: 'delegates to a library',
      task: 'Use the library for parsing dates',
      files: {
        'src/date.ts': [
          'export function parse(text: string) {\n  const [y, m, d] = text.split("-");\n  const date = new Date(Number(y), Number(m), Number(d));\n  if (Number.isNaN(date.getTime())) throw new Error(text);\n  return date;\n}\n',
          'export function parse(text: string) {\n  return parseIso(text);\n}\n',
        ],
      },
    },
    {
      name: 'narrows a type instead of casting',
      task: 'Fix TS2532 in user.ts',
      files: {
        'src/user.ts': [
          'export const name = users.find(isAdmin).name;\n',
          "const admin = users.find(isAdmin);\nif (!admin) throw new Error('no admin');\nexport const name = admin.name;\n",
        ],
      },
    },
    {
      name: 'casts to any in a mock',
      task: 'Write a test for the client',
      kind: 'test',
      files: {
        'test/client.test.ts': [null, "it('asks', () => expect(ask({ send: () => 1 } as any)).toBe(1));\n"],
      },
    },
    {
      name: 'ends a program with its exit code',
      task: 'Give exit code 0 when nothing is to be done',
      files: {
        'src/cli.ts': [
          'run(process.argv);\n',
          'if (process.argv.length < 3) process.exit(0);\nrun(process.argv);\n',
        ],
      },
    },
    {
      name: 'says hello in a page',
      task: 'Greet the user',
      files: {
        'src/page.tsx': [
          'export const Page = () => <p>Hi</p>;\n',
          'export const Page = () => <p>Welcome back! You have mail.</p>;\n',
        ],
      },
    },
    {
      name: 'raises a timeout of the product',
      task: 'Give slow servers 30 seconds',
      files: { 'src/http.ts': ['const timeout = 5000;\n', 'const timeout = 30000;\n'] },
    },
    {
      name: 'adds an import and a call',
      task: 'Fix "Cannot find name join"',
      files: {
        'src/path.ts': [
          "export const file = join('a', 'b');\n",
          "import { join } from 'node:path';\n\nexport const file = join('a', 'b');\n",
        ],
      },
    },
    {
      name: 'maps names of files to words',
      task: 'Find the package manager',
      files: {
        'src/manager.ts': [
          "export const manager = (file: string) => 'npm';\n",
          "export const manager = (file: string) => {\n  if (file === 'pnpm-lock.yaml') return 'pnpm';\n  if (file === 'yarn.lock') return 'yarn';\n  return 'npm';\n};\n",
        ],
      },
      tests: "assert.equal(manager('pnpm-lock.yaml'), 'pnpm');\nassert.equal(manager('yarn.lock'), 'yarn');",
    },
    {
      name: 'puts a small function first whose type others share',
      task: 'Describe the price in words',
      files: {
        'src/words.ts': [
          'export function words(n: number): string {\n  const a = n + 1;\n  const b = a + 1;\n  return `${a} ${b}`;\n}\n',
          'export function words(n: number): string {\n  const a = n + 1;\n  const b = a + 1;\n  return `${a} ${b} ${unit(n)}`;\n}\n\nfunction unit(n: number): string {\n  return `euro`;\n}\n',
        ],
      },
    },
    {
      name: 'implements what was not implemented',
      task: 'Implement area()',
      files: {
        'src/area.rs': [
          'pub fn area(r: f64) -> f64 {\n    todo!()\n}\n',
          'pub fn area(r: f64) -> f64 {\n    std::f64::consts::PI * r * r\n}\n',
        ],
      },
    },
    {
      name: 'checks the settings in the tests it was asked for',
      kind: 'test',
      task: 'Test the limits',
      files: {
        'tests/test_limits.py': [
          'def test_low():\n    assert limit(1) == 1\n',
          'def test_low():\n    assert limit(1) == 1\n\n\ndef test_high():\n    with pytest.raises(ValueError):\n        limit(1000)\n',
        ],
      },
    },
  ] satisfies Omit<Planted, 'signs'>[]
).map((each) => ({ ...each, signs: [] }));
