import assert from 'node:assert/strict';
import { GitRules } from '../../../src/node/files/gitRules.ts';
import { listFiles } from '../../../src/node/files/listFiles.ts';
import { filesOnDisk } from '../support/filesOnDisk.ts';

describe('what git is told to leave out elsewhere than in .gitignore files', () => {
  const { signal } = new AbortController();
  const { at, put, gitIn, breakGit } = filesOnDisk();
  const check = async (folder: string, expected: readonly string[]) =>
    assert.deepEqual(await listFiles(at(folder), signal), expected);

  it('is left out of a second worktree too, where git gives no answer', async () => {
    await put('main/a.ts');
    gitIn('main', 'init', '-q');
    gitIn('main', 'add', '-A');
    gitIn('main', 'commit', '-qm', 'start');
    gitIn('main', 'worktree', 'add', '-q', '../second');
    await put('main/.git/info/exclude', 'private.ts\n');
    await put('second/private.ts');
    await check('second', ['a.ts']);
    await put('main/.git/worktrees/second/index', 'no index');
    await check('second', ['a.ts']);
  });

  it('is left out of a submodule too, where git gives no answer', async () => {
    await put('other/a.ts');
    gitIn('other', 'init', '-q');
    gitIn('other', 'add', '-A');
    gitIn('other', 'commit', '-qm', 'start');
    await put('main/own.ts');
    gitIn('main', 'init', '-q');
    gitIn('main', 'submodule', 'add', '-q', '../other', 'sub');
    await put('main/.git/modules/sub/info/exclude', 'private.ts\n');
    await put('main/sub/private.ts');
    await put('main/.git/modules/sub/index', 'no index');
    await check('main/sub', ['a.ts']);
  });

  describe('by the user', () => {
    const { XDG_CONFIG_HOME } = process.env;
    beforeEach(() => {
      process.env.XDG_CONFIG_HOME = at('home');
    });
    afterEach(() => {
      if (XDG_CONFIG_HOME === undefined) delete process.env.XDG_CONFIG_HOME;
      else process.env.XDG_CONFIG_HOME = XDG_CONFIG_HOME;
    });

    for (const setting of [undefined, 'mine'])
      it(`is left out also where git lists nothing or gives no answer${setting ? ', by a file of any name' : ''}`, async () => {
        for (const file of ['a.ts', 'data/people.csv', 'scratch/b.ts', 'scratch/c.csv'])
          await put(`repo/${file}`);
        gitIn('repo', 'init', '-q');
        await put(setting ? 'repo/mine' : 'home/git/ignore', '*.csv\nscratch\nmine\n');
        if (setting) gitIn('repo', 'config', 'core.excludesFile', at('repo/mine'));
        await check('repo/data', []);
        await check('repo/scratch', ['b.ts']);
        const named = ['repo/data', 'repo/scratch'].map((each) => new GitRules(at(each)).nameItself(signal));
        assert.deepEqual(await Promise.all(named), [false, true]);
        await breakGit('repo');
        await check('repo', ['a.ts']);
      });
  });
});
