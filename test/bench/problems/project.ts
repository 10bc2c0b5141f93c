import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';

/** A made project after an upgrade: its modules have changed, and what uses them has not. */
export interface UpgradedProject {
  readonly files: Readonly<Record<string, string>>;
  /** The cause of a problem, by its place; undefined where none was planted there. */
  causeOf(problem: Pick<Diagnostic, 'path' | 'range'>): string | undefined;
}

/** How an upgraded module looks, and how code that was written for the one before uses it. */
interface Upgrade {
  readonly cause: string;
  /** The module under src/lib, as it is after the upgrade. */
  readonly module: string;
  readonly text: string;
  /** Uses of it as it was before, in a module of its own: `N` in names makes them differ. */
  readonly uses: readonly Use[];
}

interface Use {
  readonly imports: string;
  readonly body: string;
  /** The error stands in the import. */
  readonly inImport?: true;
}

const upgrades: readonly Upgrade[] = [
  {
    cause: 'Invoice.total is called grossTotal',
    module: 'invoice',
    text: `export interface Invoice {
  readonly id: string;
  readonly grossTotal: number;
}
`,
    uses: [
      {
        imports: "import type { Invoice } from 'LIB/invoice.js';",
        body: 'export function doubledN(invoice: Invoice): number {\n  return invoice.total * 2;\n}',
      },
      {
        imports: "import type { Invoice } from 'LIB/invoice.js';",
        body: "export const emptyN: Invoice = { id: 'n-N', total: 0 };",
      },
      {
        imports: "import type { Invoice } from 'LIB/invoice.js';",
        body: 'export function sumN(invoices: readonly Invoice[]): number {\n  return invoices.reduce((sum, each) => sum + each.total, 0);\n}',
      },
    ],
  },
  {
    cause: 'formatMoney wants a currency',
    module: 'money',
    text: `/** An amount in words. */
export function formatMoney(cents: number, currency: string): string {
  return \`\${(cents / 100).toFixed(2)} \${currency}\`;
}
`,
    uses: [
      {
        imports: "import { formatMoney } from 'LIB/money.js';",
        body: 'export function labelN(cents: number): string {\n  return formatMoney(cents);\n}',
      },
      {
        imports: "import { formatMoney } from 'LIB/money.js';",
        body: 'export function linesN(amounts: readonly number[]): string[] {\n  return amounts.map((amount) => formatMoney(amount));\n}',
      },
    ],
  },
  {
    cause: 'findUser may find nobody',
    module: 'users',
    text: `export interface User {
  readonly name: string;
  readonly mail: string;
}

const users = new Map<string, User>();

export function findUser(id: string): User | undefined {
  return users.get(id);
}

export function greet(user: User): string {
  return \`Dear \${user.name}\`;
}
`,
    uses: [
      {
        imports: "import { findUser } from 'LIB/users.js';",
        body: 'export function nameN(id: string): string {\n  const user = findUser(id);\n  return user.name;\n}',
      },
      {
        imports: "import { findUser } from 'LIB/users.js';",
        body: 'export function mailN(id: string): string {\n  const owner = findUser(id);\n  return owner.mail.toLowerCase();\n}',
      },
      {
        imports: "import { findUser, greet } from 'LIB/users.js';",
        body: 'export function letterN(id: string): string {\n  const reader = findUser(id);\n  return greet(reader);\n}',
      },
    ],
  },
  {
    cause: 'Parcel.weight is a text',
    module: 'parcel',
    text: `export interface Parcel {
  /** With its unit, such as "1.5 kg". */
  readonly weight: string;
  readonly street: string;
}

export function rounded(grams: number): number {
  return Math.round(grams);
}
`,
    uses: [
      {
        imports: "import type { Parcel } from 'LIB/parcel.js';",
        body: 'export function twiceN(parcel: Parcel): number {\n  return parcel.weight * 2;\n}',
      },
      {
        imports: "import type { Parcel } from 'LIB/parcel.js';",
        body: 'export function weightN(parcel: Parcel): number {\n  const grams: number = parcel.weight;\n  return grams;\n}',
      },
      {
        imports: "import { type Parcel, rounded } from 'LIB/parcel.js';",
        body: 'export function postageN(parcel: Parcel): number {\n  return rounded(parcel.weight);\n}',
      },
    ],
  },
  {
    cause: 'Status has no Draft',
    module: 'status',
    text: `export enum Status {
  Open = 'open',
  Closed = 'closed',
}
`,
    uses: [
      {
        imports: "import { Status } from 'LIB/status.js';",
        body: 'export function startN(): Status {\n  return Status.Draft;\n}',
      },
      {
        imports: "import { Status } from 'LIB/status.js';",
        body: 'export const isNewN = (status: Status): boolean => status === Status.Draft;',
      },
    ],
  },
  {
    cause: 'formatDay is called isoDay',
    module: 'dates',
    text: `export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
`,
    uses: [
      {
        imports: "import { formatDay } from 'LIB/dates.js';",
        body: 'export function dueN(date: Date): string {\n  return formatDay(date);\n}',
        inImport: true,
      },
    ],
  },
  {
    cause: 'Price wants a currency',
    module: 'price',
    text: `export interface Price {
  readonly cents: number;
  readonly currency: string;
}

export function pay(price: Price): string {
  return \`\${price.cents} \${price.currency}\`;
}
`,
    uses: [
      {
        imports: "import type { Price } from 'LIB/price.js';",
        body: 'export const feeN: Price = { cents: N };',
      },
      {
        imports: "import { pay } from 'LIB/price.js';",
        body: 'export function paidN(): string {\n  return pay({ cents: N });\n}',
      },
    ],
  },
  {
    cause: 'loadStock has to be waited for',
    module: 'stock',
    text: `export interface Stock {
  readonly count: number;
  readonly shelf: string;
}

export async function loadStock(sku: string): Promise<Stock> {
  return { count: sku.length, shelf: sku };
}
`,
    uses: [
      {
        imports: "import { loadStock } from 'LIB/stock.js';",
        body: 'export async function countN(sku: string): Promise<number> {\n  const stock = loadStock(sku);\n  return stock.count;\n}',
      },
      {
        imports: "import { loadStock } from 'LIB/stock.js';",
        body: 'export async function shelfN(sku: string): Promise<string> {\n  const place = loadStock(sku);\n  return place.shelf;\n}',
      },
    ],
  },
  {
    cause: 'Store wants flush',
    module: 'store',
    text: `export interface Store {
  put(key: string, value: string): void;
  flush(): void;
}
`,
    uses: [
      {
        imports: "import type { Store } from 'LIB/store.js';",
        body: 'export class StoreN implements Store {\n  readonly kept = new Map<string, string>();\n\n  put(key: string, value: string): void {\n    this.kept.set(key, value);\n  }\n}',
      },
    ],
  },
  {
    cause: 'Result has a type for its error',
    module: 'result',
    text: `export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };
`,
    uses: [
      {
        imports: "import type { Result } from 'LIB/result.js';",
        body: 'export function parsedN(text: string): Result<number> {\n  return { ok: true, value: Number(text) };\n}',
      },
    ],
  },
  {
    cause: 'Config.retries is read-only',
    module: 'config',
    text: `export interface Config {
  readonly retries: number;
  url: string;
}
`,
    uses: [
      {
        imports: "import type { Config } from 'LIB/config.js';",
        body: 'export function patientN(config: Config): Config {\n  config.retries = N;\n  return config;\n}',
      },
    ],
  },
  {
    cause: 'schedule takes a date',
    module: 'schedule',
    text: `export function schedule(at: Date): number {
  return at.getTime();
}
`,
    uses: [
      {
        imports: "import { schedule } from 'LIB/schedule.js';",
        body: "export function laterN(): number {\n  return schedule('2026-01-N');\n}",
      },
      {
        imports: "import { schedule } from 'LIB/schedule.js';",
        body: 'export function onDayN(day: string): number {\n  return schedule(day);\n}',
      },
    ],
  },
  {
    cause: 'Entry is called LogEntry',
    module: 'entry',
    text: `export interface LogEntry {
  readonly at: number;
  readonly text: string;
}
`,
    uses: [],
  },
];

