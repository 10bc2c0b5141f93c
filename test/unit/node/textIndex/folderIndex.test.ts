import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { type FindContext, FolderIndex } from '../../../../src/node/textIndex/folderIndex.ts';

const { signal } = new AbortController();

/** The file of an index with a first section that can't be read, as another V8 would write it. */
function withoutFormat(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const first = changed.indexOf('\n') + 1 + 4;
  changed.writeUInt8(0, first);
  changed.writeUInt32LE(crc32(changed.subarray(0, -4)), changed.length - 4);
  return changed;
}

describe('FolderIndex', () => {
  let root = '';
  let index = new FolderIndex({ root });
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'tiercel-index-'));
    index = new FolderIndex({ root });
    await put('src/cart.ts', 'export function cartTotal() {}\n');
    await put('src/price.ts', 'export const price = 4;\n');
  });
  afterEach(async () => {
    await index.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });

  async function put(file: string, text: string) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  async function check(query: string, expected: readonly string[], context: FindContext = {}) {
    const found = await index.find(query, 10, context, signal);
    assert.deepEqual(
      found.map((file) => file.path),
      expected,
    );
  }

  it('takes unsaved texts in the place of the disk, and the disk again once they are gone', async () => {
    await check('basket', []);
    await check('basket', ['src/cart.ts'], {
      unsaved: new Map([['src/cart.ts', 'const basket = 1;']]),
      changed: [],
    });
    await check('total', [], { unsaved: new Map([['src/cart.ts', 'const basket = 1;']]), changed: [] });
    await check('basket', [], { changed: [] });
    await check('total', ['src/cart.ts'], { changed: [] });
  });
  it('does not take in a file that git ignores because it is edited', async () => {
    git('init', '-q');
    await put('.gitignore', 'made/\n');
    await put('made/out.ts', 'basket');
    await check('basket', [], { unsaved: new Map([['made/out.ts', 'basket']]) });
  });
  it('waits for the history where it is told to, so that the first request has it too', async () => {
    index = new FolderIndex({ root, historyWaitMs: 60_000 });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'Let a hamper be empty');
    await check('hamper', ['src/cart.ts', 'src/price.ts']);
  });
  it('goes on without a history where there is none', async () => {
    index = new FolderIndex({ root, historyWaitMs: 60_000 });
    await check('price', ['src/price.ts']);
  });
  it('sees a new, a changed and a removed file', async () => {
    await check('basket', []);
    await put('src/new.ts', 'basket');
    await put('src/price.ts', 'export const basket = 1;\n');
    await rm(path.join(root, 'src/cart.ts'));
    await check('basket', ['src/price.ts', 'src/new.ts'], {
      changed: ['src/new.ts', 'src/price.ts', 'src/cart.ts'],
    });
    await check('cart', []);
  });
  it('leaves out what the settings hide, also when they change', async () => {
    await check('price', [], { hidden: [{ '**/price.ts': true }] });
    await check('price', ['src/price.ts'], { hidden: [] });
  });
  it('leaves out what a .tiercelignore file names, tracked or not', async () => {
    git('init', '-q');
    git('add', '-A');
    await put('src/.tiercelignore', 'pri*\n');
    await check('price', []);
    await rm(path.join(root, 'src/.tiercelignore'));
    await check('price', ['src/price.ts']);
  });
  it('prefers what is changed, and what is open, to what is not', async () => {
    for (const name of ['a', 'b', 'c']) await put(`src/${name}.ts`, 'export const needle = 1;\n');
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'start');
    await check('needle', ['src/a.ts', 'src/b.ts', 'src/c.ts']);
    await check('needle', ['src/c.ts', 'src/a.ts', 'src/b.ts'], { open: ['src/c.ts'] });
    await put('src/b.ts', 'export const needle = 2;\n');
    await check('needle', ['src/b.ts', 'src/a.ts', 'src/c.ts']);
  });
  it('sees writes that leave no trace in time or size', async () => {
    await check('basket', []);
    await put('src/price.ts', 'export const basket = 4;\n');
    await check('basket', ['src/price.ts']);
    await put('src/price.ts', 'export const hamper = 4;\n');
    await check('basket', []);
    await check('hamper', ['src/price.ts']);
  });
  it('sees a file that was changed, taken back and changed again, with and without git', async () => {
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'start');
    for (const word of ['basket', 'hamper']) {
      await put('src/price.ts', `export const ${word} = 4;\n`);
      await check(word, ['src/price.ts']);
      git('checkout', '-q', '--', 'src/price.ts');
      await check('price', ['src/price.ts']);
      await check(word, []);
    }
    await rm(path.join(root, '.git'), { recursive: true, maxRetries: 5 });
    await check('price', ['src/price.ts']);
    await put('src/price.ts', 'export const basket = 4;\n');
    await check('basket', ['src/price.ts']);
  });
  it('brings in what .tiercelignore named once it does no more, with nothing else changed', async () => {
    git('init', '-q');
    await put('.git/info/exclude', '.tiercelignore\n');
    await put('.tiercelignore', 'src/price.ts\n');
    git('add', '-A');
    await check('price', []);
    await put('.tiercelignore', '');
    await check('price', ['src/price.ts']);
  });
  it('knows nothing of what a link leads to', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'tiercel-outside-'));
    try {
      await writeFile(path.join(outside, 'far.ts'), 'basket');
      await symlink(path.join(outside, 'far.ts'), path.join(root, 'src/link.ts'));
      await check('basket', []);
      git('init', '-q');
      git('add', '-A');
      await check('basket', []);
    } finally {
      await rm(outside, { recursive: true });
    }
  });
  it('leaves out what no one wrote, and knows large files by their path alone', async () => {
    await put('src/data.ts', `basket\0`);
    await put('src/made.ts', `// Code generated by a tool. DO NOT EDIT.\nbasket`);
    await put('src/small.min.js', 'basket');
    await put('package-lock.json', '"basket"');
    await put('src/packed.js', `basket;${'a=1;'.repeat(9_000)}`);
    await put('src/large.ts', `basket${'\n// more'.repeat(200_000)}`);
    await truncate(path.join(root, 'src/cart.ts'), 50_000_000);
    await put('.env', 'basket=1');
    await check('basket', []);
    await check('large', ['src/large.ts']);
  });
  it('goes on after a request that was broken off while it read', async () => {
    for (let k = 0; k < 200; k++) await put(`many/f${k}.ts`, 'export const other = 1;\n');
    await put('many/z.ts', 'basket');
    git('init', '-q');
    const cancel = new AbortController();
    const cancelled = index.find('basket', 5, {}, cancel.signal);
    setImmediate(() => cancel.abort(new Error('enough')));
    await cancelled.catch(() => undefined);
    await check('basket', ['many/z.ts']);
  });
  it('is cancelled without harm to the next request', async () => {
    const cancelled = AbortSignal.abort(new Error('enough'));
    await assert.rejects(index.find('price', 5, {}, cancelled), /enough/);
    await check('price', ['src/price.ts']);
  });

  describe('kept in a file', () => {
    const storage = () => path.join(root, '.git', 'kept.index');
    const reopen = async () => {
      await index.close();
      index = new FolderIndex({ root, file: storage() });
    };

    it('is there again, and sees what changed between', async () => {
      git('init', '-q');
      await reopen();
      await check('price', ['src/price.ts']);
      await reopen();
      assert.ok((await readFile(storage())).length > 100);
      await put('src/cart.ts', 'export const price = 1;\n');
      await check('price', ['src/price.ts', 'src/cart.ts']);
    });
    it('is made anew where a folder stands in the place of the file', async () => {
      git('init', '-q');
      await mkdir(storage());
      index = new FolderIndex({ root, file: storage() });
      await check('price', ['src/price.ts']);
      await rm(storage(), { recursive: true });
    });
    for (const [what, damage] of [
      ['of another format, with the right sum', withoutFormat],
      ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
      [
        'changed in one byte',
        (bytes: Buffer) => bytes.fill(bytes.at(-9) === 1 ? 2 : 1, bytes.length - 9, bytes.length - 8),
      ],
      ['empty', () => Buffer.alloc(0)],
      [
        'of another version',
        (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('1', '0'), 'latin1'),
      ],
    ] as const)
      it(`is made anew from a file that is ${what}`, async () => {
        git('init', '-q');
        await reopen();
        await check('price', ['src/price.ts']);
        await index.close();
        await writeFile(storage(), damage(await readFile(storage())));
        await reopen();
        await check('price', ['src/price.ts']);
      });
  });
});
