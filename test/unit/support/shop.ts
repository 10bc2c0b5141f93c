/** A small program as people write it, for packs and workers to be tried on. */
const invoice = `import type { Customer } from './customer.ts';
import { formatMoney, type Money } from './money.ts';

/** One line of an invoice. */
export interface InvoiceLine {
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export interface Invoice {
  readonly number: string;
  readonly customer: Customer;
  readonly lines: readonly InvoiceLine[];
  readonly issuedAt: Date;
}

/** What the customer has to pay, before tax. */
export function subtotal(invoice: Invoice): Money {
  let cents = 0;
  for (const line of invoice.lines) {
    cents += line.quantity * line.unitPrice.cents;
  }
  return { cents, currency: 'EUR' };
}

export function isEmpty(invoice: Invoice): boolean {
  return invoice.lines.length === 0;
}

/** Lines in the order in which they are printed: dearest first. */
export function printedLines(invoice: Invoice): readonly InvoiceLine[] {
  return [...invoice.lines].sort((a, b) => b.unitPrice.cents - a.unitPrice.cents);
}

export function describeLine(line: InvoiceLine): string {
  const amount = { cents: line.quantity * line.unitPrice.cents, currency: line.unitPrice.currency };
  return \`\${line.description}: \${line.quantity} x \${formatMoney(line.unitPrice)} = \${formatMoney(amount)}\`;
}

export function heading(invoice: Invoice): string {
  const { name, city } = invoice.customer;
  return \`Invoice \${invoice.number} for \${name}, \${city}\`;
}

/** The invoice as text, ready to be sent. */
export function renderInvoice(invoice: Invoice): string {
  if (isEmpty(invoice)) return heading(invoice);
  const lines = printedLines(invoice).map(describeLine);
  const total: string = subtotal(invoice);
  return [heading(invoice), ...lines, \`Total: \${total}\`].join('\\n');
}

export function daysOpen(invoice: Invoice, today: Date): number {
  const milliseconds = today.getTime() - invoice.issuedAt.getTime();
  return Math.floor(milliseconds / 86_400_000);
}

export function isOverdue(invoice: Invoice, today: Date, termDays = 30): boolean {
  return daysOpen(invoice, today) > termDays;
}
`;

const money = `export interface Money {
  readonly cents: number;
  readonly currency: 'EUR' | 'USD';
}

export function formatMoney(money: Money): string {
  return \`\${(money.cents / 100).toFixed(2)} \${money.currency}\`;
}
`;

const customer = `export interface Customer {
  readonly name: string;
  readonly city: string;
}
`;

export const shopFiles = {
  'package.json': '{ "name": "shop", "scripts": { "test": "node --test" } }\n',
  'src/invoice.ts': invoice,
  'src/money.ts': money,
  'src/customer.ts': customer,
  'test/invoice.test.ts': "import { renderInvoice } from '../src/invoice.ts';\n",
} as const;

/** The error in `src/invoice.ts`: the line, the line as it should be, and what the compiler says. */
export const shopError = {
  path: 'src/invoice.ts',
  line: '  const total: string = subtotal(invoice);',
  fixed: '  const total = formatMoney(subtotal(invoice));',
  word: 'total: string',
  message: "Type 'Money' is not assignable to type 'string'.",
} as const;
