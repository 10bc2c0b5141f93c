export type ParsedCommand =
  | { readonly ok: true; readonly argv: readonly string[] }
  /** In words for people and models alike, such as "it needs a shell (|)". */
  | { readonly ok: false; readonly reason: string };

/** What means something to a shell, wherever it stands without quotes. */
const shellCharacters = new Set('|&;<>()`$*?{}\n\r');

/**
 * Splits a command into its words, with the quotes that people write. What only a shell could carry out (pipes,
 * redirections, variables, several commands, patterns of file names) is refused and never guessed at.
 */
export function parseCommand(text: string): ParsedCommand {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote === undefined && /[ \t]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    if (character === quote) quote = undefined;
    else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === '\\' && quote !== "'" && /[\\"' \t]/.test(next)) {
      word = (word ?? '') + next;
      at++;
    } else if (quote === "'") word = (word ?? '') + character;
    else if (needsShell(character, quote, word)) return refuse(character);
    else word = (word ?? '') + character;
  }
  if (quote !== undefined) return { ok: false, reason: `a quote (${quote}) is not closed` };
  if (word !== undefined) words.push(word);
  const [program] = words;
  if (program === undefined || program === '') return { ok: false, reason: 'it names no program' };
  if (/^\w+=/.test(program))
    return { ok: false, reason: 'it needs a shell (a variable is set before the program)' };
  return { ok: true, argv: words };
}

function needsShell(character: string, quote: '"' | undefined, word: string | undefined): boolean {
  if (quote === '"') return character === '$' || character === '`';
  return shellCharacters.has(character) || (word === undefined && (character === '~' || character === '#'));
}

function refuse(character: string): ParsedCommand {
  const shown = /[\n\r]/.test(character) ? 'a second line' : character;
  return { ok: false, reason: `it needs a shell (${shown})` };
}

/** The same command in one spelling, so that a list of allowed ones can be searched. */
export function normalizeCommand(text: string): string {
  return text.trim().replace(/[ \t]+/g, ' ');
}
