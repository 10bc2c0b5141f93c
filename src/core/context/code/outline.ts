import { declaredNames } from '../textIndex/declaredNames.ts';

/** What is declared inside of something is its own affair, unless it is one of the members. */
const local = /^\s+(?:export\s+)?(?:const|let|var)\s/;
const control = /^\s*(?:if|for|while|switch|catch|return|else|do|with)\b/;

/** The lines that declare something, each with its number from 1: what a file is about, without its bodies. */
export function outline(lines: readonly string[], most: number): readonly string[] {
  const found: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.length > 200 || control.test(line)) continue;
    if (local.test(line) || declaredNames(line).size === 0) continue;
    found.push(`${at + 1}: ${line.trimEnd()}`);
    if (found.length === most) break;
  }
  return found;
}
