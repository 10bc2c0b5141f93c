import type { Random } from '../edits/random.ts';

/** Names that a declaration may speak of. */
export interface Scope {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** A text that declares one name, as a value, as a type, or as both. */
export interface Declared {
  readonly text: string;
  readonly isValue: boolean;
  readonly isType: boolean;
}

const words = ['a', 'b', 'c', 'kind', 'size', 'next'];
const plainTypes = ['number', 'string', 'boolean', 'bigint', 'unknown', 'undefined', "'a'", "'b'", '1', '2'];
const literals = ['1', '2', "'a'", "'b'", 'true', 'null', '[]', '{}', '`t`', '10n', '/x/u'];

/** A type, out of those that are in scope and made ones. */
export function someType(random: Random, scope: Scope, depth = 2): string {
  const inner = () => someType(random, scope, depth - 1);
  const forms = [
    () => random.pick(plainTypes),
    () => (scope.types.length > 0 ? random.pick(scope.types) : 'number'),
    () => (scope.values.length > 0 ? `typeof ${random.pick(scope.values)}` : 'string'),
  ];
  if (depth > 0)
    forms.push(
      () => `${inner()} | ${inner()}`,
      () => `{ ${random.pick(words)}: ${inner()}; readonly ${random.pick(words)}?: ${inner()} }`,
      () => `readonly (${inner()})[]`,
      () => `[${inner()}, ${inner()}?]`,
      () => `Partial<${inner()}>`,
      () => `keyof (${inner()})`,
      () => `(${random.pick(words)}: ${inner()}) => ${inner()}`,
      () => `(${inner()}) extends (${inner()}) ? ${inner()} : ${inner()}`,
      () => `{ [K in keyof (${inner()})]: K }`,
      () => `Promise<${inner()}>`,
      () => `\`x\${${random.pick(["'a' | 'b'", 'number', 'string'])}}\``,
    );
  return random.pick(forms)();
}

/** An expression, out of values that are in scope and made ones. */
export function someValue(random: Random, scope: Scope, depth = 2): string {
  const inner = () => someValue(random, scope, depth - 1);
  const named = () => (scope.values.length > 0 ? random.pick(scope.values) : random.pick(literals));
  const forms = [named, named, () => random.pick(literals)];
  if (depth > 0)
    forms.push(
      () => `${named()}.${random.pick(words)}`,
      () => `${named()}?.${random.pick(words)}`,
      () => `${named()}(${inner()})`,
      () => `new ${named()}(${inner()})`,
      () => `new ${named()}().${random.pick(words)}()`,
      () => `[${inner()}, ${inner()}]`,
      () => `{ ${random.pick(words)}: ${inner()}, ${random.pick(words)}() { return ${inner()}; } }`,
      () => `(${random.pick(words)}: ${someType(random, scope, 1)}) => (${inner()})`,
      () => `(${inner()} as const)`,
      () => `(${named()} as ${someType(random, scope, 1)})`,
      () => `(${named()} satisfies ${someType(random, scope, 1)})`,
      () => `${named()}!`,
      () => `[1, 'a', null].filter(${named()})`,
      () => `(${inner()} ? ${inner()} : ${inner()})`,
      () => `\`\${${inner()}} / \${${inner()}}\``,
      () => `(${inner()} / 2)`,
    );
  const value = random.pick(forms)();
  return value.startsWith('{') ? `(${value})` : value;
}

type Form = (random: Random, name: string, scope: Scope) => Declared;

const value = (text: string): Declared => ({ text, isValue: true, isType: false });
const type = (text: string): Declared => ({ text, isValue: false, isType: true });
const both = (text: string): Declared => ({ text, isValue: true, isType: true });

function returns(random: Random, scope: Scope): string {
  if (random.chance(0.35)) return '';
  return `: ${random.pick([() => someType(random, scope), () => 'void', () => 'never', () => 'x is string', () => 'asserts x', () => 'asserts x is number'])()}`;
}

/** Statements of a body: with what looks like brackets, text and regular expressions that are none. */
function body(random: Random, scope: Scope): string {
  const lines = [
    () => `const y = ${someValue(random, scope)};`,
    () => `if (typeof x === '${random.pick(['string', 'number'])}') return ${someValue(random, scope, 1)};`,
    () => `return ${someValue(random, scope)};`,
    () => `return typeof x === '${random.pick(['string', 'number'])}';`,
    () => `return x !== null;`,
    () => `throw new Error('}');`,
    () => `// not } the end`,
    () => `const r = x / 2 / 3;`,
    () => `const t = \`{ \${${someValue(random, scope, 1)}} \`;`,
    () => `mutable = ${random.pick(literals)} as never;`,
    () => `function inner(): number { return 1; }`,
    () => `{ let z = 1; z++; }`,
  ];
  const count = random.below(4);
  return Array.from({ length: count }, () => `  ${random.pick(lines)()}\n`).join('');
}

function members(random: Random, scope: Scope): string {
  const name = () => random.pick(words);
  const forms = [
    () => `${name()} = ${someValue(random, scope)};`,
    () =>
      `${random.pick(['private ', 'protected ', 'readonly ', 'static ', '#'])}${name()} = ${someValue(random, scope)};`,
    () => `${name()}${random.pick(['', '?', '!'])}: ${someType(random, scope)};`,
    () =>
      `${random.pick(['', 'private ', 'async ', 'static ', 'protected ', '*'])}${name()}(x?: any)${returns(random, scope)} {\n${body(random, scope)}}`,
    () => `${name()}(x: ${someType(random, scope, 1)}): this {\n${body(random, scope)}  return this;\n}`,
    () =>
      `get ${name()}()${random.chance(0.5) ? `: ${someType(random, scope, 1)}` : ''} { return ${someValue(random, scope)}; }`,
    () => `set ${name()}(x) { ${random.chance(0.5) ? 'mutable = x;' : ''} }`,
    () => `['${name()}']: ${someType(random, scope, 1)} = ${someValue(random, scope)};`,
    () =>
      `constructor(x?: any, readonly ${name()}: any = ${someValue(random, scope, 1)}) {\n${body(random, scope)}}`,
    () => `static { ${random.chance(0.5) ? 'mutable = 1 as never;' : ''} }`,
    () => `${name()} = (x: any)${returns(random, scope)} => {\n${body(random, scope)}};`,
    () => `[Symbol.iterator](x?: any)${returns(random, scope)} {\n${body(random, scope)}}`,
    () => `declare ${name()}: ${someType(random, scope, 1)};`,
  ];
  return Array.from({ length: 1 + random.below(4) }, () => `  ${random.pick(forms)()}\n`).join('');
}

const forms: readonly Form[] = [
  (r, name, s) => value(`export const ${name} = ${someValue(r, s)};`),
  (r, name, s) => value(`export const ${name}: ${someType(r, s)} = ${someValue(r, s)};`),
  (r, name, s) => value(`const ${name} = ${someValue(r, s)} as const;\nexport { ${name} };`),
  (r, name, s) =>
    value(`export ${r.pick(['', 'async '])}function ${name}(x?: any)${returns(r, s)} {\n${body(r, s)}}`),
  (r, name, s) =>
    value(`export function ${name}(x: any, y = ${someValue(r, s, 1)})${returns(r, s)} {\n${body(r, s)}}`),
  (r, name, s) => value(`export const ${name} = (x?: any)${returns(r, s)} => {\n${body(r, s)}};`),
  (r, name, s) => value(`export const ${name} = async (x?: any)${returns(r, s)} => {\n${body(r, s)}};`),
  (r, name, s) =>
    value(
      `export function ${name}<T extends ${someType(r, s, 1)} = ${someType(r, s, 1)}>(x?: T)${returns(r, s)} {\n${body(r, s)}}`,
    ),
  (r, name, s) =>
    value(
      `export function ${name}(x: string): ${someType(r, s, 1)};\nexport function ${name}(x: number): ${someType(r, s, 1)};\nexport function ${name}(x: any): any {\n${body(r, s)}}`,
    ),
  (r, name, s) =>
    value(
      `function ${name}(x?: any): ${someType(r, s, 1)} {\n${body(r, s)}}\n${name}.kind = ${someValue(r, s)};\nexport { ${name} };`,
    ),
  (r, name, s) => value(`export let ${name}: ${someType(r, s)} = ${someValue(r, s)};`),
  (r, name, s) =>
    value(`let ${name}: ${someType(r, s)};\n${name} = ${someValue(r, s)};\nexport { ${name} };`),
  (r, name, s) => value(`export const { a: ${name}, ...${name}Rest } = ${someValue(r, s)};`),
  (_, name) => value(`export const ${name}: unique symbol = Symbol();`),
  (r, name, s) =>
    both(
      `${r.pick(['', '@((x: any, y: any): any => x)\n'])}export ${r.pick(['', 'abstract '])}class ${name}${r.chance(0.4) && s.values.length > 0 ? ` extends ${r.pick(s.values)}` : ''} {\n${members(r, s)}}`,
    ),
  (r, name, s) => both(`export class ${name}<T = ${someType(r, s, 1)}> {\n${members(r, s)}}`),
  (r, name, s) =>
    type(
      `export interface ${name}${r.chance(0.3) && s.types.length > 0 ? ` extends ${r.pick(s.types)}` : ''} {\n  ${r.pick(words)}: ${someType(r, s)};\n  ${r.pick(words)}?(x: ${someType(r, s, 1)}): ${someType(r, s, 1)};\n}`,
    ),
  (r, name, s) =>
    both(
      `export interface ${name} { ${r.pick(words)}: ${someType(r, s)} }\nexport const ${name} = ${someValue(r, s)};`,
    ),
  (r, name, s) => type(`export type ${name} = ${someType(r, s, 3)};`),
  (r, name, s) =>
    type(`type ${name}<T = ${someType(r, s, 1)}> = ${someType(r, s, 2)} | T;\nexport type { ${name} };`),
  (r, name) =>
    both(
      `export ${r.pick(['', 'const '])}enum ${name} {\n  a${r.pick(['', ' = 1', ' = 4'])},\n  b${r.pick(['', ' = 2', " = 'b'"])},\n  c = a,\n}`,
    ),
  (r, name, s) =>
    both(
      `export namespace ${name} {\n  export const ${r.pick(words)} = ${someValue(r, s)};\n  export function ${r.pick(words)}(x?: any)${returns(r, s)} {\n${body(r, s)}}\n  export type ${r.pick(['A', 'B'])} = ${someType(r, s)};\n}`,
    ),
  (r, name, s) =>
    both(
      `export function ${name}(x?: any): ${someType(r, s, 1)} {\n${body(r, s)}}\nexport namespace ${name} {\n  export const a = ${someValue(r, s)};\n}`,
    ),
  (r, name, s) =>
    value(
      `export const ${name} = {\n  a(x?: any)${returns(r, s)} {\n${body(r, s)}},\n  b: ${someValue(r, s)},\n};`,
    ),
  (r, name, s) => value(`export function* ${name}(x?: any)${returns(r, s)} {\n${body(r, s)}}`),
  (r, name, s) => value(`export declare function ${name}(x: ${someType(r, s, 1)}): ${someType(r, s, 1)};`),
];

export function someDeclaration(random: Random, name: string, scope: Scope): Declared {
  return random.pick(forms)(random, name, scope);
}
