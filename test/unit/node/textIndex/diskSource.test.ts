import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refresh } from '../../../../src/core/context/textIndex/refresh.ts';
import { TextIndex } from '../../../../src/core/context/textIndex/textIndex.ts';
import { DiskSource } from '../../../../src/node/textIndex/diskSource.ts';
import { asNobody } from '../../support/asNobody.ts';

const { signal } = new AbortController();

describe('DiskSource', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'tiercel-source-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

  for (const inGit of [true, false])
    it(`reads a file that is no text once for each version of it, ${inGit ? 'with' : 'without'} git`, async () => {
      const file = path.join(root, 'picture.ts');
      const write = async (text: string) => {
        await writeFile(file, text);
        // Old enough to be told from what may still change.
        for (let stamp = seen(); stamp !== seen(); stamp = seen())
          await new Promise((resolve) => setImmediate(resolve));
      };
      const source = new DiskSource(root);
      const seen = () => source.look('picture.ts')?.stamp;
      const index = new TextIndex();
      const read = () => refresh(index, source, signal);
      if (inGit) execFileSync('git', ['init', '-q'], { cwd: root });
      await write('a\0b');
      assert.deepEqual([await read(), await read(), index.size], [1, 0, 0]);
      await write('words');
      assert.deepEqual([await read(), await read(), index.size], [1, 0, 1]);
      await rm(file);
      assert.deepEqual([await read(), await read(), index.size], [0, 0, 0]);
    });

  it('goes on without a file that the system does not let it look at, until it does', async () => {
    if (process.platform === 'win32') return;
    const sub = path.join(root, 'sub');
    await mkdir(sub);
    for (const file of ['a.ts', 'sub/b.ts']) await writeFile(path.join(root, file), 'words');
    await chmod(root, 0o755);
    const source = new DiskSource(root);
    const index = new TextIndex();
    const seen: (readonly string[])[] = [];
    for (const mode of [0o444, 0o755, 0o444]) {
      await chmod(sub, mode);
      await asNobody(() => refresh(index, source, signal));
      seen.push([...index.paths()]);
    }
    await chmod(sub, 0o755);
    assert.deepEqual(seen, [['a.ts'], ['a.ts', 'sub/b.ts'], ['a.ts']]);
  });
});
