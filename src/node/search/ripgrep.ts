import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { maxFileBytes, type SearchMatch } from '../../core/context/workspace.ts';
import { withoutKeys } from '../commands/withoutKeys.ts';

export interface LineQuery {
  readonly text: string;
  readonly isRegex: boolean;
  readonly limit: number;
}

const program = process.platform === 'win32' ? 'rg.exe' : 'rg';

/** Where ripgrep lies in VS Code, as its versions have had it. */
export function ripgrepOfEditor(appRoot: string): readonly string[] {
  const places = [
    `@vscode/ripgrep-universal/bin/${process.platform}-${process.arch}`,
    '@vscode/ripgrep/bin',
    'vscode-ripgrep/bin',
  ];
  return ['node_modules', 'node_modules.asar.unpacked'].flatMap((modules) =>
    places.map((place) => path.join(appRoot, modules, place, program)),
  );
}

/** Where ripgrep lies on the PATH. A relative folder there could be one of the workspace's. */
export function ripgrepOnPath(searchPath = process.env.PATH ?? ''): readonly string[] {
  return searchPath
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, program));
}

/** The first of some files that is there and can be run. */
export async function firstProgram(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

const matchSchema = z.object({
  type: z.literal('match'),
  data: z.object({
    // Names and lines that are not UTF-8 come as bytes, and are not for us.
    path: z.object({ text: z.string() }),
    lines: z.object({ text: z.string() }),
    line_number: z.number(),
  }),
});

export interface RipgrepOptions {
  readonly program: string;
  readonly root: string;
  /** Names of folders that are passed over. */
  readonly skipped: readonly string[];
  /** Whether ignore files of the folders above count. */
  readonly heedsParents: boolean;
  /** Whether a file counts; asked once for each. */
  readonly isShown: (path: string) => Promise<boolean>;
  readonly signal: AbortSignal;
}

/**
 * Matching lines below a folder, in the order of their paths, by ripgrep: a pattern takes time in proportion to the
 * text whatever it is. Undefined where ripgrep does not run or does not know the pattern.
 */
export async function searchByRipgrep(
  query: LineQuery,
  { program: file, root, skipped, heedsParents, isShown, signal }: RipgrepOptions,
): Promise<readonly SearchMatch[] | undefined> {
  signal.throwIfAborted();
  const kind = query.isRegex ? [] : ['--fixed-strings', '--ignore-case'];
  const args = [
    // A configuration of the user's could name a program to run on each file.
    '--no-config',
    ...[
      '--json',
      '--sort=path',
      '--hidden',
      '--crlf',
      '--no-require-git',
      '--no-ignore-dot',
      '--no-messages',
    ],
    ...[`--max-count=${query.limit}`, `--max-filesize=${maxFileBytes}`],
    ...(heedsParents ? [] : ['--no-ignore-parent']),
    ...['.git', ...skipped].map((name) => `--glob=!**/${name}`),
    ...[...kind, '--regexp', query.text, '.'],
  ];
  const child = spawn(file, args, {
    cwd: root,
    env: withoutKeys(process.env),
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
    signal,
  });
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(2));
    child.once('close', (code) => resolve(code ?? 2));
  });
  const matches: SearchMatch[] = [];
  const shown = new Map<string, boolean>();
  for await (const line of createInterface({ input: child.stdout })) {
    const match = matchSchema.safeParse(JSON.parse(line)).data?.data;
    if (match === undefined) continue;
    const found = match.path.text.replace(/^\.[\\/]/, '').replaceAll(path.sep, '/');
    if (!shown.has(found)) shown.set(found, await isShown(found));
    if (!shown.get(found)) continue;
    const text = match.lines.text.replace(/\r?\n$/, '').slice(0, 300);
    matches.push({ path: found, line: match.line_number, text });
    if (matches.length >= query.limit) break;
  }
  child.kill();
  const code = await ended;
  signal.throwIfAborted();
  return code === 2 && matches.length === 0 ? undefined : matches;
}
