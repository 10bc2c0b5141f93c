import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { patchFolder } from '../../models/patchFolder.ts';

const sample = path.resolve('test/fixtures/sample');
const modules = path.resolve('node_modules');

export interface CompilerError {
  readonly path: string;
  readonly code: number;
  readonly message: string;
}

/** A copy of the sample workspace that may be changed, with the checkout's packages beside it. */
export class SampleCopy {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tiercel-sample-'));

  constructor() {
    const generated = ['node_modules', 'out'].map((name) => path.join(sample, name));
    cpSync(sample, this.folder, { recursive: true, filter: (source) => !generated.includes(source) });
    symlinkSync(modules, path.join(this.folder, 'node_modules'), 'junction');
  }

  /** Applies a patch whose hunks must each fit in exactly one place. */
  patch(patch: string): void {
    patchFolder(this.folder, patch);
  }

  /** What the compiler says of it, in the order of the files. */
  async compile(): Promise<readonly CompilerError[]> {
    const compiler = path.join(modules, 'typescript/bin/tsc');
    const { output } = await run(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], this.folder);
    return [...output.matchAll(/^(\S+)\(\d+,\d+\): error TS(\d+): (.*)$/gm)].map(
      ([, name = '', code, message = '']) => ({ path: name, code: Number(code), message }),
    );
  }

  /** Runs its own test script; the names of the tests that passed and failed. */
  async test(): Promise<{ readonly code: number; readonly passed: string[]; readonly failed: string[] }> {
    const { code, output } = await run('npm', ['test', '--', '--test-reporter=tap'], this.folder);
    const names = (mark: string) =>
      [...output.matchAll(new RegExp(`^ *${mark} \\d+ - (?!.*\\.js$)(.*)$`, 'gm'))].map(
        ([, name = '']) => name,
      );
    return { code, passed: names('ok'), failed: names('not ok') };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], cwd: string) {
  return new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
    execFile(command, args, { cwd, shell: process.platform === 'win32' }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
      resolve({ code, output: stdout + stderr });
    });
  });
}
