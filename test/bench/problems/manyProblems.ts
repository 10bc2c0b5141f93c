import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';

const kinds = 60;
const filesWithProblems = 500;

/** So many problems of 60 kinds, in files that import each other. */
export function manyProblems(count: number): {
  readonly files: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const files: Record<string, string> = {};
  for (let k = 0; k < filesWithProblems; k++) files[pathOf(k)] = textOf(k);
  const diagnostics = Array.from({ length: count }, (_, k): Diagnostic => {
    const line = 3 + ((k * 7) % 40);
    const kind = k % kinds;
    return {
      path: pathOf((k * 13) % filesWithProblems),
      range: { start: { line, character: 9 }, end: { line, character: 14 } },
      severity: 'error',
      code: String(2_000 + kind),
      source: 'ts',
      message: messageOf(kind, k),
    };
  });
  return { files, diagnostics };
}

function pathOf(k: number): string {
  return `src/part${k % 20}/module${k}.ts`;
}

function textOf(k: number): string {
  const other = (k * 31 + 7) % filesWithProblems;
  const rows = Array.from(
    { length: 40 },
    (_, n) => `  value${n}: use(items[${n}], 'text ${n}', other${other}),`,
  );
  return `import { other${other} } from '../part${other % 20}/module${other}.js';\n\nexport const other${k} = {\n${rows.join('\n')}\n};\nexport interface Type${k} {\n  readonly name: string;\n}\n`;
}

function messageOf(kind: number, k: number): string {
  const form = `Form ${'abcdefghijkl'[kind % 12]}${'mnopq'[Math.floor(kind / 12)]}`;
  switch (kind % 4) {
    case 0:
      return `${form}: Property 'name${k}' does not exist on type 'Type${k % 50}'.`;
    case 1:
      return `${form}: Argument of type 'string' is not assignable to parameter of type '{ readonly id: ${k}; }'.\n  Types of property 'id' are incompatible.\n    Type 'string' is not assignable to type 'number'.`;
    case 2:
      return `${form}: Expected ${k % 9} arguments, but got ${k % 7}.`;
    default:
      return `${form}: Cannot find name 'thing${k % 90}' in src/x${k}.ts:${k}`;
  }
}
