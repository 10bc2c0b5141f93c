import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { insidePath } from '../../../src/cli/insidePath.ts';
import { UsageError } from '../../../src/cli/usage.ts';
import { asNobody } from '../support/asNobody.ts';

describe('a path that the user names', () => {
  let folder: string;
  before(() => {
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tiercel-inside-')));
    mkdirSync(path.join(folder, 'app/src'), { recursive: true });
    writeFileSync(path.join(folder, 'app/src/b.ts'), '');
    writeFileSync(path.join(folder, 'other.ts'), '');
    symlinkSync('app', path.join(folder, 'linked'));
    symlinkSync('src/b.ts', path.join(folder, 'app/link.ts'));
    symlinkSync('../other.ts', path.join(folder, 'app/out.ts'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const check = (given: string, expected: string | undefined) =>
    it(`${given} is ${expected ?? 'refused'}`, async () => {
      for (const root of ['app', 'linked']) {
        const found = insidePath(path.join(folder, root), given.replace('FOLDER', folder));
        if (expected === undefined) await assert.rejects(found, UsageError);
        else assert.equal(await found, expected);
      }
    });
  check('src/b.ts', 'src/b.ts');
  check('./src/b.ts', 'src/b.ts');
  check('src/./b.ts', 'src/b.ts');
  check('src//b.ts', 'src/b.ts');
  check('src\\b.ts', 'src/b.ts');
  check('src/../src/b.ts', 'src/b.ts');
  check('FOLDER/app/src/b.ts', 'src/b.ts');
  check('FOLDER/linked/src/b.ts', 'src/b.ts');
  check('FOLDER/linked/new.ts', 'new.ts');
  check('FOLDER/linked/out.ts', undefined);
  check('FOLDER/linked', undefined);
  check('../app/src/b.ts', 'src/b.ts');
  check('link.ts', 'src/b.ts');
  check('src/new/c.ts', 'src/new/c.ts');
  check('__proto__', '__proto__');
  check('FOLDER/other.ts', undefined);
  check('../other.ts', undefined);
  check('out.ts', undefined);
  check('src/b.ts/more.ts', undefined);
  check('C:\\src\\b.ts', undefined);
  check('src/b\0.ts', undefined);
  it('in a folder that may not be looked into is not said to be outside', async () => {
    if (process.platform === 'win32') return;
    mkdirSync(path.join(folder, 'app/locked'));
    writeFileSync(path.join(folder, 'app/locked/c.ts'), '');
    chmodSync(folder, 0o755);
    chmodSync(path.join(folder, 'app/locked'), 0);
    const found = asNobody(() => insidePath(path.join(folder, 'app'), 'locked/c.ts'));
    const message = '"locked/c.ts" can\'t be worked on: it can\'t be read (EACCES: permission denied).';
    await assert.rejects(found, { message });
  });
  it('is no place where something stands that is no file', async () => {
    const app = path.join(folder, 'app');
    await assert.rejects(insidePath(app, 'src'), { message: '"src" can\'t be worked on: it is a folder.' });
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [path.join(app, 'pipe.ts')]);
    const message = '"pipe.ts" can\'t be worked on: it can\'t be read (it is no regular file).';
    await assert.rejects(insidePath(app, 'pipe.ts'), { message });
  });
  check('.', undefined);
  check('', undefined);
});
