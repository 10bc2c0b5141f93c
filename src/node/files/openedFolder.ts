import path from 'node:path';
import { ignoreRules, isIgnoredBy } from '../../core/context/ignoreFiles.ts';

/** An ignore file above a folder. */
export interface RulesAbove {
  /** Where it lies, from the repository's top. */
  readonly folder: string;
  readonly text: string;
  /** The names that lead from there to the folder. */
  readonly way: readonly string[];
}

/** Whether an ignore file may except something in the folder from what its other lines name. */
export function mayExceptIn({ text, way }: RulesAbove): boolean {
  return text.split('\n').some((line) => line.startsWith('!') && mayNameIn(way, line.slice(1)));
}

/** In doubt it does, as what was meant to be kept back would be shown otherwise. */
function mayNameIn(way: readonly string[], pattern: string): boolean {
  const named = pattern.trimEnd().replace(/\/$/, '');
  // Such a pattern holds at any depth.
  if (!named.includes('/')) return true;
  const parts = named.replace(/^\//, '').split('/');
  for (const [k, name] of way.entries()) {
    const part = parts[k];
    // It ends with the folder, or above it.
    if (part === undefined) return false;
    if (part.includes('**')) return true;
    if (part !== name && !/[*?[\\]/.test(part)) return false;
  }
  return parts.length > way.length;
}

/**
 * The text of an ignore file for one who has opened the folder though it is ignored: the folder itself is not, what is in
 * it is by the lines that name it there, and a line that names all of that does not count, but beside exceptions.
 */
export function openedTo({ folder, text, way }: RulesAbove, hasExceptions: boolean): string {
  const names = way.map((name) => name.replace(/[*?[\]\\]/g, '\\$&'));
  const opening = names.map((_, k) => `!/${names.slice(0, k + 1).join('/')}/`);
  const whole = `${path.posix.join(folder, ...way)}/`;
  const namesAll = (line: string) => {
    const namesIt = isIgnoredBy([ignoreRules(folder, line)], whole);
    if (!namesIt && hasExceptions) return false;
    const any = `${whole}\u0001${namesIt ? '/' : ''}`;
    return isIgnoredBy([ignoreRules(folder, [line, ...opening].join('\n'))], any);
  };
  const lines = text.split('\n').filter((line) => !namesAll(line));
  return [...lines, ...opening].join('\n');
}
