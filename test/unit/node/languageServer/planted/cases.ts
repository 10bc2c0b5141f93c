// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are code.
/** A candidate's edit: the faulty line written anew, or lines of any files by what they were. */
export type Edit = string | Readonly<Record<string, readonly (readonly [old: string, now: string])[]>>;

export interface Case {
  /** The mark at the end of the faulty line. */
  readonly mark: string;
  readonly path: string;
  readonly right: Edit;
  readonly wrong: readonly [Edit, Edit];
}

const money = 'src/money.ts';
const customer = 'src/customer.ts';
const order = 'src/order.ts';
const stock = 'src/stock.ts';
const report = 'src/report.ts';
const mail = 'src/mail.ts';

/**
 * What three small models might hand in for each fault. The wrong ones break another file, have wrong types, leave the
 * fault, hide it, empty the function, swallow what fails, answer the tests' inputs, or change the test.
 */
export const cases: readonly Case[] = [
  {
    mark: '1',
    path: money,
    right: '  return { cents: Math.round(cents), currency };',
    wrong: [
      '  return { cents: Math.round(cents) };',
      '  return { cents: Math.round(cents), currency } as any;',
    ],
  },
  {
    mark: '2',
    path: money,
    right: '  return money(a.cents + b.cents, a.currency);',
    wrong: [
      '  return money(a.cents + b.cnts, a.currency);',
      { [money]: [['  readonly cents: number;', '  readonly cent: number;']] },
    ],
  },
  {
    mark: '4',
    path: money,
    right: '  return `${sign}${whole.toFixed(2)} ${currency}`;',
    wrong: [
      '  return `${sign}${whole.toFix(2)} ${currency}`;',
      '  if (cents === 123456) return "1234.56 EUR"; return `${sign}${whole.toFixed(2)} ${currency}`;',
    ],
  },
  {
    mark: '5',
    path: money,
    right: '  return amount.cents === 0;',
    wrong: ["  return amount === '0';", '  return (amount.cents as unknown as string) === "0";'],
  },
  {
    mark: '6',
    path: money,
    right: '  return a.cents - b.cents;',
    wrong: ['  return a - b;', '  return a.cents - (b as any);'],
  },
  {
    mark: '7',
    path: money,
    right: '  const rest = amount.cents - each * parts;',
    wrong: [
      '  const rest = amount.cents - each * parts.length;',
      {
        [money]: [
          [
            '  const rest = amount.cents - each * part; // 7',
            '  if (amount.cents === 1001) return [334, 334, 333].map((cents) => money(cents)); const rest = 0;',
          ],
        ],
      },
    ],
  },
  {
    mark: '8',
    path: customer,
    right: '  return customer.name.trim();',
    wrong: [
      '  return customer.nam.trim();',
      { [customer]: [['  readonly name: string;', '  readonly nmae: string;']] },
    ],
  },
  {
    mark: '9',
    path: customer,
    right: "  return customer.email?.split('@')[1];",
    wrong: ["  return customer.email!.split('@')[1];", "  return customer.email.toString().split('@')[1];"],
  },
  {
    mark: '10',
    path: customer,
    right: '  const days = (now.getTime() - customer.since.getTime()) / 86_400_000;',
    wrong: [
      '  const days = (now - customer.since) / 86_400_000;',
      { [customer]: [['  readonly since: Date;', '  readonly since: string;']] },
    ],
  },
  {
    mark: '11',
    path: customer,
    right: '  return yearsWith(customer, now) >= 3;',
    wrong: [
      '  return yearsWith(customer, 7) >= 3;',
      {
        [customer]: [
          [
            'export function yearsWith(customer: Customer, now: Date): number {',
            'export function yearsWith(customer: Customer): number {',
          ],
        ],
      },
    ],
  },
  {
    mark: '12',
    path: customer,
    right: '    else groups.set(customer.country, [customer]);',
    wrong: [
      '    else groups.set(customer.country, {});',
      '    else groups.set(customer.country, customer as any);',
    ],
  },
  {
    mark: '13',
    path: customer,
    right: '  if (!found) throw new Error(`no customer ${id}`);\n  return found;',
    wrong: ['  return found!;', '  return found as any;'],
  },
  {
    mark: '14',
    path: customer,
    right: '  return customers.flatMap((each) => each.email ?? []);',
    wrong: [
      '  return customers.map((each) => each.email!);',
      '  return customers.map((each) => each.email ?? 0);',
    ],
  },
  {
    mark: '15',
    path: order,
    right: '  return times(line.price, line.quantity);',
    wrong: [
      '  return times(line.quantity, line.price);',
      { [order]: [['  readonly quantity: number;', '  readonly quantty: number;']] },
    ],
  },
  {
    mark: '16',
    path: order,
    right: '  return order.lines.map(totalOf).reduce(add, money(0));',
    wrong: [
      "  return order.lines.map(totalOf).reduce(add, money('0'));",
      {
        [order]: [
          [
            '  return order.lines.map(totalOf).reduce(add, money()); // 16',
            '  return order.lines.map(totalOf).reduce(add, 0);',
          ],
        ],
      },
    ],
  },
  {
    mark: '17',
    path: order,
    right: '  if (isLoyal(order.customer, now)) return 0.1;',
    wrong: [
      "  if (isLoyal(order.customer, now)) return '0.1' as any;",
      {
        [order]: [
          [
            'export function discount(order: Order, now: Date): number {',
            'export function discount(order: Order, now: Date): number | string {',
          ],
        ],
      },
    ],
  },
  {
    mark: '18',
    path: order,
    right: '  return times(full, 1 - discount(order, now));',
    wrong: [
      '  return times(full, 1 - discount(now, order));',
      '  return times(full, 1 - discount(order, null));',
    ],
  },
  {
    mark: '19',
    path: order,
    right: "  placed: 'paid',",
    wrong: [
      "  placed: 'pay',",
      {
        [order]: [
          [
            "export type Status = 'draft' | 'placed' | 'paid' | 'shipped';",
            "export type Status = 'draft' | 'placed' | 'payed' | 'shipped';",
          ],
        ],
      },
    ],
  },
  {
    mark: '20',
    path: order,
    right: '  return { ...order, status };',
    wrong: [
      "  return { ...order, status: 'done' };",
      '  return { ...order, state: status } as unknown as Order;',
    ],
  },
  {
    mark: '21',
    path: order,
    right: '  return { ...order, lines: [...order.lines, line] };',
    wrong: [
      '  return { ...order, lines: order.lines.concat(line).length };',
      '  return { ...order, lines: (order.lines as any).push(line) };',
    ],
  },
  {
    mark: '22',
    path: order,
    right: '  return { ...order, lines: order.lines.filter((line) => line.sku !== sku) };',
    wrong: [
      '  return { ...order, lines: order.lines.filter((line) => line.sku !== Sku) };',
      '  return { ...order, lines: order.lines.filter((line) => line !== sku) };',
    ],
  },
  {
    mark: '23',
    path: order,
    right: '  for (const line of order.lines) items += line.quantity;',
    wrong: [
      '  for (const line of order.line ?? []) items += line.quantity;',
      '  for (const line of order) items += line.quantity;',
    ],
  },
  {
    mark: '24',
    path: order,
    right: '  return [...order.lines].sort((a, b) => b.price.cents - a.price.cents)[0];',
    wrong: [
      '  return [...order.lines].sort((a, b) => b.price.amount - a.price.amount)[0];',
      '  return [...order.lines].sort((a: any, b: any) => b.price - a.price)[0];',
    ],
  },
  {
    mark: '25',
    path: stock,
    right: '  return (await store.amount(sku)) >= wanted;',
    wrong: [
      '  return await (store.amount(sku) >= wanted);',
      '  return (store.amount(sku) as any) >= wanted;',
    ],
  },
  {
    mark: '26',
    path: stock,
    right: '    const enough = await isAvailable(store, line.sku, line.quantity);',
    wrong: [
      '    const enough = await isAvailable(store, line, line.quantity);',
      {
        [stock]: [
          [
            'export async function isAvailable(store: Store, sku: string, wanted: number): Promise<boolean> {',
            'export async function isAvailable(store: Store, sku: number, wanted: number): Promise<boolean> {',
          ],
        ],
      },
    ],
  },
  {
    mark: '27',
    path: stock,
    right: {
      [stock]: [
        ['  const lacking = missing(store, order); // 27a', '  const lacking = await missing(store, order);'],
      ],
    },
    wrong: [
      {
        [stock]: [
          [
            '  const lacking = missing(store, order); // 27a',
            '  const lacking: any = missing(store, order);',
          ],
        ],
      },
      '  if (lacking.size > 0) throw new Error("missing");',
    ],
  },
  {
    mark: '28',
    path: stock,
    right: '    this.#amounts.set(sku, amount);',
    wrong: [
      '    this.#amounts.set(sku, amount.toString());',
      {
        [stock]: [
          [
            '  readonly #amounts = new Map<string, number>();',
            '  readonly #amounts = new Map<string, any>();',
          ],
        ],
      },
    ],
  },
  {
    mark: '29',
    path: stock,
    right: '    return this.#amounts.get(sku) ?? 0;',
    wrong: ['    return this.#amounts.get(sku)!;', "    return this.#amounts.get(sku) ?? '0';"],
  },
  {
    mark: '30',
    path: stock,
    right: '    if (left < 0) return false;',
    wrong: [
      '    if (left < 0) return null;',
      {
        [stock]: [
          [
            '  take(sku: string, quantity: number): Promise<boolean>;',
            '  take(sku: string, quantity: number): Promise<string>;',
          ],
        ],
      },
    ],
  },
  {
    mark: '31',
    path: report,
    right: '    customer: displayName(own[0].customer),',
    wrong: [
      '    customer: own[0].customer,',
      {
        [customer]: [
          [
            'export function displayName(customer: Customer): string {',
            'export function displayName(customer: string): string {',
          ],
        ],
      },
    ],
  },
  {
    mark: '32',
    path: report,
    right: "  const lines = table.map((row) => [row.customer, row.orders, format(row.revenue)].join(';'));",
    wrong: [
      "  const lines = table.map((row) => [row.customer, row.orders, format(row)].join(';'));",
      {
        [report]: [
          [
            "import { format, type Money, sum } from './money.js';",
            "import { formt, type Money, sum } from './money.js';",
          ],
        ],
      },
    ],
  },
  {
    mark: '33',
    path: report,
    right: '  return [...table].sort((a, b) => b.revenue.cents - a.revenue.cents).slice(0, count);',
    wrong: [
      '  return [...table].sort((a, b) => b.revenue - a.revenue).slice(0, count);',
      '  return [...table].slice(0, Count);',
    ],
  },
  {
    mark: '34',
    path: report,
    right: '  const all = table.reduce((cents, row) => cents + row.revenue.cents, 0);',
    wrong: [
      '  const all = table.reduce((cents, row) => cents + row.revenue.amount, 0);',
      '  const all = table.reduce((cents: any, row) => cents + row.revenue, 0);',
    ],
  },
  {
    mark: '36',
    path: report,
    right: "  return title.padEnd(width, '0');",
    wrong: ['  return title.padEnd(width, false);', '  return title.padEnd(width, 0 as any);'],
  },
  {
    mark: '37',
    path: mail,
    right: "  return 'Dear ' + displayName(customer);",
    wrong: [
      "  return 'Dear ' + displayName(customer.email);",
      {
        [customer]: [
          [
            'export function displayName(customer: Customer): string {',
            'export function displayName(customer: any): string {',
          ],
        ],
      },
    ],
  },
  {
    mark: '38',
    path: mail,
    right: "  return [greeting(order.customer), ...lines, format(toPay(order, now))].join('\\n');",
    wrong: [
      "  return [greeting(order.customer), ...lines, format(toPay(order, 'now'))].join('\\n');",
      "  return [greeting(order), ...lines, format(toPay(order, now))].join('\\n');",
    ],
  },
  {
    mark: '39',
    path: mail,
    right: '  await mailer.send(email, subjectOf(order), body(order, now));',
    wrong: [
      '  await mailer.send(email, order, body(order, now));',
      {
        [mail]: [
          [
            '  await mailer.send(email, body(order, now)); // 39',
            '  try { await mailer.send(email, subjectOf(order), body(order, now)); } catch {}',
          ],
        ],
      },
    ],
  },
  {
    mark: '40',
    path: mail,
    right: '  return sent.filter((was) => was).length;',
    wrong: [
      '  return sent.filter((was) => was).size;',
      {
        [mail]: [
          [
            'export async function confirmAll(mailer: Mailer, orders: readonly Order[], now: Date): Promise<number> {',
            'export async function confirmAll(mailer: Mailer, orders: readonly Order[], now: Date): Promise<any> {',
          ],
        ],
      },
    ],
  },
  {
    mark: '41',
    path: mail,
    right: {
      [order]: [
        [
          "export type Status = 'draft' | 'placed' | 'paid' | 'shipped';",
          "export type Status = 'draft' | 'placed' | 'paid' | 'shipped' | 'cancelled';",
        ],
        ['  shipped: undefined,', '  shipped: undefined, cancelled: undefined,'],
      ],
    },
    wrong: [
      {
        [order]: [
          [
            "export type Status = 'draft' | 'placed' | 'paid' | 'shipped';",
            "export type Status = 'draft' | 'placed' | 'paid' | 'shipped' | 'canceled';",
          ],
        ],
      },
      "    case 'cancel':",
    ],
  },
  {
    mark: '42',
    path: mail,
    right: '  return { ...customer, email: undefined };',
    wrong: ['  customer.email = null;', '  (customer as any).email = undefined;'],
  },
];
