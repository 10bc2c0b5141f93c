import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { OutputDigest } from '../../core/verify/commands/outputDigest.ts';
import type { CommandEnd, CommandLimits, CommandRun } from '../../core/verify/commands/scratch.ts';
import { endProcesses, processesOf } from './endProcesses.ts';

/**
 * Milliseconds that a command may take to go after it was asked to, before it is made to. With it, cancelling takes less
 * than a second, unless what can't be ended holds the output: nothing runs on then, but `drainMs` go by as well.
 */
export const politeMs = 400;
/** How long the output may stay open after a command has ended: something may hold it that can't be ended. */
const drainMs = 1_000;

/** The most processes that a command may have at once, and how often they are counted, in milliseconds. */
const mostProcesses = 1_000;
const countMs = 500;

export interface ProcessOptions {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The mark by which what the command started is found (see endProcesses). */
  readonly mark: string;
  readonly limits: CommandLimits;
  readonly signal: AbortSignal;
  /** Told the process's number as soon as it has one, before it can be lost. */
  readonly onStart: (pid: number) => void;
}

/**
 * Runs a program without a shell and reads what it prints, never holding more of it than a digest. However it ends,
 * nothing that it started is left. Rejects with the signal's reason when it is cancelled.
 */
export async function runProcess(argv: readonly string[], options: ProcessOptions): Promise<CommandRun> {
  options.signal.throwIfAborted();
  const started = performance.now();
  const digest = new OutputDigest();
  const end = await watch(argv, options, digest);
  options.signal.throwIfAborted();
  return { end, ms: performance.now() - started, output: digest.end() };
}

async function watch(
  argv: readonly string[],
  options: ProcessOptions,
  digest: OutputDigest,
): Promise<CommandEnd> {
  const child = start(argv, options);
  const { pid } = child;
  if (pid === undefined) return { type: 'notRun', reason: await startProblem(child, argv[0] ?? '') };
  options.onStart(pid);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<CommandEnd>((resolve) =>
    child.once('exit', (code, signal) =>
      resolve(
        code === null ? { type: 'killed', reason: `ended by ${signal}` } : { type: 'exited', exitCode: code },
      ),
    ),
  );
  let killed: string | undefined;
  let force: NodeJS.Timeout | undefined;
  const end = (reason: string) => {
    if (killed !== undefined) return;
    killed = reason;
    endProcesses(pid, options.mark, 'SIGTERM');
    force = setTimeout(() => endProcesses(pid, options.mark, 'SIGKILL'), politeMs);
  };
  const { limits } = options;
  const seconds = Math.round(limits.timeMs / 100) / 10;
  const late = setTimeout(() => end(`it took longer than ${seconds} s`), limits.timeMs);
  const counting = setInterval(() => {
    if (processesOf(pid) > (limits.processes ?? mostProcesses)) end('it started too many processes');
  }, countMs);
  const onAbort = () => end('cancelled');
  options.signal.addEventListener('abort', onAbort, { once: true });
  readOutput(child, digest, limits.outputBytes, () =>
    end(`it printed more than ${Math.round(limits.outputBytes / 1e5) / 10} MB`),
  );
  if (options.signal.aborted) onAbort();

  const result = await exited;
  clearTimeout(late);
  clearInterval(counting);
  clearTimeout(force);
  options.signal.removeEventListener('abort', onAbort);
  // What it left behind, such as a server that a test started, goes too.
  endProcesses(pid, options.mark, 'SIGKILL');
  const drained = setTimeout(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, drainMs);
  await closed;
  clearTimeout(drained);
  return killed === undefined ? result : { type: 'killed', reason: killed };
}

function start(argv: readonly string[], { folder, environment }: ProcessOptions): ChildProcess {
  const [program = '', ...args] = argv;
  const options: SpawnOptions = {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  };
  if (process.platform !== 'win32') return spawn(program, args, { ...options, detached: true });
  // npm and its like are batch files on Windows, which only the system's own shell can start.
  const shell = environment.ComSpec ?? 'cmd.exe';
  const line = [program, ...args].map((word) =>
    /^[\w./:=@,+\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '')}"`,
  );
  return path.extname(program) === '.exe'
    ? spawn(program, args, options)
    : spawn(shell, ['/d', '/s', '/c', `"${line.join(' ')}"`], { ...options, windowsVerbatimArguments: true });
}

function startProblem(child: ChildProcess, program: string): Promise<string> {
  return new Promise((resolve) =>
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'ENOENT'
          ? `${program} is not installed`
          : `${program} could not be run: ${error.message}`,
      ),
    ),
  );
}

function readOutput(
  child: ChildProcess,
  digest: OutputDigest,
  mostBytes: number,
  onTooMuch: () => void,
): void {
  let bytes = 0;
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    stream?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) onTooMuch();
      else digest.push(decoder.write(chunk));
    });
    stream?.on('error', () => undefined);
  }
}
