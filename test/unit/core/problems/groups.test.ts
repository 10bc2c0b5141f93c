import assert from 'node:assert/strict';
import { groupProblems } from '../../../../src/core/problems/groups.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { Random } from '../../support/random.ts';
import { errorAt } from '../../support/runTask.ts';

const { signal } = new AbortController();

/** Each problem as `path word: message`, with the files that it is found in. */
async function grouped(files: Record<string, string>, problems: readonly Problem[]) {
  const diagnostics = problems.map(([path, word, message, extra]): Diagnostic => {
    const base = errorAt(path, files[path] ?? '', word, message);
    return { ...base, ...extra };
  });
  const groups = await groupProblems(diagnostics, new InMemoryWorkspace(files), { signal });
  return groups.map(({ root, diagnostics: found }) => [
    root?.name ?? '',
    root?.path ?? '',
    found.map(({ path }) => path).join(' '),
  ]);
}

type Problem = readonly [path: string, word: string, message: string, extra?: Partial<Diagnostic>];

const check = async (files: Record<string, string>, problems: readonly Problem[], expected: string[][]) =>
  assert.deepEqual(await grouped(files, problems), expected);

const invoice = 'export interface Invoice {\n  readonly id: string;\n  readonly gross: number;\n}\n';
const uses = "import type { Invoice } from './invoice.js';\n";

