import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeProposal } from '../../../src/cli/writeProposal.ts';
import { hunksOf } from '../../../src/core/edit/proposal/hunks.ts';
import type { Proposal } from '../../../src/core/edit/proposal/proposal.ts';
import { asNobody } from '../support/asNobody.ts';
import { passedVerdict } from '../support/passedVerdict.ts';

function proposal(changes: Record<string, readonly [base: string | null, content: string | null]>): Proposal {
  return {
    id: 'r/t',
    run: 'r',
    title: 't',
    tasks: ['t'],
    tier: 'mini',
    files: Object.entries(changes).map(([file, [base, content]]) => {
      const hunks = hunksOf(base, content);
      return { path: file, base, content, hunks, decisions: hunks.map(() => 'open' as const) };
    }),
    verdict: passedVerdict,
  };
}

describe('writing a proposal', () => {
  let folder: string;
  const root = () => path.join(folder, 'root');
  const read = (file: string) => readFileSync(path.join(root(), file), 'utf8');
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-write-'));
    mkdirSync(path.join(root(), '.git'), { recursive: true });
    mkdirSync(path.join(folder, 'elsewhere'));
    writeFileSync(path.join(root(), 'a.ts'), 'one\n');
    writeFileSync(path.join(root(), 'old.ts'), 'old\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('changes, makes and deletes files', async () => {
    const wanted = proposal({
      'a.ts': ['one\n', 'two\n'],
      'new/b.ts': [null, 'b\n'],
      'old.ts': ['old\n', null],
    });
    assert.deepEqual(await writeProposal(root(), wanted), []);
    assert.deepEqual([read('a.ts'), read('new/b.ts')], ['two\n', 'b\n']);
    assert.ok(!existsSync(path.join(root(), 'old.ts')));
  });

  it('keeps a program a program, and a link a link', async () => {
    writeFileSync(path.join(root(), 'run.sh'), 'one\n');
    chmodSync(path.join(root(), 'run.sh'), 0o755);
    symlinkSync('run.sh', path.join(root(), 'link.sh'));
    assert.deepEqual(await writeProposal(root(), proposal({ 'link.sh': ['one\n', 'two\n'] })), []);
    assert.equal(read('run.sh'), 'two\n');
    assert.equal(statSync(path.join(root(), 'run.sh')).mode & 0o777, 0o755);
    assert.equal(readlinkSync(path.join(root(), 'link.sh')), 'run.sh');
  });

  it('replaces a file in one step, and leaves nothing beside it', async () => {
    const open = openSync(path.join(root(), 'a.ts'), 'r');
    assert.deepEqual(await writeProposal(root(), proposal({ 'a.ts': ['one\n', 'two\n'] })), []);
    // Who had it open still reads all of the old text: it was never cut off to be written anew.
    assert.equal(readFileSync(open, 'utf8'), 'one\n');
    closeSync(open);
    assert.deepEqual(readdirSync(root()).sort(), ['.git', 'a.ts', 'old.ts']);
  });

  it('writes none of it where one file can not be put in place', async () => {
    const wanted = proposal({ 'a.ts': ['one\n', 'two\n'], 'a.ts/b.ts': [null, 'x\n'] });
    assert.match((await writeProposal(root(), wanted)).join(), /^a\.ts\/b\.ts can't be written/);
    assert.equal(read('a.ts'), 'one\n');
    assert.deepEqual(readdirSync(root()).sort(), ['.git', 'a.ts', 'old.ts']);
  });

  const saysWhy = (title: string, locked: string, mode: number, why: RegExp) =>
    it(`writes none of it where ${title}, and says so`, async () => {
      if (process.platform === 'win32') return;
      mkdirSync(path.join(root(), 'locked'));
      writeFileSync(path.join(root(), 'locked/b.ts'), 'b\n');
      for (const open of [folder, root(), path.join(root(), 'locked')]) chmodSync(open, 0o777);
      chmodSync(path.join(root(), 'a.ts'), 0o666);
      chmodSync(path.join(root(), locked), mode);
      const wanted = proposal({ 'a.ts': ['one\n', 'two\n'], 'locked/b.ts': ['b\n', 'c\n'] });
      try {
        const reasons = await asNobody(() => writeProposal(root(), wanted));
        assert.match(reasons.join(), why);
      } finally {
        chmodSync(path.join(root(), locked), 0o777);
      }
      assert.deepEqual([read('a.ts'), read('locked/b.ts')], ['one\n', 'b\n']);
      assert.deepEqual(readdirSync(root()).sort(), ['.git', 'a.ts', 'locked', 'old.ts']);
    });
  saysWhy(
    'one file may not be read',
    'locked/b.ts',
    0o000,
    /^locked\/b\.ts can't be written: it can't be read \(EACCES/,
  );
  saysWhy('nothing may be put into a folder', 'locked', 0o555, /^locked\/b\.ts can't be written: EACCES/);

  it('writes none of it where one file can not be deleted, and says so', async () => {
    if (process.platform === 'win32') return;
    const locked = path.join(root(), 'locked');
    mkdirSync(locked);
    writeFileSync(path.join(locked, 'b.ts'), 'b\n');
    for (const open of [folder, root()]) chmodSync(open, 0o777);
    for (const open of ['a.ts', 'old.ts', 'locked/b.ts']) chmodSync(path.join(root(), open), 0o666);
    chmodSync(locked, 0o555);
    const wanted = proposal({
      'old.ts': ['old\n', null],
      'a.ts': ['one\n', 'two\n'],
      'locked/b.ts': ['b\n', null],
    });
    try {
      const reasons = await asNobody(() => writeProposal(root(), wanted));
      assert.match(reasons.join(), /^locked\/b\.ts can't be written: EACCES/);
    } finally {
      chmodSync(locked, 0o777);
    }
    assert.deepEqual([read('a.ts'), read('old.ts'), read('locked/b.ts')], ['one\n', 'old\n', 'b\n']);
    assert.deepEqual(readdirSync(root()).sort(), ['.git', 'a.ts', 'locked', 'old.ts']);
  });
  it('takes back what it has written where the last file can not be put in place', async () => {
    const wanted = proposal({
      'a.ts': ['one\n', 'two\n'],
      'new.ts': [null, 'x\n'],
      'old.ts': ['old\n', null],
      'blocked.ts': [null, 'y\n'],
    });
    // A folder takes the place between the check and the writing.
    const writing = writeProposal(root(), wanted);
    while (!readdirSync(root()).some((name) => name.startsWith('.blocked.ts'))) await nextTurn();
    mkdirSync(path.join(root(), 'blocked.ts'));
    assert.match((await writing).join(), /^blocked\.ts can't be written/);
    assert.deepEqual([read('a.ts'), read('old.ts')], ['one\n', 'old\n']);
    assert.deepEqual(readdirSync(root()).sort(), ['.git', 'a.ts', 'blocked.ts', 'old.ts']);
  });

  const keeps = (title: string, before: string, after: string) =>
    it(`keeps ${title} to the byte`, async () => {
      const full = path.join(root(), 'a.ts');
      writeFileSync(full, before);
      assert.deepEqual(await writeProposal(root(), proposal({ 'a.ts': [before, after] })), []);
      assert.equal(read('a.ts'), after);
    });
  keeps('mixed line ends', 'a\r\nb\nc\rd\r\n', 'a\r\nB\nc\rd\r\n');
  keeps('old Mac line ends', 'a\rb\rc\r', 'a\rB\rc\r');
  keeps('a byte-order mark', '\ufeffa\r\nb\r\n', '\ufeffa\r\nB\r\n');
  keeps('a missing last line end', 'a\nb', 'A\nb');

  const leaves = (title: string, bytes: Uint8Array) =>
    it(`writes none of it where a file is ${title}`, async () => {
      writeFileSync(path.join(root(), 'old.ts'), bytes);
      const wanted = proposal({ 'a.ts': ['one\n', 'two\n'], 'old.ts': ['caf\ufffd\n', 'tea\n'] });
      assert.match((await writeProposal(root(), wanted)).join(), /old\.ts can't be written: it is not UTF-8/);
      assert.deepEqual(new Uint8Array(readFileSync(path.join(root(), 'old.ts'))), bytes);
      assert.equal(read('a.ts'), 'one\n');
    });
  leaves('Latin-1', new Uint8Array(Buffer.from('caf\u00e9\n', 'latin1')));
  leaves('UTF-16', new Uint8Array(Buffer.from('\ufeffcafé\n', 'utf16le')));

  const refuses = (title: string, link: readonly [target: string, name: string], file: string) =>
    it(`writes none of it where ${title}`, async () => {
      const [target, name] = link;
      symlinkSync(target, path.join(root(), name));
      const wanted = proposal({ 'a.ts': ['one\n', 'two\n'], [file]: [null, 'x\n'] });
      const [reason = ''] = await writeProposal(root(), wanted);
      assert.ok(reason.startsWith(`${file} can't be written`), reason);
      assert.equal(read('a.ts'), 'one\n');
      assert.ok(!existsSync(path.join(root(), file)));
    });
  refuses('a link leads out of the workspace', ['../elsewhere', 'out'], 'out/b.ts');
  refuses('a link leads to a file outside that is not there', ['../elsewhere/b.ts', 'b.ts'], 'b.ts');
  refuses('a link leads into the repository', ['.git', 'g'], 'g/b.ts');

  it('deletes a link, not the file that it leads to', async () => {
    symlinkSync('a.ts', path.join(root(), 'link.ts'));
    assert.deepEqual(await writeProposal(root(), proposal({ 'link.ts': ['one\n', null] })), []);
    assert.deepEqual(readdirSync(root()).sort(), ['.git', 'a.ts', 'old.ts']);
  });

  it('deletes a link to a file that it changes', async () => {
    symlinkSync('a.ts', path.join(root(), 'link.ts'));
    const wanted = proposal({ 'link.ts': ['one\n', null], 'a.ts': ['one\n', 'two\n'] });
    assert.deepEqual(await writeProposal(root(), wanted), []);
    assert.deepEqual(readdirSync(root()).sort(), ['.git', 'a.ts', 'old.ts']);
    assert.equal(read('a.ts'), 'two\n');
  });

  const refusesTwin = (title: string, content: string | null) =>
    it(`writes none of it where ${title} by two names`, async () => {
      symlinkSync('.', path.join(root(), 'here'));
      const wanted = proposal({ 'a.ts': ['one\n', 'two\n'], 'here/a.ts': ['one\n', content] });
      assert.deepEqual(await writeProposal(root(), wanted), [
        "here/a.ts can't be written: it is the same file as a.ts",
      ]);
      assert.equal(read('a.ts'), 'one\n');
    });
  refusesTwin('one file is changed', 'three\n');
  refusesTwin('one file is changed and deleted', null);

  it('writes none of it where a file has changed meanwhile', async () => {
    const wanted = proposal({ 'a.ts': ['one\n', 'two\n'], 'old.ts': ['older\n', null] });
    assert.match((await writeProposal(root(), wanted)).join(), /old\.ts has changed meanwhile/);
    assert.equal(read('a.ts'), 'one\n');
  });
});
