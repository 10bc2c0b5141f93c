import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { listFiles } from '../../../src/node/files/listFiles.ts';
import { filesOnDisk } from '../support/filesOnDisk.ts';

describe('listing a folder inside a repository', () => {
  const { signal } = new AbortController();
  const { at, put, gitIn, breakGit } = filesOnDisk();
  /** The same where git gives an answer and where it gives none. */
  async function check(folder: string, expected: readonly string[], rules = '') {
    if (rules !== '') await put('repo/.gitignore', rules);
    await rm(at('repo/.git/index'), { force: true });
    gitIn('repo', 'init', '-q');
    assert.deepEqual(await listFiles(at(`repo/${folder}`), signal), expected, rules);
    await breakGit('repo');
    assert.deepEqual(await listFiles(at(`repo/${folder}`), signal), expected, `${rules}, without git`);
  }

  it('respects what stands above it in the repository', async () => {
    await put('repo/pkg/.gitignore', '!kept.log\n');
    for (const file of ['a.ts', 'secret.ts', 'lost.log', 'kept.log', 'local.ts'])
      await put(`repo/pkg/src/${file}`);
    await put('repo/pkg/secret.ts');
    await put('repo/.git/info/exclude', 'local.ts\n');
    const expected = ['.gitignore', 'secret.ts', 'src/a.ts', 'src/kept.log'];
    await check('pkg', expected, 'pkg/src/secret.ts\n*.log\n/secret.ts\n');
  });

  it('lists it where it is ignored as a whole, and not what other rules above it name', async () => {
    for (const file of ['a.ts', 'sub/b.ts', 'a.log']) await put(`repo/pkg/${file}`);
    for (const rule of ['pkg/', 'pkg/*', 'pkg/**', '/pkg/*', '*', '*\n!.gitignore', '*/'])
      await check('pkg', ['a.ts', 'sub/b.ts'], `*.log\n${rule}\n`);
  });

  it('keeps back what a rule for all that is in it leaves beside its exceptions', async () => {
    for (const file of ['example.ts', 'secrets.json']) await put(`repo/pkg/${file}`);
    const exceptions = ['pkg/example.ts', '/pkg/example.ts', 'example.ts', '*/example.ts', '**/example.ts'];
    for (const exception of [...exceptions, 'p[k]g/example.*', 'pkg/**/example.ts'])
      await check('pkg', ['example.ts'], `pkg/*\n!${exception}\n`);
    await check('pkg', ['example.ts'], 'pkg/\npkg/*\n!pkg/example.ts\n');
    await check('pkg', [], 'pkg/*\n!gone.ts\n');
  });

  it('lists it beside exceptions that can name nothing in it', async () => {
    for (const file of ['a.ts', 'a.log']) await put(`repo/lib/pkg/${file}`);
    for (const exception of ['.vscode/settings.json', '/lib/other/', 'lib/*/', '/lib/pkg', 'lib/pk/a.ts'])
      await check('lib/pkg', ['a.ts'], `*.log\nlib/pkg/*\n!${exception}\n`);
  });

  it('keeps back what a rule names in it that names itself too', async () => {
    const folder = 'app [1].local/sub';
    for (const file of ['a.ts', 'keys.local', 'deep/more.local', 'old.local/b.ts'])
      await put(`repo/${folder}/${file}`);
    for (const rules of [
      '*.local',
      '**/*.local',
      '*.local\n!/app*/',
      '*.local\n/app*/sub/*',
      '*.l?cal\nsub',
      '*.local\n*/',
    ])
      await check(folder, ['a.ts'], `${rules}\n`);
    await check(folder, ['a.ts', 'keys.local'], '*.local\n!keys.local\n');
  });
});
