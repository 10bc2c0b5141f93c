import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { isSystemError } from '../../base/systemError.ts';
import type { FileChanges } from '../../core/edit/fileChanges.ts';
import type { CommandRun, Scratch } from '../../core/verify/commands/scratch.ts';
import { commandEnvironment } from '../commands/commandEnvironment.ts';
import { runProcess } from '../commands/runProcess.ts';
import { type Copy, CopyPool } from './copyPool.ts';
import { eachAtOnce } from './eachAtOnce.ts';
import { ScratchRefused, stampOf } from './scratchTree.ts';
import { readSourceTree, type SourceTree } from './sourceTree.ts';

export interface ScratchOptions {
  /** The workspace's root. */
  readonly root: string;
  /** Where copies are kept, outside of the workspace; several processes may share it. */
  readonly storage: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Texts that an editor holds and the disk does not. */
  readonly unsaved?: () => FileChanges;
  /** The most commands, and so copies, at once; half of the processors where it is not given. */
  readonly atOnce?: number;
}

export interface DisposableScratch extends Scratch {
  /** Ends what runs and removes the copies. */
  dispose(): Promise<void>;
}

/**
 * Scratch copies of a workspace, made when the first command asks for one. Each is used by one command at a time; who
 * finds none free waits.
 */
export function createScratch(options: ScratchOptions): DisposableScratch {
  const pool = new CopyPool({
    storage: storageOutside(options),
    atOnce: options.atOnce ?? Math.max(1, Math.floor(availableParallelism() / 2)),
  });
  const closing = new AbortController();
  const inUse = new Set<Promise<unknown>>();

  async function runIn(
    copy: Copy,
    argv: readonly string[],
    { changes, limits, signal }: Parameters<Scratch['run']>[1],
  ): Promise<CommandRun> {
    const source = await readSourceTree(options.root, signal);
    const uncopied = await copy.tree.prepare(source, withUnsaved(options, changes), { argv, signal });
    await rm(copy.temporary, { recursive: true, force: true });
    await mkdir(copy.temporary, { recursive: true });
    const root = path.join(copy.folder, source.prefix);
    const { folder: mark, temporary } = copy;
    const stands = [
      [options.root, root],
      [source.top, mark],
    ] as const;
    let gone: (() => void) | undefined;
    try {
      const run = await runProcess(argv, {
        folder: root,
        environment: commandEnvironment(options.environment, {
          stands,
          scratch: mark,
          root,
          temporary,
        }),
        mark,
        limits,
        signal,
        onStart: (pid) => {
          gone = copy.noteProcess(pid);
        },
      });
      return uncopied.length > 0 ? { ...run, uncopied } : run;
    } finally {
      gone?.();
    }
  }

  async function run(argv: readonly string[], asked: Parameters<Scratch['run']>[1]): Promise<CommandRun> {
    const signal = AbortSignal.any([asked.signal, closing.signal]);
    signal.throwIfAborted();
    let copy: Copy | undefined;
    try {
      copy = await pool.take(signal);
      return await runIn(copy, argv, { ...asked, signal });
    } catch (error) {
      signal.throwIfAborted();
      const reason = refusalOf(error);
      if (reason === undefined) throw error;
      return { end: { type: 'notRun', reason }, ms: 0, output: { text: '', failing: [] } };
    } finally {
      if (copy) pool.giveBack(copy);
    }
  }

  return {
    async stateOf(changes, { signal }) {
      const source = await readSourceTree(options.root, signal);
      return hashOf(source, withUnsaved(options, changes), signal);
    },
    run(argv, asked) {
      const running = run(argv, asked);
      const settled = running.then(
        () => undefined,
        () => undefined,
      );
      inUse.add(settled);
      void settled.then(() => inUse.delete(settled));
      return running;
    },
    async dispose() {
      closing.abort(new Error('the scratch copies are being removed'));
      await Promise.all(inUse);
      await pool.remove();
    },
  };
}

/** A copy inside of what it copies would hold itself. */
function storageOutside({ root, storage }: ScratchOptions): string {
  const below = path.relative(root, storage);
  const isInside = !below.startsWith('..') && !path.isAbsolute(below);
  return isInside ? path.join(tmpdir(), 'tiercel-scratch') : storage;
}

function withUnsaved({ unsaved }: ScratchOptions, changes: FileChanges): FileChanges {
  return new Map([...(unsaved?.() ?? []), ...changes]);
}

/** Why a copy could not be made, where the reason lies with the disk or the workspace and not with us. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof ScratchRefused) return error.message;
  return isSystemError(error) ? `no scratch copy could be made: ${error.message}` : undefined;
}

async function hashOf(source: SourceTree, changes: FileChanges, signal: AbortSignal): Promise<string> {
  const stamps = new Map<string, string>();
  await eachAtOnce(
    source.files,
    async (file) => {
      stamps.set(file, (await stampOf(path.join(source.top, file)))?.text ?? '');
    },
    { atOnce: 32, signal },
  );
  const hash = createHash('sha256').update(JSON.stringify([source.packages, source.closed]));
  for (const file of source.files) hash.update(`${file}\0${stamps.get(file)}\0`);
  for (const [file, text] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${file}\0${text === null ? 'deleted' : `text ${text}`}\0`);
  return hash.digest('hex');
}