/** A module of the project that builds on what was renamed: all that uses it fails, and it is mended in one place. */
const cascade = {
  cause: 'Entry is called LogEntry',
  path: 'src/shared/journal.ts',
  text: `import type { Entry } from '../lib/entry.js';

export interface JournalEntry extends Entry {
  readonly by: string;
}
`,
  use: {
    imports: "import type { JournalEntry } from 'SHARED/journal.js';",
    body: `export function lineN(entry: JournalEntry): string {\n  return \`\${entry.by}: \${entry.text}\`;\n}`,
  },
};

export const causes: readonly string[] = upgrades.map(({ cause }) => cause);

const settings = { strict: true, target: 'es2022', module: 'nodenext', noEmit: true, types: [] };
/** Files beside those that use the upgraded modules. */
const others = upgrades.length + 1;

/** A project of so many TypeScript files; each that is no module of the upgrade has one or two uses that fail. */
export function upgradedProject(count: number): UpgradedProject {
  const files: Record<string, string> = {
    'package.json': '{"type":"module"}\n',
    'tsconfig.json': `${JSON.stringify({ compilerOptions: settings, include: ['src'] })}\n`,
    [cascade.path]: cascade.text,
  };
  const planted = new Map<string, string>();
  planted.set(`${cascade.path}:0`, cascade.cause);
  for (const { module, text } of upgrades) files[`src/lib/${module}.ts`] = text;
  const uses = [...upgrades.flatMap(({ cause, uses: list }) => list.map((use) => ({ cause, use }))), cascade];
  for (let k = 0; k < count - others; k++) {
    const path = `src/area${k % 7}/page${k}.ts`;
    const first = uses[k % uses.length];
    const second = uses[(k * 5 + 3) % uses.length];
    const both = [first, second].flatMap((each) => each ?? []);
    const page = pageOf(k, both[0]?.cause === both[1]?.cause ? both.slice(0, 1) : both);
    files[path] = page.text;
    for (const [line, cause] of page.causes) planted.set(`${path}:${line}`, cause);
  }
  return { files, causeOf: ({ path, range }) => planted.get(`${path}:${range.start.line}`) };
}

function pageOf(k: number, uses: readonly { readonly cause: string; readonly use: Use }[]) {
  const lines: string[] = [];
  const found = new Map<number, string>();
  const put = (text: string, cause: string | undefined) => {
    for (const line of text.split('\n')) {
      if (cause !== undefined) found.set(lines.length, cause);
      lines.push(line);
    }
  };
  for (const { cause, use } of uses) {
    const text = use.imports.replace('LIB', '../lib').replace('SHARED', '../shared');
    put(text, use.inImport ? cause : undefined);
  }
  put(`\n/** What page ${k} shows. */\nexport const title${k} = 'Page ${k}';`, undefined);
  for (const [index, { cause, use }] of uses.entries()) {
    put('', undefined);
    put(use.body.replaceAll(/(?<=[a-z-])N\b|\bN\b/g, `${10 + ((k * 3 + index) % 20)}`), cause);
  }
  return { text: `${lines.join('\n')}\n`, causes: found };
}
