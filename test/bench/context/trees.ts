import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Tree {
  readonly root: string;
  readonly files: number;
  readonly bytes: number;
}

const filesOfFolder = 50;
const linesOfFile = 80;
const ownNames = 8;

/**
 * A tree of files made of passages of this project's own sources, each with names that no other file has, as programs
 * have them. The same for the same numbers.
 */
export function makeTree(project: string, files: number, options: { readonly inGit: boolean }): Tree {
  const passages = globSync('src/**/*.ts', { cwd: project })
    .sort()
    .map((file) => readFileSync(path.join(project, file), 'utf8').split('\n'));
  const root = mkdtempSync(path.join(tmpdir(), 'tiercel-bench-tree-'));
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let bytes = 0;
  for (let k = 0; k < files; k++) {
    const folder = path.join(
      root,
      `area${Math.floor(k / filesOfFolder / 40)}`,
      `part${Math.floor(k / filesOfFolder)}`,
    );
    if (k % filesOfFolder === 0) mkdirSync(folder, { recursive: true });
    const lines: string[] = [];
    while (lines.length < linesOfFile) {
      const source = passages[random(passages.length)] ?? [];
      const start = random(source.length);
      lines.push(...source.slice(start, start + 20));
    }
    for (let n = 0; n < ownNames; n++) lines.push(`export const ${nameOf(random)}${nameOf(random)} = ${n};`);
    const text = `${lines.join('\n')}\n`;
    bytes += text.length;
    writeFileSync(path.join(folder, `file${k}.ts`), text);
  }
  if (options.inGit) {
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['add', '-A'], { cwd: root });
  }
  return { root, files, bytes };
}

const syllables = ['ba', 'ke', 'lo', 'mi', 'nu', 'pra', 'sto', 'tre', 'vil', 'xen'];

function nameOf(random: (below: number) => number): string {
  const [first = '', ...rest] = Array.from({ length: 3 }, () => syllables[random(10)] ?? '').join('');
  return first.toUpperCase() + rest.join('');
}
