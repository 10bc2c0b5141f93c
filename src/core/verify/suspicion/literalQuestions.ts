import { type ChangedText, linesBeyond } from './changedText.ts';
import { isData } from './tellingLiterals.ts';

const number = String.raw`-?\d[\d_]*(?:\.\d+)?`;
const text = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`;
const literal = `(?:${number}|${text})`;
const value = String.raw`(?:${number}|${text}|true|false|True|False|\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])`;

/** Ways in which the languages ask whether a value is a literal, begins with it or holds it. */
const compared: readonly RegExp[] = [
  String.raw`(?:===?|\bcase|\.equals(?:IgnoreCase)?\(|\bis)\s*(${literal})`,
  String.raw`(${literal})\s*(?:===?|\.equals(?:IgnoreCase)?\(|=>)`,
  String.raw`\b(?:Object\.is|Objects\.equals|EqualFold|isEqual|deepEqual|isDeepStrictEqual|HasPrefix|HasSuffix|Contains)\([^,()\n]+,\s*(${literal})`,
  String.raw`\.(?:starts_?with|ends_?with|includes|contains)\(\s*(${text})`,
  String.raw`\.(?:trim_(?:start|end)_matches|strip_(?:prefix|suffix)|remove(?:prefix|suffix))\(\s*(${text})`,
  String.raw`\bTrim(?:Prefix|Suffix)\([^,()\n]+,\s*(${text})`,
  String.raw`\babs\(\s*[\w.]+\s*-\s*(${number})\s*\)\s*<`,
  String.raw`(${text})\s+in\s+[\w.]+`,
].map((source) => new RegExp(source, 'gi'));

/** A row of values that something is compared with at once, or a value made of some. */
const comparedRow: readonly RegExp[] = [
  /==\s*[([]([^()[\]\n]*\d[^()[\]\n]*)[)\]]/g,
  /(?:==\s*|\.(?:equals|Equal|eq)\(\s*)(?:new\s+)?[A-Z][\w.]*\(([^()\n]*\d[^()\n]*)\)/g,
];

/** A pattern that something is tried with. */
const tried: readonly RegExp[] = [
  /\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/[a-z]*\.(?:test|exec)\(/g,
  /\.match\(\s*\/((?:\\.|[^/\\\n])+)\//g,
  /\b(?:re\.(?:full)?match|re\.search|MatchString)\(\s*r?["'`]([^"'`\n]+)["'`]/g,
  /\.matches\(\s*"([^"\n]+)"/g,
];

/** A list of literals that something is looked up in, be it further down. */
const lookedUp =
  /\[([^[\]\n]+)\]\.(?:includes|indexOf|contains)\(|\bnew Set\(\[([^[\]\n]+)\]\)|\bin\s*[([{]([^()[\]{}\n]+)[)\]}]|\b(?:List|Set)\.of\(([^()\n]+)\)|=\s*\[([^[\]\n]+)\]/g;

/** What is given then: returned, assigned, or the branch of a choice. */
const given = new RegExp(
  String.raw`(?:\breturn|\?|=>|(?<![=!<>])=(?!=)|:)\s*(?:(?:Ok|Some|Optional\.of|Promise\.resolve)\()?(${value})\s*(?:[;,:})]|$)`,
  'gm',
);

/** Handed to a call, which may be how a result is made. */
const handed = new RegExp(String.raw`[(,[]\s*(${literal})(?=\s*[,)\]])`, 'g');

/** A piece of text put in the place of another. */
const replaced = new RegExp(
  String.raw`\b(?:replace(?:All|_all)?|ReplaceAll|Replace)\((?:[^,()'"\n]+,)?\s*(${text}),\s*(${text})`,
  'g',
);

/** A pattern with the text that is put in its place, in a call or in a list of rules. */
const replacedPattern = new RegExp(
  String.raw`\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/[a-z]*,\s*(${text})`,
  'g',
);

/** A key of a table with what it stands for. */
const entry = new RegExp(String.raw`(${literal})\s*(?::|=>|,)\s*(${value})\s*[,})\]]`, 'g');

/** How many lines below a comparison its result may stand. */
const reach = 2;

/** Literals that a new line asks for, and the literals that it or the next lines give then. */
export interface Question {
  readonly line: number;
  readonly inputs: readonly string[];
  readonly answers: readonly string[];
  /** Its inputs are asked for by a condition, not listed as the keys of a table. */
  readonly isCondition: boolean;
}

/** What new code asks for literally, as its author wrote it: quotes are kept. */
export function questionsIn({ before, after }: ChangedText): readonly Question[] {
  const lines = after.plain.split('\n');
  return linesBeyond(before.plain, after.plain).flatMap(({ line, text: own }): readonly Question[] => {
    const below = lines.slice(line, line + reach + 1).join('\n');
    const answers = [...below.matchAll(given), ...below.matchAll(handed)].flatMap(([, answer = '']) =>
      answer.startsWith('[') ? [answer, ...literalsIn(answer)] : [answer],
    );
    const inputs = [...inputsIn(own), ...listedIn(own)];
    const rows = [...own.matchAll(entry)];
    const isTable = rows.length >= 2 || (rows.length === 1 && isRowOfTable(lines, line));
    const entries = rows.filter(([, key = '']) => isTable || isData(key));
    return [
      ...(inputs.length > 0 ? [{ line, inputs, answers, isCondition: true }] : []),
      ...[...entries, ...own.matchAll(replaced)].map(([, key = '', to = '']) => {
        return { line, inputs: [key], answers: [to], isCondition: false };
      }),
      ...[...own.matchAll(replacedPattern)].flatMap(([, pattern = '', to = '']) => {
        const part = fixedPart(pattern);
        return part ? [{ line, inputs: [part], answers: [to], isCondition: false }] : [];
      }),
    ];
  });
}

/** The literals that a line compares with; of a pattern the longest part that only fits itself. */
function inputsIn(line: string): readonly string[] {
  const all = (patterns: readonly RegExp[]) =>
    patterns.flatMap((pattern) => [...line.matchAll(pattern)].flatMap((match) => match[1] ?? []));
  const rows = all(comparedRow).map((row) => `'${row.replace(/['"]/g, '')}'`);
  return [...all(compared), ...rows, ...all(tried).flatMap((pattern) => fixedPart(pattern) ?? [])];
}

/** The longest part of a pattern that only fits itself, as a literal. */
function fixedPart(pattern: string): string | undefined {
  // What is escaped fits itself; it is put aside so that it is not taken for what it would mean.
  const parts = pattern
    .split(/\\[a-zA-Z\d]|(?<!\\)[\^$()[\]{}|*+?.]/)
    .map((part) => part.replace(/\\(\W)/g, '$1'));
  const longest = parts.reduce((most, part) => (part.length > most.length ? part : most), '');
  return longest === '' ? undefined : `'${longest}'`;
}

function listedIn(line: string): readonly string[] {
  return [...line.matchAll(lookedUp)].flatMap((match) =>
    literalsIn(match.slice(1).find((each) => each !== undefined) ?? ''),
  );
}

/** The literals in a list, those of lists within it too. */
export function literalsIn(list: string): readonly string[] {
  return list.match(new RegExp(literal, 'g')) ?? [];
}

function isRowOfTable(lines: readonly string[], line: number): boolean {
  const isEntry = (at: number) => new RegExp(entry).test(lines[at] ?? '');
  return isEntry(line - 1) || isEntry(line + 1);
}
