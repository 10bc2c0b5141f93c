import type { Random } from '../edits/random.ts';
import { type Declared, type Scope, someDeclaration, someType, someValue } from './declarations.ts';

/** One file of a made project, in pieces that edits can exchange. */
export interface MadeFile {
  readonly path: string;
  readonly pieces: readonly string[];
  /** Names that it exports, and what is in scope in it. */
  readonly own: readonly { readonly name: string; readonly declared: Declared }[];
  readonly scope: Scope;
  readonly hasSemicolons: boolean;
}

/** Files that import each other in most of the ways there are, and say a lot about what they import. */
export function makeProject(random: Random): readonly MadeFile[] {
  const count = 8 + random.below(6);
  const files: MadeFile[] = [];
  for (let k = 0; k < count; k++) files.push(makeFile(random, k, files));
  return files;
}

export function textOf(file: Pick<MadeFile, 'pieces' | 'hasSemicolons'>): string {
  const text = `${file.pieces.join('\n')}\n`;
  return file.hasSemicolons ? text : text.replaceAll(/;$/gm, '');
}

function makeFile(random: Random, k: number, files: readonly MadeFile[]): MadeFile {
  const values: string[] = [];
  const types: string[] = [];
  const pieces: string[] = [];
  const path = `src/f${k}.ts`;
  const exported: MadeFile['own'][number][] = [];
  const take = ({ isValue, isType }: Declared, name: string) => {
    if (isValue) values.push(name);
    if (isType) types.push(name);
  };
  const sources = files.filter(() => random.chance(3 / (files.length + 1)));
  for (const [at, source] of sources.entries()) {
    const from = `'./f${source.path.match(/\d+/)?.[0]}${random.pick(['', '.js', '.ts'])}'`;
    const some = source.own.filter(() => random.chance(0.6));
    const form = random.below(12);
    if (form < 6) {
      const names = some
        .filter(({ name }) => name !== 'default')
        .map(({ name, declared }) => {
          const local = random.chance(0.2) ? `${name}_${k}` : name;
          take(declared, local);
          const isTypeOnly = !declared.isValue || (form === 1 && !declared.isValue);
          return `${isTypeOnly ? 'type ' : ''}${name}${local === name ? '' : ` as ${local}`}`;
        });
      pieces.push(`import { ${names.join(', ')} } from ${from};`);
    } else if (form === 6) {
      values.push(
        `ns${at}`,
        ...some.filter(({ declared }) => declared.isValue).map(({ name }) => `ns${at}.${name}`),
      );
      types.push(...some.filter(({ declared }) => declared.isType).map(({ name }) => `ns${at}.${name}`));
      pieces.push(`import ${random.pick(['', 'type '])}* as ns${at} from ${from};`);
    } else if (form === 7) {
      pieces.push(`export * from ${from};`);
      exported.push(...source.own.filter(({ name }) => name !== 'default'));
    } else if (form === 8) {
      const handed = some.filter(({ name }) => name !== 'default');
      const list = handed.map(({ name, declared }) => {
        const other = `${name}_r${k}`;
        exported.push({ name: other, declared });
        return `${declared.isValue ? '' : 'type '}${name} as ${other}`;
      });
      pieces.push(`export { ${list.join(', ')} } from ${from};`);
    } else if (form === 9) {
      pieces.push(`export * as sub${k}_${at} from ${from};`);
      exported.push({ name: `sub${k}_${at}`, declared: { text: '', isValue: true, isType: false } });
    } else if (form === 10) {
      types.push(
        ...some.filter(({ declared }) => declared.isType).map(({ name }) => `import(${from}).${name}`),
      );
      const [first] = some;
      if (first?.declared.isValue)
        pieces.push(`const lazy${at} = import(${from}).then((m) => m.${first.name});`);
      values.push(`lazy${at}`);
    } else {
      pieces.push(`import main${at} from ${from};`);
      values.push(`main${at}`);
    }
  }
  if (random.chance(0.3)) {
    pieces.push("import data from './data.json' with { type: 'json' };");
    values.push('data');
  }
  pieces.push(`let mutable: ${someType(random, { values: [], types: [] }, 1)} = 1 as never;`);
  if (random.chance(0.5)) pieces.push('export { mutable };');
  values.push('mutable');
  const scope = { values, types };
  const own = 2 + random.below(4);
  for (let n = 0; n < own; n++) {
    const name = random.chance(0.05) ? `shared${n}` : `v${k}_${n}`;
    const declared = someDeclaration(random, name, scope);
    pieces.push(declared.text);
    take(declared, name);
    exported.push({ name, declared });
  }
  if (random.chance(0.3)) {
    pieces.push(`export default ${someValue(random, scope)};`);
    exported.push({ name: 'default', declared: { text: '', isValue: true, isType: false } });
  }
  for (let n = random.below(3); n >= 0; n--) {
    pieces.push(`const probe${n}: never = ${someValue(random, scope)};`);
    pieces.push(`export type Probe${k}_${n} = ${someType(random, scope)};`);
    exported.push({ name: `Probe${k}_${n}`, declared: { text: '', isValue: false, isType: true } });
  }
  if (random.chance(0.15)) pieces.push(`if (!${someValue(random, scope, 1)}) throw new Error();`);
  if (random.chance(0.15) && values.length > 0)
    pieces.push(`${random.pick(values)}(${random.pick(values)});`);
  if (random.chance(0.05))
    pieces.push(`declare global { interface Array<T> { extra${k}: ${someType(random, scope, 1)} } }`);
  const [source] = sources;
  if (source && random.chance(0.1)) {
    const merged = source.own.find(({ declared }) => declared.isType)?.name ?? 'Made';
    pieces.push(
      `declare module './f${source.path.match(/\d+/)?.[0]}' { interface ${merged} { c: ${someType(random, scope, 1)} } }`,
    );
  }
  return { path, pieces, own: exported, scope, hasSemicolons: random.chance(0.8) };
}
