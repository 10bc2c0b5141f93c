import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandEnvironment } from '../../../../src/node/commands/commandEnvironment.ts';
import { scratchVariable } from '../../../../src/node/commands/endProcesses.ts';
import { identify, isAlive } from '../../../../src/node/commands/processIdentity.ts';
import { politeMs, runProcess } from '../../../../src/node/commands/runProcess.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';

describe('a command’s process', function () {
  this.timeout(20_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-run-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  interface Options {
    readonly timeMs?: number;
    readonly outputBytes?: number;
    readonly signal?: AbortSignal;
  }
  const start = (argv: readonly string[], { timeMs = 15_000, outputBytes = 1e7, signal }: Options = {}) =>
    runProcess(argv, {
      folder,
      environment: { ...process.env, [scratchVariable]: folder },
      mark: folder,
      limits: { timeMs, outputBytes },
      signal: signal ?? new AbortController().signal,
      onStart: () => undefined,
    });
  const node = (code: string, options?: Options) => start([process.execPath, '-e', code], options);
  /** A process that never ends by itself and tells its number in a file; `detached` ones leave the group. */
  const forever = (file: string, detached = false) => `
    const child = require('child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); require("fs").writeFileSync("${file}", String(process.pid))'], { stdio: 'inherit', detached: ${detached} });
    ${detached ? 'child.unref();' : ''}`;
  const whenThere = (file: string, then: string) =>
    `const look = () => { if (require('fs').existsSync('${file}') && require('fs').readFileSync('${file}', 'utf8')) { ${then} } else setTimeout(look, 10); }; look();`;
  /** Ends once the process is gone: its output closes a moment before the system has taken it off its list. */
  const gone = async (file: string): Promise<void> => {
    assert.ok(existsSync(path.join(folder, file)), `${file} was never started`);
    const left = identify(Number(readFileSync(path.join(folder, file), 'utf8')));
    while (isAlive(left)) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('tells its exit code and what it printed on both streams', async () => {
    const run = await node("console.log('out'); console.error('not ok'); process.exitCode = 3");
    assert.deepEqual(run.end, { type: 'exited', exitCode: 3 });
    assert.deepEqual(run.output.text.split('\n').sort(), ['not ok', 'out']);
    assert.deepEqual(run.output.failing, ['not ok']);
  });
  it('is given its words as they are, without a shell', async () => {
    const run = await start([
      process.execPath,
      '-p',
      'process.argv.slice(1).join("|")',
      '$HOME',
      '; echo x',
      'a b',
    ]);
    assert.equal(run.output.text, '$HOME|; echo x|a b');
  });
  it('gets no input', async () => {
    assert.equal(
      (await node("process.stdin.on('end', () => console.log('end')).resume()")).output.text,
      'end',
    );
  });
  it('that is not installed says so', async () => {
    const run = await start(['no-such-program-here']);
    assert.deepEqual(run.end, { type: 'notRun', reason: 'no-such-program-here is not installed' });
  });
  it('is ended when it takes too long, with all that it started', async () => {
    const run = await node(`${forever('a')} setInterval(() => {}, 1000)`, { timeMs: 1_500 });
    assert.deepEqual(run.end, { type: 'killed', reason: 'it took longer than 1.5 s' });
    await gone('a');
  });
  it('is ended when it prints too much, of which only a part is kept', async () => {
    const run = await node("for (;;) fs.writeSync(1, 'x'.repeat(99) + '\\n')", { outputBytes: 2e6 });
    assert.deepEqual(run.end, { type: 'killed', reason: 'it printed more than 2 MB' });
    assert.ok(run.output.text.length < 20_000);
  });
  it('leaves nothing running when it ends by itself', async () => {
    const run = await node(`${forever('a')} ${whenThere('a', 'process.exit(0)')}`);
    assert.deepEqual(run.end, { type: 'exited', exitCode: 0 });
    await gone('a');
  });
  it('leaves nothing running that has left its group', async function () {
    if (process.platform !== 'linux') this.skip();
    await node(`${forever('a', true)} ${whenThere('a', 'process.exit(0)')}`);
    await gone('a');
  });
  it('is gone soon after it is cancelled, though it would not go', async () => {
    const controller = new AbortController();
    const running = node(`process.on('SIGTERM', () => {}); ${forever('a')} setInterval(() => {}, 1000);`, {
      signal: controller.signal,
    });
    while (!existsSync(path.join(folder, 'a'))) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort(new Error('cancelled by the user'));
    await assert.rejects(running, /cancelled by the user/);
    await gone('a');
    assert.ok(politeMs <= 500);
  });
});

describe('a command’s environment', () => {
  const place = {
    stands: [
      ['/home/u/work/app', '/s/1/app'],
      ['/home/u/work', '/s/1'],
    ],
    scratch: '/s/1',
    root: '/s/1/app',
    temporary: '/s/1.tmp',
  } as const;
  const kept = (variables: NodeJS.ProcessEnv) => {
    const made = commandEnvironment(variables, place);
    return Object.keys(variables).filter((name) => made[name] === variables[name]);
  };
  const drops = (name: string, value = 'x') =>
    it(`leaves out ${name}`, () => assert.deepEqual(kept({ [name]: value, HOME: '/home/u' }), ['HOME']));
  for (const name of [
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'GITHUB_TOKEN',
    'NPM_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
  ])
    drops(name);
  for (const name of [
    'DB_PASSWORD',
    'PGPASSWORD',
    'SSH_AUTH_SOCK',
    'stripe_api_key',
    'GIT_DIR',
    'VSCODE_PID',
  ])
    drops(name);
  for (const name of ['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'SENTRY_DSN', 'GOOGLE_APPLICATION_CREDENTIALS'])
    drops(name);
  for (const name of [
    'DB_PASS',
    'SMTP_PASS',
    'DOCKER_PASS',
    'RCLONE_CONFIG_PASS',
    'TF_VAR_db_pass',
    'SSHPASS',
  ])
    drops(name);
  for (const name of [
    'GH_PAT',
    'AZURE_DEVOPS_EXT_PAT',
    'MASTERKEY',
    'npm_config_//registry.npmjs.org/:_authToken',
  ])
    drops(name);
  drops('CITOKEN', 'a1b2c3d4e5f6');
  drops('HARMLESS', plantedSecrets.github);
  drops('DATABASE_URL', 'postgres://u:hunter22@db/x');
  for (const name of ['INIT_CWD', 'OLDPWD', 'npm_package_json', 'npm_lifecycle_script']) drops(name);
  const leads = (value: string, expected: string) =>
    it(`makes ${value} ${expected}`, () =>
      assert.equal(commandEnvironment({ WHERE: value }, place).WHERE, expected));
  leads('/home/u/work/target', '/s/1/target');
  leads('/home/u/work/app/src:/usr/lib:/home/u/work', '/s/1/app/src:/usr/lib:/s/1');
  leads('--out=/home/u/work/app', '--out=/s/1/app');
  leads('/home/u/workshop', '/home/u/workshop');
  leads('/mnt/home/u/work', '/mnt/home/u/work');
  it('starts where the copy is', () =>
    assert.equal(commandEnvironment({ PWD: '/x' }, place).PWD, '/s/1/app'));
  it('keeps what programs need', () => {
    const names = [
      'HOME',
      'LANG',
      'JAVA_HOME',
      'GOPATH',
      'CARGO_HOME',
      'KEYBOARD',
      'AUTHOR',
      'MONKEY',
      'PATTERN',
      'COMPASS',
    ];
    assert.deepEqual(kept(Object.fromEntries(names.map((name) => [name, 'x']))), names);
  });
  it('finds the programs of the workspace first', () => {
    const { PATH = '' } = commandEnvironment({ PATH: '/bin' }, place);
    const folders = PATH.split(path.delimiter);
    assert.equal(folders[0], path.join('/s/1/app', 'node_modules/.bin'));
    assert.equal(folders.at(-1), '/bin');
  });
});
