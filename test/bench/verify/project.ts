import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Files that nothing but the root is imported by, and files that import those. */
const mids = 49;
const leaves = 250;
/** How many files use the function of the root that few use. */
const fewUsers = 3;

export interface Project {
  readonly folder: string;
  readonly root: string;
  readonly mid: string;
  readonly leaf: string;
  remove(): Promise<void>;
}

/**
 * A project of 300 files: a root that all others import, some in the middle, and leaves that import some of those.
 * `typescript` is the folder of the TypeScript that it has installed.
 */
export async function generateProject(typescript: string): Promise<Project> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tiercel-bench-')));
  await mkdir(path.join(folder, 'src'));
  await mkdir(path.join(folder, 'node_modules'));
  await symlink(await realpath(typescript), path.join(folder, 'node_modules/typescript'), 'junction');
  const compilerOptions = { strict: true, target: 'es2022', module: 'nodenext', noEmit: true, types: [] };
  const mid = midText(0);
  const leaf = leafText(0);
  const files: Record<string, string> = {
    'package.json': '{"type":"module"}',
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
    'src/root.ts': rootText,
  };
  for (let k = 0; k < mids; k++) files[`src/mid${k}.ts`] = midText(k);
  for (let k = 0; k < leaves; k++) files[`src/leaf${k}.ts`] = leafText(k);
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
  return { folder, root: rootText, mid, leaf, remove: () => rm(folder, { recursive: true, force: true }) };
}

const rootText = `export interface Item {
  readonly name: string;
  readonly cents: number;
  readonly tags: readonly string[];
}

export type Listener<T> = (value: T) => void;

export function common(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + item.cents, 0);
}

export function few(name: string): Item {
  return { name, cents: name.length, tags: [] };
}

export class Registry<T> {
  readonly #values = new Map<string, T>();
  readonly #listeners: Listener<T>[] = [];

  add(name: string, value: T): void {
    this.#values.set(name, value);
    for (const listener of this.#listeners) listener(value);
  }

  find(name: string): T | undefined {
    return this.#values.get(name);
  }

  listen(listener: Listener<T>): void {
    this.#listeners.push(listener);
  }
}
`;

/** What makes each file some work to check, as files of a project are. */
function body(name: string): string {
  return Array.from(
    { length: 6 },
    (_, k) => `
export interface ${name}Row${k} extends Item {
  readonly id: \`row-\${number}\`;
  readonly parts: Readonly<Partial<Record<'a' | 'b' | 'c', Item>>>;
}

export function ${name}Pick${k}(rows: readonly ${name}Row${k}[], wanted: string): ${name}Row${k}[] {
  const registry = new Registry<${name}Row${k}>();
  registry.listen((row) => seen.push(row.name));
  for (const row of rows) registry.add(row.name, { ...row, tags: [...row.tags, wanted] });
  return rows
    .filter(({ tags, parts }) => tags.includes(wanted) || Object.values(parts).some((part) => part.cents > ${k}))
    .map((row) => registry.find(row.name) ?? row)
    .sort((a, b) => common([a]) - common([b]));
}
`,
  ).join('');
}

function midText(k: number): string {
  return `import { common, type Item, Registry } from './root.js';

const seen: string[] = [];

export function price${k}(items: readonly Item[]): number {
  return common(items) * ${k + 1};
}
${body(`mid${k}`)}`;
}

function leafText(k: number): string {
  const mid = k % mids;
  const few = k < fewUsers;
  return `import { common, ${few ? 'few, ' : ''}type Item, Registry } from './root.js';
import { price${mid} } from './mid${mid}.js';

const seen: string[] = [];

export function total${k}(items: readonly Item[]): string {
  return (common(items) + price${mid}(${few ? "[few('a')]" : 'items'})).toFixed(2);
}
${body(`leaf${k}`)}`;
}
