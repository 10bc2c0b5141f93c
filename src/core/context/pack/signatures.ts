import { type LineSpan, openedBlock } from '../code/enclosingBlock.ts';
import { outline } from '../code/outline.ts';

const exported =
  /^export\s+(?:default\s+)?(?:declare\s+|abstract\s+|async\s+)*(function\*?|class|interface|type|enum|const|let|var|namespace)\s+([A-Za-z_$][\w$]*)/;
const reExported = /^export\s+(?:type\s+)?(?:\{([^}]*)\}|\*)/;
const python = /^(?:async\s+)?(def|class)\s+([A-Za-z_]\w*)|^([A-Za-z_]\w*)\s*(?::[^=\n]+)?=[^=]/;

/** The most lines of a head, of a shape, and of the members of a class. */
const mostHead = 8;
const mostShape = 14;
const mostMembers = 10;

interface Declared {
  readonly name: string;
  readonly keyword: string;
}

/**
 * The lines of a module that say what one can use of it: heads of functions without bodies, shapes of types, the
 * members of classes. Only those of names in `used`, in the order of the file, each line once.
 */
export function signatureLines(path: string, lines: readonly string[], used: ReadonlySet<string>): number[] {
  const found = new Set<number>();
  for (const [at, line] of lines.entries()) {
    if (line.length > 300) continue;
    const declared = declaredAt(path, line);
    if (declared ? used.has(declared.name) : passesOn(line, used)) {
      for (const each of declared ? linesOf(lines, at, declared) : [at]) found.add(each);
    }
  }
  return [...found].sort((a, b) => a - b);
}

function declaredAt(path: string, line: string): Declared | undefined {
  if (path.endsWith('.py')) {
    const [, keyword, name, variable] = python.exec(line) ?? [];
    const found = name ?? variable;
    return found === undefined ? undefined : { name: found, keyword: keyword ?? 'variable' };
  }
  const [, keyword, name] = exported.exec(line) ?? [];
  return keyword === undefined || name === undefined ? undefined : { name, keyword };
}

/** A line that hands on what another module declares. */
function passesOn(line: string, used: ReadonlySet<string>): boolean {
  const [whole, names] = reExported.exec(line) ?? [];
  if (whole === undefined) return false;
  return names === undefined || (names.match(/[A-Za-z_$][\w$]*/g) ?? []).some((name) => used.has(name));
}

function linesOf(lines: readonly string[], at: number, { keyword }: Declared): readonly number[] {
  switch (keyword) {
    case 'class':
      return [at, ...membersOf(lines, at)];
    case 'interface':
    case 'type':
    case 'enum':
      return range(openedBlock(lines, at, mostShape));
    case 'variable':
    case 'let':
    case 'var':
      return [at];
    default:
      return range({ first: at, last: endOfHead(lines, at) });
  }
}

/** Public ones; what is private can't be used from outside. */
function membersOf(lines: readonly string[], at: number): readonly number[] {
  const { first, last } = openedBlock(lines, at, lines.length);
  return outline(lines.slice(first + 1, last), 100)
    .map((entry) => first + Number.parseInt(entry, 10))
    .filter(
      (line) =>
        !/^\s*(?:private\b|protected\b|(?:async\s+|static\s+)*#|def _(?!_init__))/.test(lines[line] ?? ''),
    )
    .slice(0, mostMembers);
}

/** The line on which a head's brackets are closed again. */
function endOfHead(lines: readonly string[], at: number): number {
  let depth = 0;
  for (let line = at; line < Math.min(lines.length, at + mostHead); line++) {
    for (const sign of lines[line] ?? '') {
      if (sign === '(' || sign === '[') depth++;
      else if (sign === ')' || sign === ']') depth--;
    }
    if (depth <= 0) return line;
  }
  return at;
}

function range({ first, last }: LineSpan): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
