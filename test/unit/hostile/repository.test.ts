import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitDiff, gitState } from '../../../src/node/files/gitState.ts';
import { listFiles } from '../../../src/node/files/listFiles.ts';
import { readChangeHistory } from '../../../src/node/textIndex/readChangeHistory.ts';
import { borrowRepository } from '../../../src/node/worktree/borrowRepository.ts';
import { readSourceTree } from '../../../src/node/worktree/sourceTree.ts';

/** A repository whose own settings name a program wherever git would start one; it notes that it was started. */
describe('a repository that would run programs', function () {
  this.timeout(20_000);
  let folder: string;
  const { signal } = new AbortController();
  const secret = ['OPENAI_API_KEY', 'TIERCEL_API_KEY_NANO', 'HOSTILE_REPOSITORY_TOKEN'];
  const at = (file: string) => path.join(folder, file);
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  };
  /** The environment of a program that was started. */
  const started = (name: string) =>
    existsSync(`${folder}-${name}`) ? readFileSync(`${folder}-${name}`, 'utf8') : undefined;

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-repository-'));
    const plain = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@localhost', ...args], { cwd: folder });
    plain('init', '-q');
    write('a.txt', 'one\n');
    write('evil.sh', `#!/bin/sh\nenv >> "${folder}-$1"\ncat\n`);
    chmodSync(at('evil.sh'), 0o755);
    plain('add', '.');
    plain('commit', '-qm', 'first');
    write('a.txt', 'two, which is longer\n');
    write('.gitattributes', '*.txt diff=evil filter=evil\n');
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'pre-commit', 'post-checkout']) {
      write(`.git/hooks/${hook}`, `#!/bin/sh\n${at('evil.sh')} hook\n`);
      chmodSync(at(`.git/hooks/${hook}`), 0o755);
    }
    const evil = (name: string) => `"${at('evil.sh')} ${name}"`;
    writeFileSync(
      at('.git/config'),
      `${readFileSync(at('.git/config'), 'utf8')}
[core]
  fsmonitor = ${evil('fsmonitor')}
  pager = ${evil('pager')}
  editor = ${evil('editor')}
  sshCommand = ${evil('ssh')}
  hooksPath = .git/hooks
[diff]
  external = ${evil('external')}
[diff "evil"]
  command = ${evil('command')}
  textconv = ${evil('textconv')}
[filter "evil"]
  clean = ${evil('clean')}
[gpg]
  program = ${evil('gpg')}
`,
    );
    for (const name of secret) process.env[name] = 'only-for-the-endpoint';
  });
  after(() => {
    for (const name of secret) delete process.env[name];
    for (const made of [folder, `${folder}-clean`]) rmSync(made, { recursive: true, force: true });
  });

  it('is looked at all the same', async () => {
    assert.ok(await gitState(folder, signal));
    assert.match((await gitDiff(folder, signal)) ?? '', /two, which is longer/);
    assert.ok((await listFiles(folder, signal)).includes('a.txt'));
    assert.ok((await readSourceTree(folder, signal)).files.includes('a.txt'));
  });
  for (const name of [
    'fsmonitor',
    'hook',
    'pager',
    'editor',
    'ssh',
    'external',
    'command',
    'textconv',
    'gpg',
  ])
    it(`starts no ${name}`, () => assert.equal(started(name), undefined));
  it('learns no key from a filter, which git can not be kept from starting', () => {
    assert.ok(started('clean'));
    assert.doesNotMatch(started('clean') ?? '', /only-for-the-endpoint/);
  });
});

/** A clone that lacks the contents of files, and whose own settings allow git to fetch them by a program of its own. */
describe('a partial clone', function () {
  this.timeout(20_000);
  const { signal } = new AbortController();
  let folder = '';
  let root = '';
  const asked = () => existsSync(path.join(folder, 'asked'));
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@localhost', ...args], { cwd });

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-partial-'));
    const from = path.join(folder, 'from');
    root = path.join(folder, 'clone');
    mkdirSync(from);
    git(from, 'init', '-q');
    writeFileSync(path.join(from, 'a.txt'), 'one\n');
    writeFileSync(path.join(from, '.gitignore'), '*.log\n');
    git(from, 'add', '.');
    git(from, 'commit', '-qm', 'first');
    git(from, 'config', 'uploadpack.allowFilter', 'true');
    git(folder, 'clone', '-q', '--no-checkout', '--filter=blob:none', `file://${from}`, root);
    git(root, 'read-tree', 'HEAD');
    // Git looks for a rule file that is not checked out among the contents that the clone lacks.
    git(root, 'update-index', '--skip-worktree', '.gitignore');
    writeFileSync(path.join(root, 'a.txt'), 'two, which is longer\n');
    writeFileSync(path.join(root, 'b.txt'), 'new\n');
    const upload = path.join(folder, 'upload.sh');
    writeFileSync(upload, `#!/bin/sh\necho >> "${folder}/asked"\nexec git-upload-pack "$@"\n`);
    chmodSync(upload, 0o755);
    git(root, 'config', 'remote.origin.uploadpack', upload);
    git(root, 'config', 'protocol.file.allow', 'always');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const fetchesNothing = (name: string, look: () => Promise<unknown>) =>
    it(`fetches nothing for ${name}`, async () => {
      await look();
      assert.ok(!asked());
    });
  fetchesNothing('its files', () => listFiles(root, signal));
  fetchesNothing('its state', () => gitState(root, signal));
  fetchesNothing('its diff', () => gitDiff(root, signal));
  fetchesNothing('its history', () => readChangeHistory(root, signal));
  fetchesNothing('what a copy is made of', () => readSourceTree(root, signal));
  fetchesNothing('a copy', () => borrowRepository(root, path.join(folder, 'copy'), signal));
  it('would be fetched from by git itself', () => {
    git(root, 'diff', 'HEAD');
    assert.ok(asked());
  });
});
