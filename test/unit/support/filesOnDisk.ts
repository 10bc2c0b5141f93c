import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for each test of the suite that calls it, and git in it. */
export function filesOnDisk() {
  let root = '';
  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'tiercel-files-')));
  });
  afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const at = (file: string) => path.join(root, file);
  return {
    at,
    async put(file: string, text = 'text\n') {
      await mkdir(path.dirname(at(file)), { recursive: true });
      await writeFile(at(file), text);
    },
    gitIn: (folder: string, ...args: readonly string[]) =>
      execFileSync(
        'git',
        ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always', ...args],
        { cwd: at(folder), stdio: 'ignore' },
      ),
    /** Makes git give no answer for a repository. */
    breakGit: (folder: string) => writeFile(at(path.join(folder, '.git/index')), 'no index'),
  };
}
