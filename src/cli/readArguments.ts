import { parseArgs } from 'node:util';
import { messageOf } from '../base/messageOf.ts';
import { type Option, options } from './options.ts';
import { UsageError, usage } from './usage.ts';

/** The words of a command line. Throws UsageError for an option that is none, or one whose value another one hides. */
export function readArguments(args: readonly string[]) {
  const { values, positionals, tokens } = parse(args);
  const [name, ...rest] = positionals;
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  return { values, name, rest, given };
}

/** Throws UsageError for options among those given that the command would not hear. */
export function refuseUnheard(command: string, given: readonly string[]): void {
  const known: Readonly<Record<string, Option>> = options;
  for (const [index, name] of given.entries()) {
    const { type, of, multiple, insteadOf } = known[name] ?? {};
    if (of && !of.includes(command))
      throw new UsageError(`${command} takes no --${name}; it is for ${of.join(', ')}.`);
    if (insteadOf !== undefined && given.includes(insteadOf))
      throw new UsageError(`--${name} and --${insteadOf} exclude each other; give one of them.`);
    // A flag that is given twice says what it says once.
    if (type === 'string' && !multiple && given.indexOf(name) !== index)
      throw new UsageError(`--${name} is given twice, and only one can hold.`);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, tokens: true, options });
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n\n${usage}`);
  }
}
