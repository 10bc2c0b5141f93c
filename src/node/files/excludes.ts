import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { isSystemError } from '../../base/systemError.ts';
import { readRules } from './readRules.ts';
import { runGit } from './runGit.ts';

/** The file by which a repository, told by its top, leaves out what is not to be told to others. */
export async function repositoryExclude(top: string): Promise<string> {
  return path.join(await gitFolderOf(top), 'info/exclude');
}

/** Where git keeps what is known of a repository: of a second worktree with the first, of a submodule with the whole. */
async function gitFolderOf(top: string): Promise<string> {
  const own = path.join(top, '.git');
  const [, linked] = /^gitdir: (.+)/.exec((await textOf(own)) ?? '') ?? [];
  if (linked === undefined) return own;
  const folder = path.resolve(top, linked.trimEnd());
  const common = await textOf(path.join(folder, 'commondir'));
  return common === undefined ? folder : path.resolve(folder, common.trimEnd());
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined;
  }
}

/** What the user has git leave out of all repositories. As git does, it goes on without what can't be read. */
export async function userExcludes(top: string, signal: AbortSignal): Promise<string> {
  const setting = await runGit(top, ['config', '--type=path', '--get', 'core.excludesFile'], signal);
  const config = process.env.XDG_CONFIG_HOME || path.join(homedir(), '.config');
  const file = setting?.replace(/\r?\n$/, '') ?? path.join(config, 'git/ignore');
  const read = file === '' ? undefined : await readRules(path.resolve(top, file));
  return read?.type === 'text' ? read.text : '';
}
