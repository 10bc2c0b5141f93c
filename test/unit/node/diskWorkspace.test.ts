import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LeftOut } from '../../../src/core/context/workspace.ts';
import { createDiskWorkspace } from '../../../src/node/diskWorkspace.ts';
import { DiskSource } from '../../../src/node/textIndex/diskSource.ts';
import { asNobody, giveToNobody } from '../support/asNobody.ts';

describe('the workspace on disk', () => {
  const { signal } = new AbortController();
  let folder: string;
  const root = () => path.join(folder, 'project');
  const write = (file: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(path.join(root(), file)), { recursive: true });
    writeFileSync(path.join(root(), file), content);
  };
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root(), stdio: 'pipe' });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-disk-'));
    write('src/a.ts', 'const a = 1;\n');
    write('node_modules/x/index.js', 'x');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const list = () => createDiskWorkspace(root()).list(signal);
  const read = (file: string) => createDiskWorkspace(root()).read(file);

  it('lists what git does not ignore, new and unsaved files included, deleted ones not', async () => {
    git('init', '-q');
    write('.gitignore', 'node_modules\n*.log\n');
    write('src/b.log', 'x');
    write('src/gone.ts', 'x');
    git('add', '.');
    rmSync(path.join(root(), 'src/gone.ts'));
    write('src/é new.ts', 'x');
    assert.deepEqual(await list(), ['.gitignore', 'src/a.ts', 'src/é new.ts']);
  });
  it('lists without git, but for folders that no one edits by hand', async () => {
    assert.deepEqual(await list(), ['src/a.ts']);
  });
  for (const kept of [true, false])
    it(`keeps what .tiercelignore names from being listed, searched and read, ${kept ? 'with' : 'without'} git`, async () => {
      write('src/secret/plan.ts', 'const a = 2;\n');
      write('src/.tiercelignore', 'secret/\n');
      if (kept) {
        git('init', '-q');
        git('add', '-A');
      }
      const workspace = createDiskWorkspace(root());
      assert.ok(!(await list()).some((file) => file.includes('secret')));
      assert.deepEqual(
        (await workspace.search({ text: 'const a', isRegex: false, limit: 9 }, signal)).map(
          ({ path }) => path,
        ),
        ['src/a.ts'],
      );
      assert.deepEqual(
        (await workspace.symbols('a', signal)).map(({ path }) => path),
        ['src/a.ts'],
      );
      assert.deepEqual(await read('src/secret/plan.ts'), { type: 'excluded' });
      assert.equal((await read('src/a.ts')).type, 'text');
    });
  const unread = (title: string, ignore: (file: string) => unknown, reason: string) =>
    it(`keeps all of a folder from models where its .tiercelignore ${title}`, async () => {
      write('lib/b.ts', 'const a = 2;\n');
      ignore(path.join(root(), 'lib/.tiercelignore'));
      const workspace = createDiskWorkspace(root());
      const told: LeftOut[] = [];
      assert.deepEqual(await workspace.list(signal, (each) => told.push(each)), ['src/a.ts']);
      const said = `lib/.tiercelignore, which may keep its files back, can't be read (${reason})`;
      assert.deepEqual(told, [{ folder: 'lib/', reason: said, cause: 'lib/.tiercelignore' }]);
      const found = await workspace.search({ text: 'const a', isRegex: false, limit: 9 }, signal);
      assert.deepEqual(
        found.map((each) => each.path),
        ['src/a.ts'],
      );
      assert.deepEqual(await read('lib/b.ts'), { type: 'excluded', unread: said });
    });
  unread('is a folder', () => write('lib/.tiercelignore/x', ''), 'it is no file');
  unread('leads nowhere', (file) => symlinkSync('nowhere', file), 'ENOENT: no such file or directory');
  unread('is no text', (file) => writeFileSync(file, Buffer.from('b.ts', 'utf16le')), 'it is not UTF-8 text');
  for (const encoding of ['utf8', 'utf16le', 'utf16be'] as const)
    it(`reads a .tiercelignore that begins with the mark of ${encoding}`, async () => {
      write('src/b.ts', 'const a = 2;\n');
      const bytes = Buffer.from('\ufeffb.ts\r\n', encoding === 'utf8' ? 'utf8' : 'utf16le');
      write('src/.tiercelignore', encoding === 'utf16be' ? bytes.swap16() : bytes);
      assert.deepEqual(await list(), ['src/.tiercelignore', 'src/a.ts']);
      assert.deepEqual(await read('src/b.ts'), { type: 'excluded' });
    });
  it('keeps all from models where the system does not let the .tiercelignore be read', async () => {
    if (process.platform === 'win32') return;
    write('.tiercelignore', 'nothing\n');
    for (const open of [folder, root()]) chmodSync(open, 0o755);
    chmodSync(path.join(root(), '.tiercelignore'), 0);
    const said = ".tiercelignore, which may keep its files back, can't be read (EACCES: permission denied)";
    assert.deepEqual(await asNobody(() => read('src/a.ts')), { type: 'excluded', unread: said });
    assert.deepEqual(await asNobody(list), []);
  });
  it('keeps from models what a new .tiercelignore names beside a .gitignore that can not be read', async () => {
    if (process.platform === 'win32') return;
    for (const file of ['sub/.gitignore', 'sub/secret.ts', 'odd/.gitignore', 'odd/b.ts']) write(file, '');
    git('init', '-q');
    git('add', 'src', 'sub', 'odd');
    write('sub/.tiercelignore', 'secret.ts\n');
    write('odd/.tiercelignore/x', 'A folder may name anything.');
    for (const file of ['sub/.gitignore', 'odd/.gitignore']) chmodSync(path.join(root(), file), 0);
    chmodSync(folder, 0o755);
    giveToNobody(root());
    await asNobody(async () => {
      const shown = (await list()).filter((file) => !file.startsWith('node_modules'));
      assert.deepEqual(shown, ['src/a.ts', 'sub/.gitignore', 'sub/.tiercelignore']);
      const indexed = [...(await new DiskSource(root()).list(signal)).files].map(({ path }) => path);
      assert.deepEqual(indexed, await list());
    });
  });
  it('lists a folder that the repository around it ignores as a whole', async () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    writeFileSync(path.join(folder, '.gitignore'), 'project\n');
    assert.deepEqual(await list(), ['src/a.ts']);
  });
  it('reads text, and says why it does not read the rest', async () => {
    writeFileSync(path.join(folder, 'secret.txt'), 'x');
    symlinkSync(path.join(folder, 'secret.txt'), path.join(root(), 'link.txt'));
    write('picture.png', new Uint8Array([137, 80, 0, 1]));
    write('latin.txt', new Uint8Array([0x63, 0x61, 0x66, 0xe9]));
    write('large.txt', 'x'.repeat(1_000_001));
    write('marked.ts', '\uFEFFa');
    assert.deepEqual(await read('src/a.ts'), { type: 'text', text: 'const a = 1;\n' });
    assert.deepEqual(await read('marked.ts'), { type: 'text', text: '\uFEFFa' });
    assert.deepEqual(await read('nowhere.ts'), { type: 'missing' });
    assert.deepEqual(await read('src'), { type: 'folder' });
    assert.deepEqual(await read('../secret.txt'), { type: 'outside' });
    assert.deepEqual(await read(path.join(folder, 'secret.txt')), { type: 'outside' });
    assert.deepEqual(await read('link.txt'), { type: 'outside' });
    assert.deepEqual(await read('picture.png'), { type: 'binary' });
    assert.deepEqual(await read('latin.txt'), { type: 'binary' });
    assert.deepEqual(await read('large.txt'), { type: 'tooLarge', bytes: 1_000_001 });
  });
  it('says of what the system does not let be read that it is so', async () => {
    if (process.platform === 'win32') return;
    write('locked/b.ts', 'b');
    write('locked/c.ts', 'c');
    for (const open of [folder, root()]) chmodSync(open, 0o755);
    const denied = { type: 'unreadable', reason: 'EACCES: permission denied' };
    chmodSync(path.join(root(), 'src/a.ts'), 0);
    assert.deepEqual(await asNobody(() => read('src/a.ts')), denied);
    chmodSync(path.join(root(), 'locked'), 0);
    assert.deepEqual(await asNobody(() => read('locked/b.ts')), denied);
    assert.deepEqual(await asNobody(() => read('locked/../../b.ts')), { type: 'outside' });
    chmodSync(path.join(root(), 'locked'), 0o755);
  });
  it('does not take the place of a pipe for free, nor wait for what it holds', async () => {
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [path.join(root(), 'src/pipe.ts')]);
    assert.deepEqual(await read('src/pipe.ts'), { type: 'unreadable', reason: 'it is no regular file' });
  });
  it('follows no link to nowhere, nor to what is kept from workers under its own name', async () => {
    const link = (target: string, name: string) => symlinkSync(target, path.join(root(), name));
    write('.git/config', '[core]');
    write('.env', 'TOKEN=x');
    link(path.join(folder, 'not-there.ts'), 'nowhere.ts');
    link('.git', 'g');
    link('.env', 'notes.txt');
    link('src', 'lib');
    for (const file of ['nowhere.ts', 'g/config', 'g/hooks/pre-commit', 'notes.txt'])
      assert.deepEqual(await read(file), { type: 'outside' }, file);
    assert.deepEqual(await read('lib/a.ts'), { type: 'text', text: 'const a = 1;\n' });
    assert.deepEqual(await read('node_modules/x/index.js'), { type: 'text', text: 'x' });
  });
  it('searches for text and for patterns', async () => {
    write('src/b.ts', 'one\nconst B = a.b;\n');
    const search = async (text: string, isRegex: boolean, limit = 9) =>
      (await createDiskWorkspace(root()).search({ text, isRegex, limit }, signal)).map(
        (m) => `${m.path}:${m.line}`,
      );
    assert.deepEqual(await search('CONST', false), ['src/a.ts:1', 'src/b.ts:2']);
    assert.deepEqual(await search('a.b', false), ['src/b.ts:2']);
    assert.deepEqual(await search('^const [A-Z]', true), ['src/b.ts:2']);
    assert.deepEqual(await search('(', true), []);
    assert.deepEqual(await search('const', false, 1), ['src/a.ts:1']);
  });
  it('tells the branch and what has changed', async () => {
    assert.equal(await createDiskWorkspace(root()).gitState(signal), undefined);
    git('init', '-q', '-b', 'trunk');
    git('-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-q', '--allow-empty', '-m', 'x');
    git('add', 'src');
    const state = await createDiskWorkspace(root()).gitState(signal);
    assert.deepEqual(state, { branch: 'trunk', changed: ['src/a.ts', 'node_modules/'] });
  });
  it('tells what has changed from the workspace, also in a folder of a repository, and a moved file by its new name', async () => {
    write('ab c.ts', 'const moved = 1;\n');
    write('other.ts', 'x');
    git('init', '-q', '-b', 'trunk');
    git('add', '.');
    git('-c', 'user.name=x', '-c', 'user.email=x@x', 'commit', '-q', '-m', 'x');
    git('mv', 'ab c.ts', 'src/moved.ts');
    write('src/a.ts', 'const a = 2;\n');
    write('other.ts', 'y');
    write('src/lib/new.ts', 'x');
    const changed = async (folder: string) =>
      (await createDiskWorkspace(path.join(root(), folder)).gitState(signal))?.changed;
    assert.deepEqual(await changed('.'), ['other.ts', 'src/a.ts', 'src/moved.ts', 'src/lib/']);
    assert.deepEqual(await changed('src'), ['a.ts', 'moved.ts', 'lib/']);
    assert.deepEqual(await changed('src/lib'), ['./']);
  });
  it('stops when it is told to', async () => {
    const aborted = AbortSignal.abort(new Error('enough'));
    await assert.rejects(createDiskWorkspace(root()).list(aborted), /enough|abort/);
  });
});
