import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withoutKeys } from '../../../src/node/commands/withoutKeys.ts';
import { gitDiff, gitState } from '../../../src/node/files/gitState.ts';
import { listFiles } from '../../../src/node/files/listFiles.ts';
import { spawnServer } from '../../../src/node/languageServer/process/serverProcess.ts';
import { searchFolder } from '../../../src/node/search/searchFolder.ts';
import { readChangeHistory } from '../../../src/node/textIndex/readChangeHistory.ts';
import { borrowRepository } from '../../../src/node/worktree/borrowRepository.ts';
import { createScratch } from '../../../src/node/worktree/createScratch.ts';
import { readSourceTree } from '../../../src/node/worktree/sourceTree.ts';

/** Each program that is started stands behind one that notes what it finds in its environment. */
describe('a program that is started', function () {
  this.timeout(20_000);
  const { signal } = new AbortController();
  const own = ['OPENAI_API_KEY', 'OPENAI_ORG_ID', 'OPENAI_BASE_URL', 'HOSTILE_REPOSITORY_TOKEN'].concat(
    ['NANO', 'MINI', 'PLANNER'].map((tier) => `TIERCEL_API_KEY_${tier}`),
  );
  const searchPath = process.env.PATH ?? '';
  let folder = '';
  const at = (file: string) => path.join(folder, file);

  before(function () {
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-environment-'));
    mkdirSync(at('programs'));
    mkdirSync(at('root'));
    writeFileSync(at('root/a.txt'), 'heron\n');
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@localhost', ...args], {
        cwd: at('root'),
        encoding: 'utf8',
      });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    const real = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
    for (const [name, then] of [
      ['git', `exec "${real}" "$@"`],
      ['rg', 'exit 2'],
      ['server', ''],
    ] as const) {
      writeFileSync(at(`programs/${name}`), `#!/bin/sh\nenv >> "${at('found')}"\n${then}\n`);
      chmodSync(at(`programs/${name}`), 0o755);
    }
    process.env.PATH = `${at('programs')}${path.delimiter}${searchPath}`;
    for (const name of own) process.env[name] = 'only-for-the-endpoint';
  });
  after(() => {
    process.env.PATH = searchPath;
    for (const name of own) delete process.env[name];
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const findsNoKey = (name: string, start: (root: string) => Promise<unknown>) =>
    it(`finds no key of an endpoint: ${name}`, async () => {
      rmSync(at('found'), { force: true });
      await start(at('root'));
      assert.ok(existsSync(at('found')), 'nothing was started');
      const found = readFileSync(at('found'), 'utf8').matchAll(/^(\w+)=only-for-the-endpoint$/gm);
      assert.deepEqual([...new Set([...found].map(([, variable]) => variable))], []);
    });
  findsNoKey('git, for the files', (root) => listFiles(root, signal));
  findsNoKey('git, for the state', (root) => gitState(root, signal));
  findsNoKey('git, for the diff', (root) => gitDiff(root, signal));
  findsNoKey('git, for the history', (root) => readChangeHistory(root, signal));
  findsNoKey('git, for what a copy is made of', (root) => readSourceTree(root, signal));
  findsNoKey('git, for a copy', (root) => borrowRepository(root, at('copy'), signal));
  findsNoKey('ripgrep', (root) =>
    searchFolder(
      { text: 'heron', isRegex: false, limit: 1 },
      {
        root,
        ripgrep: [at('programs/rg')],
        list: async () => [],
        read: async () => ({ type: 'missing' }),
      },
      signal,
    ),
  );
  findsNoKey('a language server', async (root) => {
    const launch = { name: 'Server', command: at('programs/server'), args: [] };
    const child = await spawnServer(launch, { root, log: () => {} });
    if (child.exitCode === null) await once(child, 'exit');
  });
  findsNoKey('a command', async (root) => {
    const scratch = createScratch({ root, storage: at('storage'), environment: process.env });
    const limits = { timeMs: 20_000, outputBytes: 1_000 };
    await scratch.run([at('programs/server')], { changes: new Map(), limits, signal });
    await scratch.dispose();
  });
});

describe('an environment without keys', () => {
  const check = (kept: boolean, ...names: readonly string[]) => {
    for (const name of names)
      it(`${kept ? 'keeps' : 'lacks'} ${name}`, () =>
        assert.equal(name in withoutKeys({ [name]: 'x' }), kept));
  };
  check(true, 'PWD', 'OLDPWD', 'SSH_CONNECTION');
  check(false, 'SSH_AUTH_SOCK', 'DB_PWD', 'MYSQL_PWD', 'MSSQL_PWD_FILE');
});
