import { tokensOf } from '../surface/tokens.ts';

/** What a file of TypeScript or JavaScript says of other files. */
export interface FileImports {
  /** What it imports, in the words it uses. */
  readonly specifiers: ReadonlySet<string>;
  /** Nothing need name a script that is no module, or one that adds to others: what it declares is everywhere. */
  readonly isGlobal: boolean;
  /** The modules that it adds to, in the words it uses. */
  readonly augmented: readonly string[];
  /** Its lines that say which files, packages and libraries belong to the whole project. */
  readonly references: string;
}

const comments = String.raw`(?:\s|/\*[\s\S]*?\*/|//[^\n]*\n)*`;
const specifiers = new RegExp(
  String.raw`(?:\bfrom${comments}|\bimport${comments}\(?${comments}|\brequire\s*\(${comments}|\bmodule\s+|<reference\s+(?:path|types)\s*=\s*)(["'${'`'}])([^"'${'`'}\n]+)\1`,
  'g',
);
const reference = /^\s*\/\/\/\s*<.*$/gm;
/** A file that begins as most modules do, after comments. */
const beginsAsModule =
  /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(["'])use \w+\1;?)*(?:import(?![\w$]|\s*[(.])|export(?![\w$]))/;
const augmentation = /\bdeclare\s+module\s+(["'])([^"'\n]+)\1/g;
const blockComment = /\/\*[\s\S]*?\*\//g;
const addsToOthers = /\bdeclare\s+(?:global|module)\b|\bexport\s+as\s+namespace\b/;
/** Files that every JSX text uses without naming them. */
const jsxRuntime = /(?:^|\/)jsx-(?:dev-)?runtime\.[\w.]+$/;

/** Reads a file's imports off its text: rather too many than too few. */
export function importsOf(file: string, text: string): FileImports {
  return {
    specifiers: new Set([...text.matchAll(specifiers)].flatMap(([, , specifier]) => specifier ?? [])),
    isGlobal:
      !file.endsWith('.json') && (addsToOthers.test(text) || jsxRuntime.test(file) || !isModule(file, text)),
    augmented: [...text.matchAll(augmentation)].flatMap(([, , specifier]) => specifier ?? []),
    references: (text.match(reference) ?? []).join('\n'),
  };
}

/** Whether a file is a module for sure: an `export` inside a namespace, a text or a comment makes none. */
function isModule(file: string, text: string): boolean {
  if (beginsAsModule.test(text)) return true;
  const tokens = /\.[cm]?ts$/.test(file) ? tokensOf(text) : undefined;
  if (tokens) {
    return tokens.some(
      (token, at) =>
        token.depth === 0 &&
        (token.text === 'export' ||
          (token.text === 'import' && !/^[(.]$/.test(tokens[at + 1]?.text ?? ''))) &&
        (token.startsLine || /^[;}]$/.test(tokens[at - 1]?.text ?? '')),
    );
  }
  const bare = text.replace(blockComment, '');
  if (/^(?:import(?!\s*[(.])|export)\b/m.test(bare)) return true;
  return /\.[cm]?jsx?$/.test(file) && /\bmodule\.exports\b|\brequire\s*\(/.test(bare);
}
