import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readChangeHistory } from '../../../../src/node/textIndex/readChangeHistory.ts';

const { signal } = new AbortController();

describe('the history of changes', () => {
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
        git('commit', '-qm', `Round ${round}`);
      }
      const related = await readChangeHistory(path.join(root, 'sub'), signal);
      assert.deepEqual(related.changedWith('a é.ts'), [['b.ts', 1]]);
      const terms = [{ term: 'round', weight: 1 }];
      assert.deepEqual([...related.changedFor(terms).keys()], ['a é.ts', 'b.ts']);
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
