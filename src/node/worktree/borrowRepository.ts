import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runGit } from '../files/runGit.ts';

/**
 * Gives a scratch copy a repository of its own that reads the user's objects and writes none of them: scripts that ask
 * git for the branch, the last commit or what has changed get their answer, and a commit made in the copy stays there.
 * `git worktree` would have to be undone in the user's repository after a crash; this leaves nothing in it.
 */
export async function borrowRepository(from: string, to: string, signal: AbortSignal): Promise<void> {
  const own = path.join(to, '.git');
  await rm(own, { recursive: true, force: true });
  const asked = await runGit(
    from,
    ['rev-parse', '--show-object-format', '--git-path', 'objects', '--git-path', 'shallow'],
    signal,
  );
  const [format = 'sha1', objects, shallow] = (asked ?? '').trim().split('\n');
  if (objects === undefined) return;
  const head = (await runGit(from, ['rev-parse', '--quiet', '--verify', 'HEAD'], signal))?.trim();
  const branch = (await runGit(from, ['symbolic-ref', '--quiet', 'HEAD'], signal))?.trim() || undefined;
  await mkdir(path.join(own, 'objects/info'), { recursive: true });
  await mkdir(path.join(own, 'refs/heads'), { recursive: true });
  const write = (file: string, text: string) => writeFile(path.join(own, file), text);
  await write('objects/info/alternates', `${path.resolve(from, objects)}\n`);
  const extension = format === 'sha1' ? '' : `[extensions]\n\tobjectFormat = ${format}\n`;
  const version = format === 'sha1' ? 0 : 1;
  await write('config', `[core]\n\trepositoryformatversion = ${version}\n\tbare = false\n${extension}`);
  await write('HEAD', branch !== undefined ? `ref: ${branch}\n` : `${head ?? 'ref: refs/heads/main'}\n`);
  if (head !== undefined && branch !== undefined) await write('packed-refs', `${head} ${branch}\n`);
  if (shallow !== undefined) {
    // Where history was cut off; most repositories have no such file.
    await copyFile(path.resolve(from, shallow), path.join(own, 'shallow')).catch(() => undefined);
  }
  if (head !== undefined) await runGit(to, ['read-tree', 'HEAD'], signal);
}
