/** A small shop, written as people write such things. Each line that ends in a mark `// n` holds one fault. */
export const project: Readonly<Record<string, string>> = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, target: 'es2024', module: 'nodenext', noEmit: true, types: [] },
    include: ['src', 'test'],
  }),
  'package.json': '{"type":"module"}',
  'src/money.ts': `export interface Money {
  readonly cents: number;
  readonly currency: Currency;
}
export type Currency = 'EUR' | 'USD' | 'GBP';

export function money(cents: number, currency: Currency = 'EUR'): Money {
  return { cents: Math.round(cents), currncy: currency }; // 1
}

export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new Error('currencies differ');
  return money(a.cents + b.cent, a.currency); // 2
}

export function times(a: Money, factor: number): Money {
  return money(a * factor, a.currency); // 3
}

export function format({ cents, currency }: Money): string {
  const sign = cents < 0 ? '-' : '';
  const whole = Math.abs(cents) / 100;
  return \`\${sign}\${whole.tofixed(2)} \${currency}\`; // 4
}

export function sum(all: readonly Money[]): Money {
  return all.reduce((total, each) => add(total, each)); // ok
}

export function isZero(amount: Money): boolean {
  return amount.cents === '0'; // 5
}

export function compare(a: Money, b: Money): number {
  if (a.currency !== b.currency) throw new Error('currencies differ');
  return a.cents - b; // 6
}

export function split(amount: Money, parts: number): readonly Money[] {
  if (parts < 1) throw new Error('no parts');
  const each = Math.floor(amount.cents / parts);
  const rest = amount.cents - each * part; // 7
  return Array.from({ length: parts }, (_, at) => money(each + (at < rest ? 1 : 0), amount.currency));
}
`,
  'src/customer.ts': `export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly email?: string;
  readonly since: Date;
}

export function displayName(customer: Customer): string {
  return customer.nmae.trim(); // 8
}

export function domainOf(customer: Customer): string | undefined {
  return customer.email.split('@')[1]; // 9
}

export function yearsWith(customer: Customer, now: Date): number {
  const days = (now.getTime() - customer.since) / 86_400_000; // 10
  return Math.floor(days / 365);
}

export function isLoyal(customer: Customer, now: Date): boolean {
  return yearsWith(customer) >= 3; // 11
}

export function initials({ name }: Customer): string {
  return name.split(' ').map((part) => part[0]).join(''); // ok
}

export function byCountry(customers: readonly Customer[]): Map<string, Customer[]> {
  const groups = new Map<string, Customer[]>();
  for (const customer of customers) {
    const group = groups.get(customer.country);
    if (group) group.push(customer);
    else groups.set(customer.country, customer); // 12
  }
  return groups;
}

export function find(customers: readonly Customer[], id: string): Customer {
  const found = customers.find((each) => each.id === id);
  return found; // 13
}

export function emails(customers: readonly Customer[]): string[] {
  return customers.map((each) => each.email); // 14
}
`,
  'src/order.ts': `import { type Customer, isLoyal } from './customer.js';
import { add, type Money, money, times } from './money.js';

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly price: Money;
}

export type Status = 'draft' | 'placed' | 'paid' | 'shipped';

export interface Order {
  readonly id: string;
  readonly customer: Customer;
  readonly lines: readonly Line[];
  readonly status: Status;
}

export function totalOf(line: Line): Money {
  return times(line.price, line.quantty); // 15
}

export function total(order: Order): Money {
  return order.lines.map(totalOf).reduce(add, money()); // 16
}

export function discount(order: Order, now: Date): number {
  if (isLoyal(order.customer, now)) return '0.1'; // 17
  return 0;
}

export function toPay(order: Order, now: Date): Money {
  const full = total(order);
  return times(full, 1 - discount(order)); // 18
}

const next: Record<Status, Status | undefined> = {
  draft: 'placed',
  placed: 'payed', // 19
  paid: 'shipped',
  shipped: undefined,
};

export function advance(order: Order): Order {
  const status = next[order.status];
  if (status === undefined) throw new Error(\`\${order.id} is shipped\`);
  return { ...order, state: status }; // 20
}

export function addLine(order: Order, line: Line): Order {
  return { ...order, lines: order.lines.push(line) }; // 21
}

export function removeLine(order: Order, sku: string): Order {
  return { ...order, lines: order.lines.filter((line) => line.sku !== skus) }; // 22
}

export function count(order: Order): number {
  let items = 0;
  for (const line of order.line) items += line.quantity; // 23
  return items;
}

export function largest(order: Order): Line | undefined {
  return [...order.lines].sort((a, b) => b.price - a.price)[0]; // 24
}
`,
  'src/stock.ts': `import type { Order } from './order.js';

export interface Store {
  amount(sku: string): Promise<number>;
  take(sku: string, quantity: number): Promise<boolean>;
}

export async function isAvailable(store: Store, sku: string, wanted: number): Promise<boolean> {
  return store.amount(sku) >= wanted; // 25
}

export async function missing(store: Store, order: Order): Promise<string[]> {
  const skus: string[] = [];
  for (const line of order.lines) {
    const enough = await isAvailable(store, line.quantity, line.quantity); // 26
    if (!enough) skus.push(line.sku);
  }
  return skus;
}

export async function reserve(store: Store, order: Order): Promise<void> {
  const lacking = missing(store, order); // 27a
  if (lacking.length > 0) throw new Error(\`missing: \${lacking.join(', ')}\`); // 27
  for (const line of order.lines) await store.take(line.sku, line.quantity);
}

export class MemoryStore implements Store {
  readonly #amounts = new Map<string, number>();

  set(sku: string, amount: number): void {
    this.#amounts.set(sku, \`\${amount}\`); // 28
  }

  async amount(sku: string): Promise<number> {
    return this.#amounts.get(sku); // 29
  }

  async take(sku: string, quantity: number): Promise<boolean> {
    const left = (await this.amount(sku)) - quantity;
    if (left < 0) return 'no'; // 30
    this.set(sku, left);
    return true;
  }
}
`,
  'src/report.ts': `import { displayName } from './customer.js';
import { format, type Money, sum } from './money.js';
import { type Order, total } from './order.js';

export interface Row {
  readonly customer: string;
  readonly orders: number;
  readonly revenue: Money;
}

export function rows(orders: readonly Order[]): Row[] {
  const byCustomer = Map.groupBy(orders, (order) => order.customer.id);
  return [...byCustomer.values()].map((own) => ({
    customer: displayName(own[0].customr), // 31
    orders: own.length,
    revenue: sum(own.map(total)),
  }));
}

export function toCsv(table: readonly Row[]): string {
  const head = 'customer;orders;revenue';
  const lines = table.map((row) => [row.customer, row.orders, formt(row.revenue)].join(';')); // 32
  return [head, ...lines].join('\\n');
}

export function best(table: readonly Row[], count: number): readonly Row[] {
  return [...table].sort((a, b) => b.revenue.cents - a.revenue.cents).slice(0, counts); // 33
}

export function average(table: readonly Row[]): number {
  const all = table.reduce((cents, row) => cents + row.revenue, 0); // 34
  return table.length === 0 ? 0 : all / table.length;
}

export function parseRow(line: string): Row {
  const [customer = '', orders = '', cents = ''] = line.split(';');
  return { customer, orders, revenue: { cents: Number(cents), currency: 'EUR' } }; // 35
}

export function header(title: string, width: number): string {
  return title.padEnd(width, 0); // 36
}
`,
  'src/mail.ts': `import { type Customer, displayName } from './customer.js';
import { format } from './money.js';
import { type Order, toPay } from './order.js';

export interface Mailer {
  send(to: string, subject: string, body: string): Promise<void>;
}

export function greeting(customer: Customer): string {
  return 'Dear ' + displayName(customer.name); // 37
}

export function body(order: Order, now: Date): string {
  const lines = order.lines.map((line) => \`\${line.quantity} x \${line.sku}\`);
  return [greeting(order.customer), ...lines, format(toPay(order, today))].join('\\n'); // 38
}

export async function confirm(mailer: Mailer, order: Order, now: Date): Promise<boolean> {
  const { email } = order.customer;
  if (email === undefined) return false;
  await mailer.send(email, body(order, now)); // 39
  return true;
}

export async function confirmAll(mailer: Mailer, orders: readonly Order[], now: Date): Promise<number> {
  const sent = await Promise.all(orders.map((order) => confirm(mailer, order, now)));
  return sent.filter((was) => was); // 40
}

export function subjectOf(order: Order): string {
  switch (order.status) {
    case 'cancelled': // 41
      return 'Your order was cancelled';
    default:
      return \`Your order \${order.id}\`;
  }
}

export function unsubscribe(customer: Customer): Customer {
  customer.email = undefined; // 42
  return customer;
}
`,
  'test/orders.test.ts': `import { yearsWith } from '../src/customer.js';
import { format, isZero, money, split } from '../src/money.js';
import { discount, type Order } from '../src/order.js';

declare function check(actual: unknown, expected: unknown): void;
declare const order: Order;

check(format(money(123456)), '1234.56 EUR');
check(format(money(-987)), '-9.87 EUR');
check(isZero(money(0)), true);
check(split(money(1001), 3).map((part) => part.cents), [334, 334, 333]);
check(discount(order, new Date('2026-01-01')), 0.1);
check(yearsWith(order.customer, new Date('2026-01-01')), 7);
`,
};
