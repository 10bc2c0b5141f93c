import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { historyOf, readChangeHistory } from '../../../../src/node/textIndex/changeHistory.ts';

const { signal } = new AbortController();

describe('the history of changes', () => {
  it('says what changed together more than once, the closest first', () => {
    const related = historyOf([['a', 'b', 'c'], ['a', 'b'], ['a', 'c'], ['a', 'b'], ['a', 'd'], ['e']]);
    assert.deepEqual(
      [...related('a')],
      [
        ['b', 3 / 5],
        ['c', 2 / 5],
      ],
    );
    assert.deepEqual([...related('d'), ...related('e'), ...related('nothing')], []);
  });
  it('takes no notice of sweeps over many files', () => {
    const sweep = Array.from({ length: 30 }, (_, k) => `f${k}`);
    assert.deepEqual([...historyOf([sweep, sweep])('f1')], []);
  });
  it('is read from a repository, with paths from the folder', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'tiercel-history-'));
    try {
      const git = (...args: readonly string[]) =>
        execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
          cwd: root,
          stdio: 'ignore',
        });
      git('init', '-q');
      await mkdir(path.join(root, 'sub'));
      for (const round of ['1', '2']) {
        for (const file of ['sub/a é.ts', 'sub/b.ts', 'c.ts']) await writeFile(path.join(root, file), round);
        git('add', '-A');
        git('commit', '-qm', round);
      }
      const related = await readChangeHistory(path.join(root, 'sub'), signal);
      assert.deepEqual([...related('a é.ts')], [['b.ts', 1]]);
    } finally {
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  it('fetches nothing that a partial clone lacks', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'tiercel-history-'));
    const git = (folder: string, ...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
        cwd: path.join(root, folder),
        stdio: 'ignore',
      });
    try {
      await mkdir(path.join(root, 'far'));
      git('far', 'init', '-q');
      git('far', 'config', 'uploadpack.allowFilter', 'true');
      for (const round of ['1', '2']) {
        for (const file of ['a.ts', 'b.ts']) await writeFile(path.join(root, 'far', file), round);
        git('far', 'add', '-A');
        git('far', 'commit', '-qm', round);
      }
      git('', 'clone', '-q', '--filter=tree:0', pathToFileURL(path.join(root, 'far')).href, 'near');
      const packs = () => readdirSync(path.join(root, 'near/.git/objects/pack')).length;
      const before = packs();
      await assert.rejects(readChangeHistory(path.join(root, 'near'), signal));
      assert.equal(packs(), before);
    } finally {
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  it('is none where there is no repository', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'tiercel-history-'));
    await assert.rejects(readChangeHistory(root, signal));
    await rm(root, { recursive: true });
  });
});
