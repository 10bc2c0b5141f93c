import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { FileChanges } from '../../../../src/core/edit/fileChanges.ts';
import { createScratch, type DisposableScratch } from '../../../../src/node/worktree/createScratch.ts';
import { asNobody, giveToNobody } from '../../support/asNobody.ts';
import { gitIn, UserTree } from './userTree.ts';

const limits = { timeMs: 20_000, outputBytes: 1e7 };
const signal = new AbortController().signal;

describe('a scratch copy of a workspace', function () {
  // Each case starts git and Node.
  this.timeout(20_000);
  let tree: UserTree;
  let scratch: DisposableScratch;

  afterEach(async () => {
    await scratch?.dispose();
    tree.dispose();
  });

  function open(
    files: Readonly<Record<string, string>>,
    options: { git?: boolean; atOnce?: number; root?: string } = {},
  ) {
    tree = new UserTree(files);
    if (options.git !== false) tree.commitAll();
    scratch = createScratch({
      root: path.join(tree.root, options.root ?? ''),
      storage: tree.storage,
      environment: process.env,
      atOnce: options.atOnce ?? 1,
    });
  }

  /** Runs a line of JavaScript in a copy; what it prints. */
  async function script(code: string, changes: Readonly<Record<string, string | null>> = {}) {
    const run = await scratch.run([process.execPath, '-e', code], { changes: map(changes), limits, signal });
    assert.deepEqual(run.end, { type: 'exited', exitCode: 0 }, run.output.text);
    return run.output.text;
  }
  const map = (changes: Readonly<Record<string, string | null>>): FileChanges =>
    new Map(Object.entries(changes));
  const read = (file: string) =>
    `console.log(fs.existsSync('${file}') ? fs.readFileSync('${file}', 'utf8') : 'none')`;
  const list = "console.log(fs.readdirSync('.').filter((name) => name !== '.git').join(' '))";

  /** Both with git and without, as far as it can be the same. */
  for (const git of [true, false]) {
    describe(git ? 'with git' : 'without git', () => {
      it('holds what the user has now, with the changes, and never touches the user’s', async () => {
        open({ 'a.txt': 'a', 'b.txt': 'b', 'sub/c.txt': 'c', 'gone.txt': 'x' }, { git });
        tree.write({ 'a.txt': 'edited', 'untracked.txt': 'new' });
        rmSync(tree.at('gone.txt'));
        const before = tree.fingerprint();
        const said = await script(
          `${list};${read('a.txt')};${read('b.txt')};${read('sub/c.txt')};${read('made/d.txt')}`,
          {
            'b.txt': 'changed',
            'sub/c.txt': null,
            'made/d.txt': 'd',
          },
        );
        assert.equal(said, 'a.txt b.txt made sub untracked.txt\nedited\nchanged\nnone\nd');
        assert.equal(tree.fingerprint(), before);
      });
      it('begins clean each time, whatever a command did to it', async () => {
        open({ 'a.txt': 'a', 'sub/b.txt': 'b', 'run.sh': '#!/bin/sh\n' }, { git });
        chmodSync(tree.at('run.sh'), 0o755);
        const times = { atime: new Date(2020, 1, 1), mtime: new Date(2020, 1, 1) };
        utimesSync(tree.at('a.txt'), times.atime, times.mtime);
        const before = tree.fingerprint();
        await script(
          `fs.writeFileSync('a.txt', 'z'); fs.utimesSync('a.txt', ${+times.atime / 1000}, ${+times.mtime / 1000});
           fs.rmSync('sub', { recursive: true }); fs.mkdirSync('sub.txt'); fs.writeFileSync('out.log', 'x');
           fs.chmodSync('run.sh', 0o600)`,
          { 'sub/new.txt': 'new' },
        );
        const mode = "console.log((fs.statSync('run.sh').mode & 0o111) !== 0, fs.existsSync('sub/new.txt'))";
        assert.equal(
          await script(`${list};${read('a.txt')};${read('sub/b.txt')};${mode}`),
          'a.txt run.sh sub\na\nb\ntrue false',
        );
        assert.equal(tree.fingerprint(), before);
      });
      it('follows the user’s edits between two commands', async () => {
        open({ 'a.txt': 'a', 'b.txt': 'b' }, { git });
        assert.equal(await script(read('a.txt')), 'a');
        const first = await scratch.stateOf(map({}), { signal });
        assert.equal(await scratch.stateOf(map({}), { signal }), first);
        assert.notEqual(await scratch.stateOf(map({ 'a.txt': 'z' }), { signal }), first);
        tree.write({ 'a.txt': 'A' });
        rmSync(tree.at('b.txt'));
        assert.notEqual(await scratch.stateOf(map({}), { signal }), first);
        assert.equal(await script(`${list};${read('a.txt')}`), 'a.txt\nA');
      });
      it('uses installed packages where they are, and leads to its own files from a package of the workspace', async () => {
        open(
          {
            '.gitignore': 'node_modules/\n',
            'node_modules/dep/index.js': 'module.exports = "dep"',
            'node_modules/@scope/tool/index.js': 'module.exports = "tool"',
            'node_modules/.package-lock.json': '{}',
            'packages/own/index.js': 'module.exports = "own"',
            'packages/own/node_modules/inner/index.js': 'module.exports = "inner"',
          },
          { git },
        );
        symlinkSync('../packages/own', tree.at('node_modules/own'));
        const before = tree.fingerprint();
        const said = await script(
          `console.log(require('./node_modules/dep'), require('./node_modules/@scope/tool'), require('./node_modules/own'), require('./packages/own/node_modules/inner'));
           fs.mkdirSync('node_modules/.cache'); fs.writeFileSync('node_modules/.cache/x', 'x')`,
          { 'packages/own/index.js': 'module.exports = "changed"' },
        );
        assert.equal(said, 'dep tool changed inner');
        assert.equal(tree.fingerprint(), before);
      });
      it('keeps a link inside the copy where it leads into the tree', async () => {
        open({ 'real/a.txt': 'a' }, { git });
        symlinkSync('real/a.txt', tree.at('link.txt'));
        symlinkSync(tree.at('real'), tree.at('folder'));
        const before = tree.fingerprint();
        await script("fs.writeFileSync('link.txt', 'through'); fs.writeFileSync('folder/a.txt', 'through')");
        assert.equal(tree.fingerprint(), before);
        assert.equal(await script(read('folder/a.txt')), 'a');
      });
      it('gives each command at the same time a copy of its own', async () => {
        open({ 'a.txt': 'a' }, { git, atOnce: 2 });
        const slow = (text: string) =>
          script(`fs.writeFileSync('a.txt', '${text}'); setTimeout(() => { ${read('a.txt')} }, 200)`);
        assert.deepEqual(await Promise.all(['x', 'y', 'z'].map(slow)), ['x', 'y', 'z']);
        const copies = readdirSync(ownFolder()).filter((name) => /^\d+$/.test(name));
        assert.deepEqual(copies.sort(), ['1', '2'], 'the third waited for one of two');
      });
      it('lacks what the system does not let be read, and says so', async () => {
        if (process.platform === 'win32') return;
        const closed = {
          'data.bin': 0,
          'node_modules/.lock': 0o200,
          'node_modules/@shut': 0,
          'node_modules/dep/key': 0,
          shut: 0,
          unlisted: 0o444,
          untracked: 0,
        };
        const files = ['a.txt', 'data.bin', 'shut/b.txt', 'unlisted/c.txt'];
        const packages = ['node_modules/.lock', 'node_modules/@shut/d.js', 'node_modules/dep/key'];
        open(
          {
            ...Object.fromEntries([...files, ...packages].map((file) => [file, file])),
            '.gitignore': 'node_modules/\n',
          },
          { git },
        );
        tree.write({ 'untracked/e.txt': 'e' });
        giveToNobody(path.dirname(tree.root));
        for (const [file, mode] of Object.entries(closed)) chmodSync(tree.at(file), mode);
        const run = async (...argv: readonly string[]) => {
          const { end, uncopied = [] } = await asNobody(() =>
            scratch.run(argv, { changes: map({}), limits, signal }),
          );
          assert.deepEqual(end, { type: 'exited', exitCode: 0 });
          for (const { reason } of uncopied) assert.equal(reason, 'EACCES: permission denied');
          return uncopied.map((each) => each.path);
        };
        const packed = ['node_modules/.lock', 'node_modules/@shut'];
        const linked = ['data.bin', ...packed, 'shut', 'unlisted/c.txt', 'untracked'];
        assert.deepEqual(await run('cat', 'a.txt'), linked);
        // What writes to packages is given copies of them.
        assert.deepEqual(await run('echo', 'npm install'), linked.toSpliced(3, 0, 'node_modules/dep/key'));
        const stateOf = () => asNobody(() => scratch.stateOf(map({}), { signal }));
        const before = await stateOf();
        chmodSync(tree.at('data.bin'), 0o644);
        assert.notEqual(await stateOf(), before);
      });
      it('leaves nothing behind at the end', async () => {
        open({ 'a.txt': 'a' }, { git });
        await script(read('a.txt'));
        await scratch.dispose();
        assert.deepEqual(readdirSync(tree.storage), []);
      });
    });
  }

  const ownFolder = () => {
    const [name] = readdirSync(tree.storage).filter((each) => !each.endsWith('.json'));
    assert.ok(name);
    return path.join(tree.storage, name);
  };

  it('leaves out what git ignores, and removes what was left by a command', async () => {
    open({ '.gitignore': 'secret.env\nout/\n', 'a.txt': 'a', 'secret.env': 'x', 'out/old.js': 'x' });
    assert.equal(await script(list), '.gitignore a.txt');
  });

  it('has a repository of its own that knows the user’s', async () => {
    open({ 'a.txt': 'a', 'b.txt': 'b' });
    tree.write({ 'b.txt': 'edited' });
    const head = tree.git('rev-parse', 'HEAD').trim();
    const before = tree.fingerprint();
    const git = (args: string) =>
      `console.log(require('child_process').execSync('git ${args}').toString().trim())`;
    const own = '-c user.name=x -c user.email=x@localhost';
    const said = await script(
      `${git('status --short')};${git('rev-parse HEAD')};${git('branch --show-current')};${git(`${own} commit -qam Next`)};${git('log --format=%s')}`,
      { 'a.txt': 'changed' },
    );
    assert.equal(said.replaceAll('\n\n', '\n'), ` M a.txt\n M b.txt\n${head}\nmain\nNext\nFirst`.trim());
    assert.equal(tree.fingerprint(), before);
    assert.equal(await script(git('log --format=%s')), 'First');
  });

  /** Repositories in a state in which a worktree of git could not be made, or would disturb something. */
  const state = (title: string, make: (tree: UserTree) => void) =>
    it(`works in a repository ${title}, and changes nothing in it`, async () => {
      open({ 'a.txt': 'a', 'b.txt': 'b' });
      make(tree);
      const before = tree.fingerprint();
      assert.match(
        await script(
          `${read('b.txt')};console.log(require('child_process').execSync('git status').toString())`,
        ),
        /^(b|theirs)\n/,
      );
      assert.equal(tree.fingerprint(), before);
    });
  state('whose index is locked', (made) => made.write({ '.git/index.lock': '' }));
  state('with hooks that fail', (made) => {
    made.write({ '.git/hooks/post-checkout': '#!/bin/sh\ntouch hook-ran\nexit 1\n' });
    chmodSync(made.at('.git/hooks/post-checkout'), 0o755);
  });
  state('with a monitor that would be started', (made) => {
    made.git('config', 'core.fsmonitor', 'touch monitor-ran; false');
  });
  state('in the middle of a rebase', (made) => {
    made.git('checkout', '--quiet', '-b', 'side');
    made.write({ 'a.txt': 'side' });
    made.git('commit', '--quiet', '--all', '--message=Side');
    made.git('checkout', '--quiet', 'main');
    made.write({ 'a.txt': 'main' });
    made.git('commit', '--quiet', '--all', '--message=Main');
    assert.throws(() => made.git('rebase', '--quiet', 'side'));
  });
  state('that is a worktree of another', (made) => {
    const main = `${made.root}-main`;
    gitIn(path.dirname(made.root), 'clone', '--quiet', made.root, main);
    rmSync(made.root, { recursive: true });
    gitIn(main, 'worktree', 'add', '--quiet', '-b', 'other', made.root);
  });
  state('that is shallow', (made) => {
    made.write({ 'a.txt': 'second' });
    made.git('commit', '--quiet', '--all', '--message=Second');
    const whole = `${made.root}-whole`;
    gitIn(path.dirname(made.root), 'clone', '--quiet', made.root, whole);
    rmSync(made.root, { recursive: true });
    gitIn(path.dirname(made.root), 'clone', '--quiet', '--depth=1', `file://${whole}`, made.root);
  });
  state('without a commit', (made) => {
    rmSync(made.at('.git'), { recursive: true });
    made.git('init', '--quiet');
  });
  state('checked out in part', (made) => {
    made.write({ 'deep/x.txt': 'x' });
    made.git('add', '--all');
    made.git('commit', '--quiet', '--message=Deep');
    made.git('sparse-checkout', 'set', '--cone');
    assert.ok(!existsSync(made.at('deep/x.txt')));
  });

  it('holds a submodule’s files', async () => {
    open({ 'a.txt': 'a' });
    const other = new UserTree({ 'lib.txt': 'lib' });
    other.commitAll();
    tree.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'lib');
    other.dispose();
    const before = tree.fingerprint();
    assert.equal(await script(read('lib/lib.txt')), 'lib');
    assert.equal(tree.fingerprint(), before);
  });
  it('holds what lies above the workspace in its repository', async () => {
    open(
      {
        'shared.txt': 'shared',
        'app/a.txt': 'a',
        '.gitignore': 'node_modules\n',
        'node_modules/dep/index.js': '',
      },
      { root: 'app' },
    );
    const said = await script(`${read('a.txt')};${read('../shared.txt')};require('dep')`, {
      'a.txt': 'changed',
    });
    assert.equal(said, 'changed\nshared');
  });
  it('works in a folder that the repository around it ignores', async () => {
    open({ '.gitignore': 'play/\n', 'a.txt': 'a', 'play/b.txt': 'b' }, { root: 'play' });
    assert.equal(await script(list), 'b.txt');
  });
  it('says of each command that waits why no copy can be made, and makes one when it can', async () => {
    open({ 'a.txt': 'a' });
    writeFileSync(tree.storage, 'no folder');
    const ask = () => scratch.run([process.execPath, '-e', ''], { changes: new Map(), limits, signal });
    const runs = await Promise.all([ask(), ask(), ask()]);
    assert.deepEqual(
      runs.map(({ end }) => end.type),
      ['notRun', 'notRun', 'notRun'],
    );
    rmSync(tree.storage);
    assert.equal(await script(read('a.txt')), 'a');
  });
  it('does not let a change out through a link', async () => {
    open({ 'a.txt': 'a' });
    const outside = path.join(path.dirname(tree.root), 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'x.txt'), 'x');
    symlinkSync(outside, tree.at('link'));
    const run = await scratch.run(['true'], { changes: map({ 'link/x.txt': 'z' }), limits, signal });
    assert.deepEqual(run.end, { type: 'notRun', reason: 'link/x.txt leads out of the workspace' });
  });
  it('takes the place of what an editor has not saved', async () => {
    open({ 'a.txt': 'a', 'b.txt': 'b' });
    await scratch.dispose();
    const unsaved = () => map({ 'a.txt': 'typed', 'b.txt': 'typed' });
    scratch = createScratch({ root: tree.root, storage: tree.storage, environment: process.env, unsaved });
    assert.equal(await script(`${read('a.txt')};${read('b.txt')}`, { 'b.txt': 'changed' }), 'typed\nchanged');
  });
});
