import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of a user, made by a test, beside an empty one for scratch copies. */
export class UserTree {
  readonly #parent = realpathSync(mkdtempSync(path.join(tmpdir(), 'tiercel-tree-')));
  readonly root = path.join(this.#parent, 'work');
  readonly storage = path.join(this.#parent, 'storage');

  constructor(files: Readonly<Record<string, string>> = {}) {
    mkdirSync(this.root);
    this.write(files);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = this.at(name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  at(file: string): string {
    return path.join(this.root, file);
  }

  git(...args: readonly string[]): string {
    return gitIn(this.root, ...args);
  }

  /** Makes it a repository with a commit of all that is not ignored. */
  commitAll(): void {
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message=First');
  }

  fingerprint(): string {
    return fingerprint(this.root);
  }

  dispose(): void {
    rmSync(this.#parent, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function gitIn(folder: string, ...args: readonly string[]): string {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return execFileSync('git', ['-c', 'user.name=Tiercel', '-c', 'user.email=tiercel@localhost', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...Object.fromEntries(own), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Names, kinds, times of change and contents of everything in a folder, its repository included, but for some names. */
export function fingerprint(root: string, except: readonly string[] = []): string {
  const hash = createHash('sha256');
  const visit = (folder: string) => {
    for (const name of readdirSync(folder).sort()) {
      if (except.includes(name)) continue;
      const file = path.join(folder, name);
      const found = lstatSync(file);
      hash.update(`${path.relative(root, file)}\0${found.mode}\0${found.mtimeMs}\0`);
      if (found.isDirectory()) visit(file);
      else hash.update(found.isSymbolicLink() ? readlinkSync(file) : readFileSync(file));
    }
  };
  visit(root);
  return hash.digest('hex');
}
