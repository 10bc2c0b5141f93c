import assert from 'node:assert/strict';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { RunTask } from '../../../../src/core/request/runTask.ts';
import { mayWrite } from '../../../../src/core/worker/tools/writePolicy.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { errorAt, runTask } from '../../support/runTask.ts';

const workspace = new InMemoryWorkspace(
  { 'src/a.ts': 'let x;\n', 'src/b.ts': 'let y;\n' },
  {
    special: {
      'logo.png': { type: 'binary' },
      'data.json': { type: 'tooLarge', bytes: 9e6 },
      'link/x.ts': { type: 'outside' },
      src: { type: 'folder' },
      'src/parts.ts': { type: 'folder' },
    },
  },
);
const before = new Overlay((path) => workspace.read(path));

async function reason(path: string, task: RunTask): Promise<string | undefined> {
  const reading = await mayWrite(path, { task, before });
  return reading.ok ? undefined : reading.reason;
}

describe('mayWrite', () => {
  const anything = runTask();

  const allows = async (path: string, task: RunTask, plain = path) =>
    assert.deepEqual(await mayWrite(path, { task, before }), { ok: true, path: plain });
  const refuses = async (path: string, task: RunTask, words: RegExp) =>
    assert.match((await reason(path, task)) ?? `${path} was allowed`, words);

  it('refuses every way out of the workspace', async () => {
    for (const path of [
      '../a.ts',
      'src/../../a.ts',
      '..\\a.ts',
      '/etc/passwd',
      '\\\\server\\share\\a.ts',
      'C:\\Windows\\a.ts',
      'c:a.ts',
      '~/.bashrc',
      'a.ts\0',
      'link/x.ts',
      'a.ts:stream',
      '',
    ]) {
      await refuses(path, anything, /can't be written/);
    }
  });

  it('refuses a place below a file', () => refuses('src/a.ts/b.ts', anything, /src\/a\.ts is a file/));

  it('refuses places that git, an editor, a shell or a build server obeys', async () => {
    for (const path of [
      '.git/config',
      '.git/hooks/pre-commit',
      'sub/.git/config',
      '.GIT/config',
      'GIT~1/config',
      '.git',
      '.\uff47it/config',
      '.git./config',
      '.gitattributes',
      '.gitmodules',
      '.vscode/tasks.json',
      '.VSCode/settings.json',
      './.vscode//launch.json',
      '.vscode\\settings.json',
      'x.code-workspace',
      '.devcontainer/devcontainer.json',
      '.github/workflows/ci.yml',
      '.github/actions/x/action.yml',
      '.gitlab-ci.yml',
      '.circleci/config.yml',
      'azure-pipelines.yml',
      'Jenkinsfile',
      '.travis.yml',
      '.ci/run',
      '.husky/pre-commit',
      '.githooks/pre-push',
      '.pre-commit-config.yaml',
      'lefthook.yml',
      '.bashrc',
      '.zshrc',
      '.profile',
      '.bash_profile',
      'home/.zshenv',
      'node_modules/x/index.js',
      '.env',
      '.npmrc',
      'server.pem',
      'id_rsa',
    ]) {
      await refuses(path, anything, /can't be written/);
      await refuses(path, runTask({ files: [path] }), /can't be written/);
    }
  });

  it('refuses what is no text', async () => {
    await refuses('src/parts.ts', anything, /it is a folder/);
    await refuses('logo.png', anything, /not UTF-8 text/);
    await refuses('data.json', anything, /too large/);
  });

  it('allows the files of the task and new ones, and no other', async () => {
    const task = runTask({ files: ['./src/a.ts'] });
    await allows('src/a.ts', task);
    await allows('src\\a.ts', task, 'src/a.ts');
    await allows('src/new.ts', task);
    await allows('.github/dependabot.md', task);
    await allows('src/hooks/useCart.ts', task);
    await allows('src/gitlab.ts', task);
    await refuses('src/b.ts', task, /not one of this task's files \(\.\/src\/a\.ts\)/);
  });

  it('allows other files where the task names none or is there to remove diagnostics', async () => {
    await allows('src/b.ts', anything);
    const targets = [errorAt('src/a.ts', 'let x;\n', 'x', 'Implicit any')];
    await allows('src/b.ts', runTask({ files: ['src/a.ts'], targets }));
  });
});
