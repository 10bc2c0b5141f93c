import type { Workspace } from '../../../src/core/context/workspace.ts';
import type { FileChanges } from '../../../src/core/edit/fileChanges.ts';
import { OutputDigest } from '../../../src/core/verify/commands/outputDigest.ts';
import type { CommandRun, Scratch, Uncopied } from '../../../src/core/verify/commands/scratch.ts';

/** What a command prints and exits with, given a way to read the files as they would be; undefined: it is not there. */
export type FakeProgram = (read: (path: string) => Promise<string>) => Promise<FakeEnd | undefined>;

export interface FakeEnd {
  readonly exitCode: number;
  readonly prints: string;
  readonly uncopied?: readonly Uncopied[];
}

/** Carries out functions of a test in the place of programs, and keeps what was run on which changes. */
export class FakeScratch implements Scratch {
  readonly runs: { readonly command: string; readonly changes: FileChanges }[] = [];
  readonly #workspace: Workspace;
  readonly #programs: Readonly<Record<string, FakeProgram>>;

  constructor(workspace: Workspace, programs: Readonly<Record<string, FakeProgram>>) {
    this.#workspace = workspace;
    this.#programs = programs;
  }

  async stateOf(changes: FileChanges, { signal }: { readonly signal: AbortSignal }): Promise<string> {
    const paths = [...new Set([...(await this.#workspace.list(signal)), ...changes.keys()])];
    return JSON.stringify(
      await Promise.all(paths.map(async (path) => [path, await this.#read(path, changes)])),
    );
  }

  async run(argv: readonly string[], options: Parameters<Scratch['run']>[1]): Promise<CommandRun> {
    options.signal.throwIfAborted();
    const command = argv.join(' ');
    this.runs.push({ command, changes: options.changes });
    const done = await this.#programs[command]?.((path) => this.#read(path, options.changes));
    const digest = new OutputDigest();
    digest.push(done?.prints ?? '');
    const end = done
      ? ({ type: 'exited', exitCode: done.exitCode } as const)
      : ({ type: 'notRun', reason: `${command} is not installed` } as const);
    const { uncopied } = done ?? {};
    return { end, ms: 1_200, output: digest.end(), ...(uncopied && { uncopied }) };
  }

  async #read(path: string, changes: FileChanges): Promise<string> {
    const change = changes.get(path);
    if (change !== undefined) return change ?? '';
    const file = await this.#workspace.read(path);
    return file.type === 'text' ? file.text : '';
  }
}

/** A test that passes when a file holds a text, and else says what it found. */
export function passesWhen(path: string, text: string): FakeProgram {
  return async (read) => {
    const found = await read(path);
    return found.includes(text)
      ? { exitCode: 0, prints: '3 passed' }
      : {
          exitCode: 1,
          prints: `not ok 1 - sums\nError: expected ${text}, found ${found.trim().split('\n').at(-1)}`,
        };
  };
}
