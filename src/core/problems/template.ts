import type { Diagnostic } from '../verify/diagnostic.ts';

/** What all diagnostics of one kind say, whatever they say it of. */
export interface Template {
  /** Equal for equal templates, and short enough to look labels up by. */
  readonly key: string;
  readonly source: string;
  readonly code: string;
  /** The message with `_` for what it names and `#` for what it counts. */
  readonly text: string;
}

/** Characters of a message that are looked at, and that a template has at most: more is data, not a kind of problem. */
const mostMessage = 2_000;
const mostText = 300;
/** Lines of a chain of reasons that tell kinds apart: what is wrong, and the innermost reasons. */
const firstLines = 1;
const lastLines = 2;

/**
 * The kind of a diagnostic: code and source as they are, and the message without names, texts, paths, types and
 * numbers. It needs no model and no parser, and its time grows with the message alone.
 */
export function templateOf(diagnostic: Diagnostic): Template {
  const known = templates.get(diagnostic);
  if (known) return known;
  const { code = '', source = '', message } = diagnostic;
  const text = templateText(message);
  const template = { key: `${source}\n${code}\n${text}`, source, code, text };
  templates.set(diagnostic, template);
  return template;
}

/** A diagnostic never changes, and its kind is asked for by all that looks at many of them. */
const templates = new WeakMap<Diagnostic, Template>();

/** A message with names, paths, numbers and types abstracted: what problems of one kind have in common. */
export function templateText(message: string): string {
  const lines = message
    .slice(0, mostMessage)
    .split('\n')
    .map((line) => abstracted(line.trim()))
    .filter((line) => line !== '');
  const distinct = lines.filter((line, index) => lines.indexOf(line) === index);
  const kept =
    distinct.length <= firstLines + lastLines
      ? distinct
      : [...distinct.slice(0, firstLines), ...distinct.slice(-lastLines)];
  return kept.join(' / ').slice(0, mostText);
}

/** In this order: what is quoted may hold anything, and what is left of a line holds names that stand bare. */
const steps: readonly (readonly [pattern: RegExp, by: string | ((found: string) => string)])[] = [
  [/```[^`]*(?:```|$)/g, '_'],
  [/`[^`]*`|“[^”]*”|‘[^’]*’|«[^»]*»/g, quoted],
  // An apostrophe stands between letters; a quotation mark does not.
  [/(?<![\w'])'[^']*'(?!\w)/g, quoted],
  [/(?<![\w"])"[^"]*"(?!\w)/g, quoted],
  // What was cut, or is quoted in a way of its own, is data to the end.
  [/(?<![\w'"])['"][^'"]*$/, '_'],
  [/\b[a-z][a-z+.-]{1,20}:\/\/\S+/gi, '_'],
  // Go and C say types and places in parentheses.
  [
    /\((?:variable|value|constant|type|untyped|no value|aka|from|declared|defined|have|want)\b[^()]*\)/g,
    '(_)',
  ],
  [/\b(have|want) \([^()]*\)/g, '$1 (_)'],
  [/(?:\.{0,2}[\\/])?[\w@.-]+(?:[\\/][\w@.$-]+)+/g, '_'],
  [/\b0x[\da-f]+\b/gi, '#'],
  [/(?<![\w$])[-+]?\d[\d_]*(?:\.\d+)?(?![\w$])/g, '#'],
  // Names that can hardly be prose: joined by dots or colons, with an inner capital, an underscore, a digit or a `$`.
  [/[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)+(?:<[^<>]*>)?(?:\(\))?/g, '_'],
  [/[A-Za-z$]*[a-z][A-Z][\w$]*|\b[A-Za-z]\w*_\w*|\b_\w+|\$\w+|\b[A-Za-z]+\d\w*/g, '_'],
  [/_(?:<[^<>]*>|\[[^[\]]*\]|\(\))+/g, '_'],
  // Names that compilers put bare, where they put them.
  [
    /((?:undefined|undeclared name|not used|declared and not used|cannot find package|undefined reference to): )\S+/g,
    '$1_',
  ],
  [
    /\b(call to|in argument to|value of type|as type|to type|for type|of type|has no field or method|missing method) [\w$*[\]{}]+(?:\.\w+)*/g,
    '$1 _',
  ],
  [/^(?:[\w$.]+) (declared and not used|redeclared|undefined|imported and not used|is unused)\b/, '_ $1'],
  [/\b(use|assign) [\w$.]+ \(/g, '$1 _ ('],
  [/\bas [\w$*[\]{}]+(?:\.\w+)* value\b/g, 'as _ value'],
  [
    /\b(function|method|class|variable|parameter|argument|module|import|attribute|type|struct|trait|field|macro|crate) [a-z]\w*(?=:|$)/gi,
    '$1 _',
  ],
  [/_(?:(?:, | \| | & |\|| and | or )_)+/g, '_'],
  [/#(?:(?:, |-|:| to )#)+/g, '#'],
  [/\s+/g, ' '],
];

/** Stands for a quotation mark that stays, while others are looked for. */
const held = '\u0001';

/** Punctuation that a parser misses is what the message is about; anything else that is quoted is a name or a type. */
function quoted(found: string): string {
  const inner = found.slice(1, -1);
  return inner.length <= 3 && inner !== '' && !/[\p{L}\p{N}_$\s]/u.test(inner)
    ? `${held}${inner}${held}`
    : '_';
}

function abstracted(line: string): string {
  let text = line;
  for (const [pattern, by] of steps)
    text = typeof by === 'string' ? text.replace(pattern, by) : text.replace(pattern, by);
  return text.replaceAll(held, "'").trim();
}
