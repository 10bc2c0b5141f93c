import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LeftOut } from '../../../src/core/context/workspace.ts';
import { GitRules } from '../../../src/node/files/gitRules.ts';
import { FolderListing, listFiles } from '../../../src/node/files/listFiles.ts';
import { asNobody, giveToNobody } from '../support/asNobody.ts';
import { filesOnDisk } from '../support/filesOnDisk.ts';

const { signal } = new AbortController();

describe('listFiles', () => {
  const { at, put, gitIn, breakGit } = filesOnDisk();
  let root = '';
  beforeEach(() => {
    root = at('');
  });
  const git = (...args: readonly string[]) => gitIn('', ...args);
  const check = async (expected: readonly string[], folder = '') =>
    assert.deepEqual(await listFiles(path.join(root, folder), signal), expected);

  it('gives names of any kind as they are', async () => {
    const names = ['a\nb.ts', 'quote"s.ts', 'tab\there.ts', 'über/naïve 文.ts', ' lead.ts', '-v.ts'];
    for (const name of names) await put(name);
    await check([...names].sort());
    git('init', '-q');
    await check([...names].sort());
    git('add', '-A');
    await check([...names].sort());
  });

  it('lists what submodules and clones inside the folder hold, and a second worktree not', async () => {
    await put('other/lib.ts');
    gitIn('other', 'init', '-q');
    gitIn('other', 'add', '-A');
    gitIn('other', 'commit', '-qm', 'start');
    await put('main/own.ts');
    gitIn('main', 'init', '-q');
    gitIn('main', 'submodule', 'add', '-q', '../other', 'deps/sub');
    gitIn('main', 'add', '-A');
    gitIn('main', 'commit', '-qm', 'start');
    gitIn('main', 'clone', '-q', '../other', 'cloned');
    gitIn('main', 'worktree', 'add', '-q', 'copies/second');
    await put('main/deps/sub/new.ts');
    const expected = ['.gitmodules', 'cloned/lib.ts', 'deps/sub/lib.ts', 'deps/sub/new.ts', 'own.ts'];
    await check(expected, 'main');
    gitIn('main', 'submodule', 'deinit', '-q', '-f', 'deps/sub');
    await check(['.gitmodules', 'cloned/lib.ts', 'own.ts'], 'main');
  });

  it('asks each repository of a folder that is none itself', async () => {
    await put('plain.ts');
    await put('repo/.gitignore', 'made.ts\n');
    await put('repo/made.ts');
    await put('repo/kept.ts');
    gitIn('repo', 'init', '-q');
    await check(['plain.ts', 'repo/.gitignore', 'repo/kept.ts']);
  });

  it('respects .gitignore files where there is no git, and where it is broken', async () => {
    await put('.gitignore', 'made/\n*.log\n');
    await put('made/a.ts');
    await put('run.log');
    await put('src/.gitignore', '!keep.log\n/local.ts\n');
    await put('src/keep.log');
    await put('src/local.ts');
    await put('src/deep/local.ts');
    const expected = ['.gitignore', 'src/.gitignore', 'src/deep/local.ts', 'src/keep.log'];
    await check(expected);
    git('init', '-q');
    await writeFile(path.join(root, '.git/index'), 'no index');
    await check(expected);
    await writeFile(path.join(root, '.git/HEAD'), '');
    await check(expected);
  });

  it('follows no links', async () => {
    await put('src/a.ts');
    await symlink('..', path.join(root, 'src/loop'));
    await symlink('a.ts', path.join(root, 'src/link.ts'));
    await check(['src/a.ts']);
  });

  it('goes by no .gitignore that is a link, as git does not', async () => {
    await put('rules', 'secret.ts\n');
    await put('sub/secret.ts');
    for (const folder of ['', 'sub']) await symlink('rules', path.join(root, folder, '.gitignore'));
    git('init', '-q');
    git('add', 'rules');
    const told: LeftOut[] = [];
    const names = await listFiles(root, signal, (each) => told.push(each));
    assert.deepEqual([names, told], [['.gitignore', 'rules', 'sub/.gitignore', 'sub/secret.ts'], []]);
    for (const folder of ['', 'sub']) {
      const rules = new GitRules(path.join(root, folder));
      assert.equal(await rules.keepsBack('secret.ts', signal), false);
    }
    await breakGit('');
    await check(['rules', 'sub/secret.ts']);
    await check(['secret.ts'], 'sub');
  });

  it('walks through a repository inside the folder of which git gives no answer', async () => {
    await put('own.ts');
    await put('sub/.gitignore', 'made.ts\n');
    await put('sub/made.ts');
    await put('sub/kept.ts');
    gitIn('sub', 'init', '-q');
    git('init', '-q');
    await breakGit('sub');
    const listing = new FolderListing(root);
    for (const more of [[], ['sub/new.ts']]) {
      for (const file of more) await put(file);
      const found = await listing.look(signal);
      assert.deepEqual(found !== 'same' && found.files, ['own.ts', 'sub/.gitignore', 'sub/kept.ts', ...more]);
    }
  });

  describe('names the folders that lack files', () => {
    const denied = 'EACCES: permission denied';
    const chmodOf = (file: string, mode: number) => chmod(path.join(root, file), mode);
    async function checkLeftOut(expected: readonly string[], leftOut: readonly string[]) {
      const told: LeftOut[] = [];
      assert.deepEqual(await listFiles(root, signal, (each) => told.push(each)), expected);
      assert.deepEqual(
        told.map(({ folder, reason }) => `${folder} ${reason}`),
        leftOut,
      );
    }
    /** As one who may not do everything, and whom git takes for the owner. */
    async function checkAsOwner(expected: readonly string[], leftOut: readonly string[]) {
      if (process.platform === 'win32') return;
      giveToNobody(root);
      await asNobody(() => checkLeftOut(expected, leftOut));
    }

    it('that it may not look into', async () => {
      for (const file of ['src/a.ts', 'closed/b.ts', 'entered/c.ts', 'listed/d.ts', 'listed/deep/e.ts'])
        await put(file);
      await chmodOf('closed', 0);
      await chmodOf('entered', 0o111);
      await chmodOf('listed', 0o444);
      await checkAsOwner(
        ['listed/d.ts', 'src/a.ts'],
        [
          `listed/deep/ it can't be read (${denied})`,
          `entered/ it can't be read (${denied})`,
          `closed/ it can't be read (${denied})`,
        ],
      );
    });

    it('that git may not look into, and takes for gone', async () => {
      for (const file of ['src/a.ts', 'closed/b.ts', 'closed/deep/b.ts', 'listed/d.ts', 'gone/f.ts'])
        await put(file);
      git('init', '-q');
      git('add', '-A');
      await rm(path.join(root, 'gone'), { recursive: true });
      await put('new/c.ts');
      for (const folder of ['closed', 'new']) await chmodOf(folder, 0);
      await chmodOf('listed', 0o444);
      await checkAsOwner(
        ['src/a.ts'],
        ['new/', 'closed/', 'listed/'].map((each) => `${each} it can't be read (Permission denied)`),
      );
    });

    it('that are repositories which it may not look into', async () => {
      await put('src/a.ts');
      await put('closed/.gitignore', 'b.ts\n');
      await put('closed/b.ts');
      gitIn('closed', 'init', '-q');
      await chmodOf('closed', 0o444);
      const reason = `closed/.git/info/exclude, which may keep its files back, can't be read (${denied})`;
      await checkAsOwner(['src/a.ts'], [`closed/ ${reason}`]);
    });

    it('in which nobody can tell what is ignored', async () => {
      await put('src/a.ts');
      await put('odd/.gitignore/x', '');
      await put('odd/secret.ts');
      await put('latin/.gitignore', '');
      await writeFile(path.join(root, 'latin/.gitignore'), Buffer.from('# caf\xe9\nsecret.ts\n', 'latin1'));
      await put('latin/secret.ts');
      await put('wide/secret.ts');
      await writeFile(path.join(root, 'wide/.gitignore'), Buffer.from('\ufeffsecret.ts\r\n', 'utf16le'));
      await checkLeftOut(
        ['latin/.gitignore', 'src/a.ts', 'wide/.gitignore'],
        ["odd/ odd/.gitignore, which may keep its files back, can't be read (it is no file)"],
      );
    });

    it('in which git can not tell what is ignored', async () => {
      await put('pkg/.gitignore', 'secret.ts\n');
      await put('pkg/known.ts');
      await put('other/.gitignore', '');
      git('init', '-q');
      git('add', '-A');
      await put('pkg/secret.ts');
      for (const file of ['pkg/.gitignore', 'other/.gitignore']) await chmodOf(file, 0);
      await checkAsOwner(
        ['other/.gitignore', 'pkg/.gitignore', 'pkg/known.ts'],
        ["pkg/ pkg/.gitignore, which may keep its files back, can't be read (Permission denied)"],
      );
    });

    it('until the rules that say what is ignored can be read', async () => {
      if (process.platform === 'win32') return;
      await put('pkg/.gitignore', 'secret.ts\n');
      for (const file of ['a.ts', 'pkg/new.ts']) await put(file);
      git('init', '-q');
      giveToNobody(root);
      const listing = new FolderListing(root);
      const seen: unknown[] = [];
      for (const mode of [0, 0o644, 0]) {
        await chmodOf('pkg/.gitignore', mode);
        const found = await asNobody(() => listing.look(signal));
        seen.push(found === 'same' ? found : [...found.files, ...found.leftOut.map(({ folder }) => folder)]);
      }
      const [closed, open] = [
        ['a.ts', 'pkg/'],
        ['a.ts', 'pkg/.gitignore', 'pkg/new.ts'],
      ];
      assert.deepEqual(seen, [closed, open, closed]);
    });

    it('by the rules above it, where git gives no answer', async () => {
      await put('.gitignore/x');
      await put('pkg/a.ts');
      git('init', '-q');
      await breakGit('');
      const told: LeftOut[] = [];
      assert.deepEqual(await listFiles(path.join(root, 'pkg'), signal, (each) => told.push(each)), []);
      const reason = "../.gitignore, which may keep its files back, can't be read (it is no file)";
      assert.deepEqual(told, [{ folder: './', reason, cause: '../.gitignore' }]);
    });
  });

  it('asks the repository of the folder, whatever git is told to use by who has started us', async () => {
    await put('one/a.ts');
    await put('two/b.ts');
    for (const folder of ['one', 'two']) {
      gitIn(folder, 'init', '-q');
      gitIn(folder, 'add', '-A');
    }
    process.env.GIT_DIR = path.join(root, 'one/.git');
    try {
      await check(['b.ts'], 'two');
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it('tells at a second look that git has nothing new, and what is new', async () => {
    await put('a.ts');
    await put('sub/b.ts');
    gitIn('sub', 'init', '-q');
    git('init', '-q');
    git('add', 'a.ts');
    const listing = new FolderListing(root);
    const look = async () => {
      const found = await listing.look(signal);
      return found === 'same' ? found : found.files;
    };
    assert.deepEqual(await look(), ['a.ts', 'sub/b.ts']);
    assert.equal(await look(), 'same');
    await put('sub/c.ts');
    assert.deepEqual(await look(), ['a.ts', 'sub/b.ts', 'sub/c.ts']);
    await put('a.ts', 'other\n');
    assert.deepEqual(await look(), ['a.ts', 'sub/b.ts', 'sub/c.ts']);
    assert.equal(await look(), 'same');
    await rm(path.join(root, '.git'), { recursive: true });
    assert.deepEqual(await look(), ['a.ts', 'sub/b.ts', 'sub/c.ts']);
    assert.deepEqual(await look(), ['a.ts', 'sub/b.ts', 'sub/c.ts']);
  });

  it('lists 20,000 files of one folder', async () => {
    await mkdir(path.join(root, 'many'));
    for (let k = 0; k < 20_000; k++) writeFileSync(path.join(root, `many/${k}.ts`), '');
    assert.equal((await listFiles(root, signal)).length, 20_000);
    rmSync(path.join(root, 'many'), { recursive: true });
  }).timeout(20_000);
});
