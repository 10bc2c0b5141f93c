import { type Change, changeOf } from './change.ts';
import type { SourceFile } from './packageSources.ts';
import type { Random } from './random.ts';

type Rule = (lines: readonly string[], random: Random) => readonly string[] | undefined;

/** Edits as people make them, for sources that come without a history: one to four by seeded rules in one file. */
export function madeEdit(file: SourceFile, random: Random): Change | undefined {
  let lines = file.lines;
  const count = 1 + random.below(4);
  const names: string[] = [];
  for (let k = 0; k < count; k++) {
    const [name, rule] = random.pick(rules);
    const next = rule(lines, random);
    if (!next) continue;
    lines = next;
    names.push(name);
  }
  return names.length === 0
    ? undefined
    : changeOf(`${file.path} (${names.join(', ')})`, file.path, file.lines, lines);
}

const isStatement = (line: string): boolean => /^\s+\S.*[;,]$/.test(line);

function statementAt(lines: readonly string[], random: Random): number | undefined {
  const statements = lines.flatMap((line, at) => (isStatement(line) ? [at] : []));
  return statements.length === 0 ? undefined : random.pick(statements);
}

const identifiers = (line: string): readonly string[] => line.match(/\b[a-z][A-Za-z]{3,}\b/g) ?? [];

const renamed = (word: string): string => `next${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;

const rules: readonly (readonly [string, Rule])[] = [
  [
    'change a statement',
    (lines, random) => {
      const at = statementAt(lines, random);
      const line = lines[at ?? -1];
      if (at === undefined || line === undefined) return undefined;
      const words = identifiers(line);
      if (words.length === 0) return undefined;
      const word = random.pick(words);
      return lines.with(at, line.replace(new RegExp(`\\b${word}\\b`), renamed(word)));
    },
  ],
  [
    'insert statements',
    (lines, random) => {
      const at = statementAt(lines, random);
      const line = lines[at ?? -1];
      if (at === undefined || line === undefined) return undefined;
      const indent = /^\s*/.exec(line)?.[0] ?? '';
      const added = Array.from({ length: 1 + random.below(4) }, (_, k) =>
        random.chance(0.2)
          ? `${indent}// Counted from ${k}.`
          : `${indent}record${random.below(1000)}(${random.pick(['index', 'value', 'this'])}, ${k});`,
      );
      return lines.toSpliced(at + 1, 0, ...added);
    },
  ],
  [
    'delete statements',
    (lines, random) => {
      const at = statementAt(lines, random);
      return at === undefined ? undefined : lines.toSpliced(at, 1 + random.below(3));
    },
  ],
  [
    'replace statements',
    (lines, random) => {
      const at = statementAt(lines, random);
      const indent = /^\s*/.exec(lines[at ?? -1] ?? '')?.[0] ?? '';
      if (at === undefined) return undefined;
      const body = [`if (isReady${random.below(100)}) {`, `  settle(${random.below(100)});`, '}'];
      return lines.toSpliced(at, 1 + random.below(2), ...body.map((line) => indent + line));
    },
  ],
  [
    'rename an identifier',
    (lines, random) => {
      const word = random.pick(
        identifiers(random.pick(lines.filter((line) => identifiers(line).length > 0))),
      );
      const pattern = new RegExp(`\\b${word}\\b`, 'g');
      const uses = lines.filter((line) => line.match(pattern)).length;
      return uses > 6 ? undefined : lines.map((line) => line.replace(pattern, renamed(word)));
    },
  ],
];