describe('groupProblems', () => {
  it('takes for the root what the message names, where that is declared, over files and messages', () =>
    check(
      {
        'src/invoice.ts': invoice,
        'src/a.ts': `${uses}export const a = (one: Invoice) => one.total;\n`,
        'src/b.ts': `${uses}export const b: Invoice = { id: '', total: 1 };\n`,
        'src/c.ts':
          "import type { Invoice } from './index.js';\nexport const c = (one: Invoice) => one.total;\n",
        'src/index.ts': "export * from './invoice.js';\n",
      },
      [
        ['src/a.ts', 'total', "Property 'total' does not exist on type 'Invoice'."],
        [
          'src/b.ts',
          'total',
          "Object literal may only specify known properties, and 'total' does not exist in type 'Invoice'.",
        ],
        ['src/c.ts', 'total', "Property 'total' does not exist on type 'readonly Invoice[]'."],
      ],
      [['Invoice.total', 'src/invoice.ts', 'src/a.ts src/b.ts src/c.ts']],
    ));

  it('finds what the first line declares behind a byte-order mark', () =>
    check(
      {
        'src/invoice.ts': `\ufeff${invoice}`,
        'src/a.ts': `${uses}export const a = (one: Invoice) => one.total;\n`,
      },
      [['src/a.ts', 'total', "Property 'total' does not exist on type 'Invoice'."]],
      [['Invoice.total', 'src/invoice.ts', 'src/a.ts']],
    ));

  it('keeps types apart that only have the same name', () =>
    check(
      {
        'a/order.ts': 'export interface Order {\n  id: string;\n}\n',
        'b/order.ts': 'export interface Order {\n  id: string;\n}\n',
        'a/use.ts': "import type { Order } from './order.js';\nexport const x = (o: Order) => o.sum;\n",
        'b/use.ts': "import type { Order } from './order.js';\nexport const x = (o: Order) => o.sum;\n",
      },
      [
        ['a/use.ts', 'sum', "Property 'sum' does not exist on type 'Order'."],
        ['b/use.ts', 'sum', "Property 'sum' does not exist on type 'Order'."],
      ],
      [
        ['Order.sum', 'a/order.ts', 'a/use.ts'],
        ['Order.sum', 'b/order.ts', 'b/use.ts'],
      ],
    ));

  it('believes a server that points at a declaration', () => {
    const money =
      'export function format(\n  cents: number,\n  currency: string,\n): string {\n  return "";\n}\n';
    const range = { start: { line: 2, character: 2 }, end: { line: 2, character: 10 } };
    const related = [
      { path: 'src/money.ts', range, message: "An argument for 'currency' was not provided." },
    ];
    const use = 'export const x = (tools) => tools.apply(1);\n';
    return check(
      { 'src/money.ts': money, 'src/a.ts': `import './money.js';\n${use}`, 'src/b.ts': use },
      ['src/a.ts', 'src/b.ts'].map((path) => [
        path,
        'apply(1)',
        'Expected 2 arguments, but got 1.',
        { related },
      ]),
      [['format', 'src/money.ts', 'src/a.ts src/b.ts']],
    );
  });

  it('follows a value back to where it comes from, whatever the variables are called', () => {
    const file = (name: string, read: string) =>
      `import { findUser } from './users.js';\nexport function f(id: string) {\n  const ${name} = findUser(id);\n  return ${read};\n}\n`;
    return check(
      {
        'src/users.ts':
          'export interface User {\n  name: string;\n}\nexport function findUser(id: string): User | undefined {\n  return undefined;\n}\n',
        'src/a.ts': file('user', 'user.name'),
        'src/b.ts': file('owner', 'greet(owner)'),
        'src/c.ts': file('one', 'one.name'),
      },
      [
        ['src/a.ts', 'user.name', "'user' is possibly 'undefined'."],
        [
          'src/b.ts',
          'owner)',
          "Argument of type 'User | undefined' is not assignable to parameter of type 'User'.",
        ],
        ['src/c.ts', 'name;', "Property 'name' does not exist on type 'Promise<User>'."],
      ],
      [['findUser', 'src/users.ts', 'src/a.ts src/b.ts src/c.ts']],
    );
  });

  it('lets the many tell what a doubtful one is due to', () => {
    const file = (call: string) =>
      `import { at } from './at.js';\nimport { day } from './day.js';\nexport const x = at(${call});\n`;
    const message = "Argument of type 'string' is not assignable to parameter of type 'Date'.";
    return check(
      {
        'src/at.ts': 'export function at(date: Date): number {\n  return 1;\n}\n',
        'src/day.ts': 'export function day(): string {\n  return "";\n}\n',
        'src/a.ts': file("'2026'"),
        'src/b.ts': file('day()'),
        'src/c.ts': file("'2027'"),
      },
      [
        ['src/a.ts', "'2026'", message],
        ['src/b.ts', 'day()', message],
        ['src/c.ts', "'2027'", message],
      ],
      [['at', 'src/at.ts', 'src/a.ts src/b.ts src/c.ts']],
    );
  });

  it('puts first what others follow from, together with these', () =>
    check(
      {
        'src/base.ts': 'export interface Item {\n  id: string;\n}\n',
        'src/row.ts':
          "import type { Thing } from './base.js';\nexport interface Row extends Thing {\n  by: string;\n}\n",
        'src/a.ts': "import type { Row } from './row.js';\nexport const a = (row: Row) => row.id;\n",
        'src/z.ts': 'export const z: number = "";\n',
        'src/y.ts': 'export const y: number = "";\n',
      },
      [
        ['src/z.ts', 'z', "Type 'string' is not assignable to type 'number'."],
        ['src/y.ts', 'y', "Type 'string' is not assignable to type 'number'."],
        ['src/a.ts', 'id', "Property 'id' does not exist on type 'Row'."],
        ['src/row.ts', 'Thing', "Module '\"./base.js\"' has no exported member 'Thing'."],
      ],
      [
        ['Thing', 'src/base.ts', 'src/row.ts src/a.ts'],
        ['', '', 'src/y.ts src/z.ts'],
      ],
    ));

  it('knows Python, Go, Rust and C by how they declare and name', async () => {
    await check(
      {
        'shop/order.py': 'class Order:\n    def __init__(self):\n        self.id = 1\n',
        'shop/a.py': 'from .order import Order\n\ndef f(o: Order):\n    return o.total\n',
        'b.py': 'from shop.order import Order\n\ndef g(o: Order):\n    return o.total\n',
      },
      [
        [
          'shop/a.py',
          'total',
          'Cannot access attribute "total" for class "Order"\n    Attribute "total" is unknown',
        ],
        [
          'b.py',
          'total',
          'Cannot access attribute "total" for class "Order"\n    Attribute "total" is unknown',
        ],
      ],
      [['Order.total', 'shop/order.py', 'b.py shop/a.py']],
    );
    await check(
      {
        'a.go': 'package m\n\ntype Order struct {\n\tID int\n}\n',
        'b.go': 'package m\n\nfunc f(o Order) int { return o.Sum }\n',
      },
      [['b.go', 'Sum', 'o.Sum undefined (type Order has no field or method Sum)']],
      [['Order.Sum', '', 'b.go']],
    );
    await check(
      { 'a.c': 'int f(struct order *o) { return o->sum; }\nint g(struct order *o) { return o->sum; }\n' },
      [['a.c', 'sum', "no member named 'sum' in 'struct order'"]],
      [['order.sum', '', 'a.c']],
    );
  });

  it('gives the same groups whichever order the problems come in', async () => {
    const random = new Random(8);
    const files: Record<string, string> = { 'src/invoice.ts': invoice };
    const problems: Problem[] = [];
    for (let k = 0; k < 60; k++) {
      const name = `p${random.below(5)}`;
      files[`src/f${k}.ts`] = `${uses}export const x = (i: Invoice) => i.${name};\n`;
      problems.push([`src/f${k}.ts`, `${name};`, `Property '${name}' does not exist on type 'Invoice'.`]);
    }
    const once = await grouped(files, problems);
    assert.equal(once.length, 5);
    assert.deepEqual(await grouped(files, [...problems].reverse()), once);
  });

  it('loses no problem, in files that are not there and with messages that say nothing', () =>
    check(
      { 'a.ts': 'x\n' },
      [
        ['a.ts', 'x', ''],
        ['a.ts', 'x', 'Odd.', { path: 'gone.ts' }],
      ],
      [
        ['', '', 'a.ts'],
        ['', '', 'gone.ts'],
      ],
    ));
});
