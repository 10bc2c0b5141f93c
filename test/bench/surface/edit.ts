import type { Random } from '../edits/random.ts';
import type { Files } from './compiler.ts';
import { someDeclaration, someType, someValue } from './declarations.ts';
import { type MadeFile, textOf } from './project.ts';

const swaps: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b(?:number|string|boolean|unknown|bigint)\b/g, ['number', 'string', 'boolean', 'never', 'any']],
  [/\b[12]\b/g, ['1', '2', '3']],
  [/'[ab]'/g, ["'a'", "'b'", "'c'"]],
  [/\?/g, ['', '?']],
  [
    /\b(?:readonly|private|protected|static|abstract|async|export|declare|type) /g,
    ['', 'readonly ', 'private '],
  ],
  [
    /: (?:number|string|void|never|any|'a')(?= [{=])/g,
    ['', ': string', ': never', ': void', ': x is string'],
  ],
  [/\b(?:a|b|c|kind|size|next)\b/g, ['a', 'b', 'c', 'kind']],
  [/\bv\d+_\d+\b/g, ['v0_0', 'v1_0', 'v1_1', 'v2_0', 'renamed']],
  [/\bconst\b/g, ['let', 'var', 'const']],
  [/ as const/g, ['']],
  [/ extends [^{]+(?= \{)/g, ['']],
  [/'\.\/f\d+(?:\.js|\.ts)?'/g, ["'./f0.js'", "'./f1.js'", "'./f2'", "'./gone.js'"]],
  [/return /g, ['throw ', 'void ']],
  [/\{|\}|\(|\)/g, ['{', '}', '']],
  [/;/g, ['', ';;', ';\n']],
];

export interface Edit {
  readonly what: string;
  readonly changes: ReadonlyMap<string, string | null>;
}

/** An edit of one file, sometimes of two, as a person or a model would make it or worse. */
export function someEdit(random: Random, project: readonly MadeFile[], files: Files): Edit {
  const edit = ofOneFile(random, project, files);
  if (random.chance(0.85)) return edit;
  const other = ofOneFile(random, project, files);
  return {
    what: `${edit.what}; ${other.what}`,
    changes: new Map([...edit.changes, ...other.changes]),
  };
}

function ofOneFile(random: Random, project: readonly MadeFile[], files: Files): Edit {
  const file = random.pick(project);
  const text = files.get(file.path) ?? '';
  const to = (what: string, after: string | null, path = file.path): Edit => ({
    what: `${path}: ${what}`,
    changes: new Map([[path, after]]),
  });
  const form = random.below(20);
  if (form === 0) return to('deleted', null);
  if (form === 1) return to('data', random.pick(['{"a":"b"}', '{"b":[1]}', '"a"']), 'src/data.json');
  if (form === 2) {
    const name = random.pick(['src/gone.ts', 'src/made.ts']);
    return to('created', `export const v0_0 = ${someValue(random, { values: [], types: [] })};\n`, name);
  }
  const own = file.own.filter(({ declared }) => declared.text !== '');
  if (form < 9 && own.length > 0) {
    const { name, declared } = random.pick(own);
    const made = someDeclaration(random, name, file.scope);
    const pieces = file.pieces.map((piece) => (piece === declared.text ? made.text : piece));
    return to(`${name} declared otherwise`, textOf({ ...file, pieces }));
  }
  if (form === 9) {
    const gone = random.below(file.pieces.length);
    return to('a piece less', textOf({ ...file, pieces: file.pieces.filter((_, k) => k !== gone) }));
  }
  if (form === 10) {
    const extra = random.pick([
      `export const extra = ${someValue(random, file.scope)};`,
      `export type Extra = ${someType(random, file.scope)};`,
      `mutable = ${someValue(random, file.scope)} as never;`,
      `// a comment`,
      `export * from './f0.js';`,
      `declare global { interface Array<T> { more: number } }`,
      `export function v1_1(x?: any): number { return 1; }`,
    ]);
    const at = random.below(file.pieces.length + 1);
    return to(`with ${extra}`, textOf({ ...file, pieces: file.pieces.toSpliced(at, 0, extra) }));
  }
  if (form === 11) {
    const [a, b] = [random.below(file.pieces.length), random.below(file.pieces.length)];
    const pieces = [...file.pieces];
    [pieces[a], pieces[b]] = [pieces[b] ?? '', pieces[a] ?? ''];
    return to('two pieces change places', textOf({ ...file, pieces }));
  }
  if (form === 12) return to('other semicolons', textOf({ ...file, hasSemicolons: !file.hasSemicolons }));
  for (let attempt = 0; attempt < 20; attempt++) {
    const [pattern, others] = random.pick(swaps);
    const found = [...text.matchAll(pattern)];
    if (found.length === 0) continue;
    const [match] = [random.pick(found)];
    const other = random.pick(others);
    if (other === match[0]) continue;
    const after = text.slice(0, match.index) + other + text.slice(match.index + match[0].length);
    return to(`"${match[0]}" at ${match.index} is now "${other}"`, after);
  }
  return to('the same', text);
}
