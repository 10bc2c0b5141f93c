import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderListing, listFiles } from '../../../src/node/files/listFiles.ts';

const { signal } = new AbortController();

describe('listFiles', () => {
  let root = '';
  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'tiercel-list-')));
  });
  afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

  async function put(file: string, text = 'text\n') {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const gitIn = (folder: string, ...args: readonly string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always', ...args],
      { cwd: path.join(root, folder), stdio: 'ignore' },
    );
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

  it('follows no links, and passes over what it may not read', async () => {
    await put('src/a.ts');
    await put('closed/b.ts');
    await symlink('..', path.join(root, 'src/loop'));
    await symlink('a.ts', path.join(root, 'src/link.ts'));
    await chmod(path.join(root, 'closed'), 0);
    try {
      const closed = process.getuid?.() === 0 ? ['closed/b.ts'] : [];
      await check([...closed, 'src/a.ts']);
    } finally {
      await chmod(path.join(root, 'closed'), 0o700);
    }
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
