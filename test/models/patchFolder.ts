import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { patchOperations } from './patchOperations.ts';

/** Applies a script's patch to the files of a folder; each of its hunks must fit in exactly one place. */
export function patchFolder(folder: string, patch: string): void {
  for (const { path: name, diff = '' } of patchOperations(patch)) {
    const file = path.join(folder, name);
    let text = readFileSync(file, 'utf8');
    for (const hunk of diff.split(/^@@.*\n/m).slice(1)) {
      const lines = hunk.trimEnd().split('\n');
      const side = (other: string) =>
        `${lines
          .filter((line) => !line.startsWith(other))
          .map((line) => line.slice(1))
          .join('\n')}\n`;
      const parts = text.split(side('+'));
      if (parts.length !== 2) throw new Error(`a hunk fits ${parts.length - 1} places of ${name}:\n${hunk}`);
      text = parts.join(side('-'));
    }
    writeFileSync(file, text);
  }
}
