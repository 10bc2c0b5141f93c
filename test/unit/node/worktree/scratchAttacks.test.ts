import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandLimits } from '../../../../src/core/verify/commands/scratch.ts';
import { identify, isAlive } from '../../../../src/node/commands/processIdentity.ts';
import { createScratch, type DisposableScratch } from '../../../../src/node/worktree/createScratch.ts';
import { UserTree } from './userTree.ts';

/** Commands that reach for the user's files, or for more than they are given. */
describe('a scratch copy, whatever a command does,', function () {
  this.timeout(20_000);
  let tree: UserTree;
  let scratch: DisposableScratch;
  const signal = new AbortController().signal;

  afterEach(async () => {
    await scratch.dispose();
    tree.dispose();
  });

  const packages = {
    '.gitignore': 'node_modules/\n.venv/\n',
    'node_modules/dep/index.js': 'module.exports = "dep"',
    'node_modules/dep/package.json': '{ "name": "dep", "version": "1.0.0" }',
    'node_modules/.prisma/client/index.js': 'module.exports = "generated"',
    'node_modules/.cache/x': 'x',
    'node_modules/.bin/patch-package': `#!${process.execPath}\nrequire('fs').writeFileSync('node_modules/dep/index.js', 'module.exports = "patched"')`,
    '.venv/bin/python': 'python',
    'package.json': '{ "scripts": { "pretest": "patch-package", "test": "node -p \\"require(\'dep\')\\"" } }',
  };

  function open(files: Readonly<Record<string, string>>, environment: NodeJS.ProcessEnv = {}) {
    tree = new UserTree(files);
    for (const file of Object.keys(files)) if (file.includes('/.bin/')) chmodSync(tree.at(file), 0o755);
    tree.commitAll();
    scratch = createScratch({
      root: tree.root,
      storage: tree.storage,
      environment: { ...process.env, ...environment },
      atOnce: 2,
    });
  }
  const run = (argv: readonly string[], limits: Partial<CommandLimits> = {}) =>
    scratch.run(argv, {
      changes: new Map(),
      limits: { timeMs: 15_000, outputBytes: 1e7, ...limits },
      signal,
    });
  const shell = (line: string, limits?: Partial<CommandLimits>) => run(['sh', '-c', line], limits);
  const node = (code: string, limits?: Partial<CommandLimits>) => run([process.execPath, '-e', code], limits);

  /** Runs a line of shell that ends well; the user's tree is the same to the byte, its repository included. */
  const leavesAlone = (title: string, line: string, files: Readonly<Record<string, string>> = packages) =>
    it(`keeps the user’s files from ${title}`, async function () {
      if (process.platform === 'win32') this.skip();
      open(files);
      const before = tree.fingerprint();
      const { end, output } = await shell(line);
      assert.deepEqual(end, { type: 'exited', exitCode: 0 }, output.text);
      assert.equal(tree.fingerprint(), before);
    });
  const me = 'git -c user.name=x -c user.email=x@localhost';
  leavesAlone(
    'a commit and a stash',
    `echo x > a; git add a; ${me} commit -qm x; echo y > a; ${me} stash -q`,
  );
  leavesAlone('a collection of garbage', 'git gc -q --prune=now && git fsck && git repack -adq');
  leavesAlone(
    'branches, tags and a reset',
    'git branch b && git tag t && git reset -q --hard && git clean -fdxq',
  );
  leavesAlone(
    'the configuration of git',
    'git config user.name z && git remote add o /nowhere && git worktree add -q ../w',
  );
  leavesAlone('removing packages', 'rm -rf node_modules .venv && mkdir node_modules && touch node_modules/x');
  leavesAlone('new rights for everything', 'chmod -R a-x,a+w . && chmod a+x .');

  it('gives a command that writes to packages its own', async function () {
    if (process.platform === 'win32') this.skip();
    // npm hands on to what it runs that this project's own install runs no scripts.
    open(packages, { npm_config_ignore_scripts: 'false' });
    await shell('true');
    const before = tree.fingerprint();
    const { end, output } = await run([process.execPath, 'node_modules/.bin/patch-package']);
    assert.deepEqual(end, { type: 'exited', exitCode: 0 }, output.text);
    assert.equal(tree.fingerprint(), before);
    const tested = await shell('sh -c "npm test --silent"');
    assert.match(tested.output.text, /patched/);
    assert.equal(tree.fingerprint(), before);
  });
  it('refuses to install into an environment of the user’s', async () => {
    open(packages);
    assert.deepEqual((await run(['pip', 'install', '-e', '.'])).end, {
      type: 'notRun',
      reason: 'it installs into an environment that is not the scratch copy’s own',
    });
  });
  it('has what was generated among the packages, and no caches', async () => {
    open(packages);
    const { output } = await node(
      "console.log(require('.prisma/client'), fs.existsSync('node_modules/.cache'))",
    );
    assert.equal(output.text, 'generated false');
  });
  it('leads variables that name the user’s tree to the copy', async () => {
    open({ 'a.txt': 'a' });
    await scratch.dispose();
    const named = { BUILD_TO: tree.at('target'), INIT_CWD: tree.root, PWD: tree.root };
    scratch = createScratch({
      root: tree.root,
      storage: tree.storage,
      environment: { ...process.env, ...named },
    });
    const before = tree.fingerprint();
    const code =
      "fs.writeFileSync(process.env.BUILD_TO, 'x'); console.log(process.env.INIT_CWD, process.env.PWD === process.cwd())";
    const { output, end } = await node(code);
    assert.deepEqual(end, { type: 'exited', exitCode: 0 }, output.text);
    assert.equal(output.text, 'undefined true');
    assert.equal(tree.fingerprint(), before);
  });

  it('ends a process that left its group and cleared its environment', async function () {
    if (process.platform !== 'linux') this.skip();
    open({ 'a.txt': 'a' });
    const note = path.join(path.dirname(tree.root), 'note');
    await shell(
      `env -i setsid sh -c 'echo $$ > ${note}; exec sleep 60' & until [ -s ${note} ]; do sleep 0.01; done`,
    );
    assert.ok(!isAlive(identify(Number(readFileSync(note, 'utf8')))));
  });
  it('ends a command that starts processes without end', async function () {
    if (process.platform !== 'linux') this.skip();
    open({ 'a.txt': 'a' });
    const { end } = await shell('while true; do sleep 60 & done', { processes: 40 });
    assert.deepEqual(end, { type: 'killed', reason: 'it started too many processes' });
  });
  it('keeps little of fifty million characters without the end of a line', async () => {
    open({ 'a.txt': 'a' });
    const { end, output } = await node(
      "const part = 'x'.repeat(1e6); for (let i = 0; i < 50; i++) fs.writeSync(1, part)",
      { outputBytes: 1e8 },
    );
    assert.equal(end.type, 'exited');
    assert.ok(output.text.length < 20_000, `${output.text.length}`);
  });

  it('is whole again after it was cancelled while it was made', async () => {
    const many = Array.from({ length: 300 }, (_, at) => [`many/${at}.txt`, `${at}`] as const);
    open(Object.fromEntries(many));
    const before = tree.fingerprint();
    for (const after of [0, 1, 3, 10, 30]) {
      const controller = new AbortController();
      const running = scratch.run(['true'], {
        changes: new Map([['many/7.txt', 'changed']]),
        limits: { timeMs: 15_000, outputBytes: 1e7 },
        signal: controller.signal,
      });
      setTimeout(() => controller.abort(new Error('stopped')), after);
      await running.catch((error: unknown) => assert.match(String(error), /stopped/));
    }
    const { output } = await node(
      "console.log(fs.readdirSync('many').filter((name) => fs.readFileSync('many/' + name, 'utf8') + '.txt' === name).length)",
    );
    assert.equal(output.text, '300');
    assert.equal(tree.fingerprint(), before);
  });
  it('is made once its place can be, though it could not be at first', async () => {
    open({ 'a.txt': 'a' });
    writeFileSync(tree.storage, 'in the way');
    for (const _ of [1, 2, 3]) assert.equal((await node('')).end.type, 'notRun');
    rmSync(tree.storage);
    assert.deepEqual((await node('')).end, { type: 'exited', exitCode: 0 });
    assert.ok(existsSync(tree.storage) && readdirSync(tree.root).includes('a.txt'));
  });
});
