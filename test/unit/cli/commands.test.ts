import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../../models/endpoint.ts';
import { sampleRequest } from '../../models/sampleRequest.ts';
import { sampleScript } from '../../models/sampleScript.ts';
import type { Script } from '../../models/script.ts';
import { SampleCopy } from '../models/sampleCopy.ts';

interface Line {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Result extends Line {
  readonly state: string;
  readonly reason?: string;
  readonly message: string;
  readonly answer?: string;
  readonly proposals: readonly {
    readonly title: string;
    readonly tier: string;
    readonly verified: boolean;
    readonly tasks: readonly string[];
    readonly files: readonly { readonly path: string; readonly content: string; readonly diff: string }[];
  }[];
  readonly cost: { readonly usd: number; readonly calls: number };
}

/** The command line as people run it, each test with a copy of the sample and a ledger of its own. */
describe('tiercel', function () {
  // Each case starts real programs: Node, a language server, git.
  this.timeout(60_000);

  let folder: string;
  let endpoint: ScriptedEndpoint | undefined;
  let sample: SampleCopy;
  const workspace = () => sample.folder;
  const source = (file: string) => readFileSync(path.join(workspace(), file), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tiercel-cli-'));
    sample = new SampleCopy();
  });
  afterEach(async () => {
    await endpoint?.close();
    const violations = endpoint?.violations ?? [];
    endpoint = undefined;
    sample.dispose();
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(violations, []);
  });

  async function tiercel(
    args: readonly string[],
    options: { script?: Script; key?: string; input?: string; environment?: Record<string, string> } = {},
  ) {
    if (options.script) endpoint = await startScriptedEndpoint(options.script, { key: 'right' });
    const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...environment } = process.env;
    const child = spawn(process.execPath, ['test/tools/tiercel.mjs', ...args], {
      env: {
        ...environment,
        TIERCEL_STATE_DIR: path.join(folder, 'state'),
        ...(endpoint && { OPENAI_BASE_URL: endpoint.url }),
        ...(options.key && { OPENAI_API_KEY: options.key }),
        ...options.environment,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(options.input ?? '');
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await exit, stdout, stderr };
  }

  async function job(args: readonly string[], options: { script?: Script; key?: string } = {}) {
    const run = await tiercel([...args, '--workspace', workspace(), '--json'], options);
    const lines = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    const last = lines.at(-1);
    assert.equal(last?.type, 'result', run.stderr);
    return { ...run, lines, result: last as Result };
  }

  const scripted = { script: sampleScript, key: 'right' };

  it('fixes the sample, with every edit checked and nothing written', async () => {
    const before = source('src/invoice.ts');
    const { code, lines, result } = await job(['fix'], scripted);
    assert.equal(code, 0, result.message);
    assert.equal(result.state, 'done');
    assert.ok(result.proposals.every(({ verified }) => verified));
    const changed = result.proposals.flatMap(({ files }) => files.map((file) => file.path)).sort();
    assert.deepEqual(changed, [
      'src/catalog.ts',
      'src/customer.ts',
      'src/discount.ts',
      'src/invoice.ts',
      'src/monthlyReport.ts',
      'src/orderCsv.ts',
      'src/render.ts',
      'src/tax.ts',
    ]);
    assert.equal(
      result.proposals.filter(({ tier }) => tier === 'none').length,
      2,
      'quick fixes need no model',
    );
    const escalated = lines.filter((line) => line.reason === 'mini: nano did not pass the check');
    assert.equal(escalated.length, 1, 'one task needs the next tier');
    assert.equal(source('src/invoice.ts'), before);
    assert.equal(result.cost.calls, endpoint?.calls.length);
  });

  it('writes what was verified when it is told to', async () => {
    const { code, result } = await job(['fix', '--apply'], scripted);
    assert.equal(code, 0, result.message);
    const { code: after, stdout } = await tiercel(['verify', '--workspace', workspace(), '--json'], {
      input: JSON.stringify({ files: { 'src/money.ts': source('src/money.ts') } }),
    });
    assert.equal(after, 0, stdout);
    for (const proposal of result.proposals) {
      for (const file of proposal.files) assert.equal(source(file.path), file.content);
    }
  });

  it('fixes one file when one is named', async () => {
    const { result } = await job(['fix', '--file', 'src/./catalog.ts'], scripted);
    assert.deepEqual(
      result.proposals.flatMap(({ files }) => files.map((file) => file.path)),
      ['src/catalog.ts'],
    );
  });

  it('stops before the first call that the budget does not hold, with what needs no model', async () => {
    const { code, result } = await job(['fix', '--budget', '0.0001'], scripted);
    assert.deepEqual([code, result.state, result.reason], [1, 'paused', 'budget']);
    assert.equal(endpoint?.calls.length, 0);
    assert.deepEqual(
      result.proposals.map(({ tier }) => tier),
      ['none', 'none'],
    );
    assert.equal(result.cost.usd, 0);
  });

  it('does without a key what needs none, and says what is missing', async () => {
    const { code, result } = await job(['fix'], { script: sampleScript });
    assert.deepEqual([code, result.state, result.reason], [1, 'paused', 'fault']);
    assert.match(result.message, /No API key is set/);
    assert.equal(result.proposals.length, 2);
    assert.equal(endpoint?.calls.length, 0);
  });

  it('names the tier, the model and the endpoint when a key is refused', async () => {
    const { code, result } = await job(['fix'], { script: sampleScript, key: 'wrong' });
    assert.deepEqual([code, result.state], [1, 'paused']);
    assert.match(result.message, /nano tier \(gpt-5\.4-nano at http:\/\/127\.0\.0\.1:\d+\/v1\)/);
    assert.equal(result.proposals.length, 2);
  });

  it('goes on with a run that stood still, without doing again what was done', async () => {
    const first = await job(['fix', '--apply'], { script: sampleScript, key: 'wrong' });
    assert.deepEqual([first.result.state, first.result.proposals.length], ['paused', 2]);
    await endpoint?.close();
    const { code, result, lines } = await job(['resume', '--apply'], scripted);
    assert.equal(code, 0, result.message);
    assert.equal(result.run, first.result.run);
    assert.ok(
      !lines.some(({ type }) => type === 'diagnostics-found'),
      'the problems are not looked for again',
    );
    const { stdout } = await tiercel(['fix', '--workspace', workspace(), '--json', '--ceiling', 'none']);
    assert.match(stdout, /No problems found/);
    const again = await tiercel(['resume', '--workspace', workspace()]);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /no run to go on with/);
  });

  it('plans a request, works side by side, reviews, and proposes', async () => {
    await job(['fix', '--apply'], scripted);
    await endpoint?.close();
    const { code, lines, result } = await job(['run', sampleRequest], scripted);
    assert.equal(code, 0, result.message);
    const types = lines.map((line) => line.type);
    for (const type of ['gate-end', 'plan-end', 'review-end', 'proposal'])
      assert.ok(types.includes(type), type);
    assert.ok(result.proposals.every(({ verified }) => verified));
    assert.equal(result.proposals.flatMap(({ tasks }) => tasks).length, 3);
  });

  it('does not pass a workspace that nobody can check, and names what nobody has', async () => {
    const other = path.join(folder, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, 'main.kt'), 'fun main() {}\n');
    const reason = 'no language server for Kotlin; name one for "kotlin" in the settings';
    const check = async (expected: object) => {
      const { code, stdout, stderr } = await tiercel(['fix', '--workspace', other, '--json']);
      const { state, errorsLeft, notChecked, cost } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      assert.deepEqual({ code, state, errorsLeft }, expected, stdout);
      assert.deepEqual([notChecked, cost.calls], [[{ path: 'main.kt', reason }], 0]);
      assert.equal(stderr, `not checked: main.kt: ${reason}\n`);
    };
    await check({ code: 1, state: 'failed', errorsLeft: 0 });
    const prose = path.join(folder, 'prose');
    mkdirSync(prose);
    writeFileSync(path.join(prose, 'README.md'), '# Read me\n');
    const { code, stdout } = await tiercel(['fix', '--workspace', prose]);
    assert.equal(code, 1);
    assert.match(stdout, /Nothing was checked: there is no file that/);
    writeFileSync(path.join(other, 'a.ts'), 'export const a: number = 1;\n');
    await check({ code: 0, state: 'done', errorsLeft: 0 });
  });

  it('answers a question without touching anything', async () => {
    const { code, result } = await job(['run', 'Where is the tax computed?'], scripted);
    assert.equal(code, 0, result.message);
    assert.match(result.answer ?? '', /src\/tax\.ts/);
    assert.deepEqual(result.proposals, []);
  });

  it('reports what was spent', async () => {
    const { result } = await job(['fix'], scripted);
    const { stdout } = await tiercel(['report', '--json']);
    assert.equal(
      (JSON.parse(stdout) as { totalUsd: number }).totalUsd.toFixed(9),
      result.cost.usd.toFixed(9),
    );
  });

  it('is held up by a wrong address only where a model may be asked', async () => {
    const environment = { OPENAI_BASE_URL: 'localhost:8080/v1' };
    const report = await tiercel(['report', '--json'], { environment, key: 'right' });
    assert.deepEqual([report.code, JSON.parse(report.stdout).totalUsd], [0, 0], report.stderr);
    const fix = ['fix', '--workspace', workspace(), '--file', 'src/catalog.ts', '--json'];
    const withoutKey = await tiercel(fix, { environment });
    assert.match(withoutKey.stdout, /"type":"result"/, withoutKey.stderr);
    const { code, stdout, stderr } = await tiercel(fix, { environment, key: 'right' });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /OPENAI_BASE_URL can't be used \(localhost:8080\/v1\)/);
  });

  it('checks an edit that is not written', async () => {
    const files = { 'src/money.ts': `${source('src/money.ts')}\nexport const wrong: number = 'x';\n` };
    const { code, stdout } = await tiercel(['verify', '--workspace', workspace(), '--json'], {
      input: JSON.stringify({ files }),
    });
    const verdict = JSON.parse(stdout) as { ok: boolean; introduced: number; checked: string[] };
    assert.deepEqual([code, verdict.ok, verdict.introduced], [1, false, 1]);
    assert.ok(verdict.checked.includes('src/money.ts'));
  });

  it('says on an older Node that it needs a newer one, whatever the command', async () => {
    const old =
      "if(process.argv[1].endsWith('cli.js'))Object.defineProperty(process.versions,'node',{value:'20.1.0'})";
    const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(old)}`;
    for (const command of ['apply', 'verify', 'report']) {
      const { code, stdout, stderr } = await tiercel([command], {
        input: '{}',
        environment: { NODE_OPTIONS },
      });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /needs Node 22\.13 or later; this is Node 20\.1\.0/);
    }
  });

  const refuses = (title: string, args: () => readonly string[], message: RegExp) =>
    it(`refuses ${title}`, async () => {
      const { code, stdout, stderr } = await tiercel(args());
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });
  refuses('an unknown command', () => ['frobnicate'], /no command "frobnicate"/);
  refuses('an unknown option', () => ['fix', '--frob'], /--frob/);
  refuses('an option of another command', () => ['run', '--file', 'a.ts', 'words'], /run takes no --file/);
  refuses(
    'a request that no model may answer',
    () => ['run', '--workspace', workspace(), '--ceiling', 'none', 'words'],
    /the ceiling none/,
  );
  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const { code, stdout } = await tiercel(['--version']);
    assert.deepEqual([code, stdout], [0, `${version}\n`]);
  });
  it('says that no file was named to be checked', async () => {
    const { code, stderr } = await tiercel(['verify', '--workspace', workspace()], { input: '{"files":{}}' });
    assert.deepEqual([code, stderr], [1, 'not checked: "files" names no file\n']);
  });
  refuses('words that a command does not take', () => ['fix', 'src/a.ts'], /fix takes options only/);
  refuses('no request', () => ['run', '--workspace', workspace()], /Say what is to be done/);
  refuses(
    'a budget that is none',
    () => ['fix', '--workspace', workspace(), '--budget', 'lots'],
    /--budget takes/,
  );
  refuses(
    'a folder that is not there',
    () => ['fix', '--workspace', path.join(folder, 'nope')],
    /There is no folder/,
  );
  refuses(
    'a file outside',
    () => ['fix', '--workspace', workspace(), '--file', '../x.ts'],
    /no path inside the workspace/,
  );
  const refusesToCheck = (title: string, file: string) =>
    it(`refuses to check ${title}`, async () => {
      const input = JSON.stringify({ files: { [file]: 'x' } });
      const { code, stdout, stderr } = await tiercel(['verify', '--workspace', workspace()], { input });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /is no path inside the workspace/);
    });
  refusesToCheck('a file below a file', 'src/tax.ts/more.ts');
  refusesToCheck('a path with a NUL', 'src/a\0.ts');
  it('says in a line that the journal can’t be written, and sends nothing', async () => {
    mkdirSync(path.join(folder, 'state'));
    writeFileSync(path.join(folder, 'state', 'runs'), '');
    const { code, stderr } = await tiercel(['fix', '--workspace', workspace()], scripted);
    assert.equal(code, 1);
    assert.match(stderr, /^tiercel: E.*\n$/);
    assert.equal(endpoint?.calls.length, 0);
  });
  it('ends on Ctrl+C while it waits for its input', async () => {
    const child = spawn(process.execPath, ['test/tools/tiercel.mjs', 'apply'], { stdio: 'pipe' });
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const answered = new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdin.write('{}\n');
    await answered;
    child.kill('SIGINT');
    assert.equal(await exit, 130);
  });
  it('compares tiers after the run where a settings file wants that', async () => {
    const file = path.join(folder, 'settings.json');
    writeFileSync(file, '{ "tiercel.shadow.share": 1 }');
    const args = ['fix', '--file', 'src/catalog.ts', '--settings', file];
    const { result } = await job(args, scripted);
    const roles = endpoint?.calls.map(({ role }) => role) ?? [];
    assert.equal(roles.indexOf('shadow'), roles.length - roles.filter((role) => role === 'shadow').length);
    assert.ok(roles.includes('shadow'));
    assert.equal(result.proposals.length, 1);
    const { stdout } = await tiercel(['report', '--workspace', workspace()]);
    assert.match(stdout, /On your code, nano \(gpt-5\.4-nano\) passed \d of 1 of what mini/);
  });
  it('asks each tier as a settings file says', async () => {
    const file = path.join(folder, 'settings.json');
    writeFileSync(file, '{ "tiercel.tiers.mini.provider": "chat", "tiercel.tiers.nano.provider": "chat" }');
    const { code, result } = await job(['run', sampleRequest, '--settings', file], scripted);
    assert.deepEqual([code, result.state], [0, 'done'], result.message);
    const asked = new Set(endpoint?.calls.map(({ tier, url }) => `${tier} ${url}`));
    assert.deepEqual([...asked].sort(), [
      'mini /v1/chat/completions',
      'nano /v1/chat/completions',
      'planner /v1/responses',
    ]);
  });
  it('refuses an empty workspace', async () => {
    const empty = mkdtempSync(path.join(folder, 'empty-'));
    const { code, stderr } = await tiercel(['fix', '--workspace', empty]);
    assert.equal(code, 2);
    assert.match(stderr, /workspace is empty/);
  });
  it('says of a folder that it is no file', async () => {
    const { code, stderr } = await tiercel(['fix', '--workspace', workspace(), '--file', 'src']);
    assert.equal(code, 2);
    assert.match(stderr, /"src" can't be worked on: it is a folder/);
  });
  it('finds out before a run is paid for that its outputs can not be written', async () => {
    const patch = path.join(folder, 'none', 'all.patch');
    const args = ['fix', '--workspace', workspace(), '--patch', patch];
    const { code, stderr } = await tiercel(args, scripted);
    assert.equal(code, 2);
    assert.match(stderr, /--patch can't be written/);
    assert.deepEqual(endpoint?.calls, []);
  });
  const refusesFile = (title: string, file: string, content: string | Uint8Array, expected: RegExp) =>
    it(`refuses ${title}`, async () => {
      writeFileSync(path.join(workspace(), file), content);
      writeFileSync(path.join(workspace(), '.tiercelignore'), 'kept.ts\n');
      const { code, stderr } = await tiercel(['fix', '--workspace', workspace(), '--file', file]);
      assert.equal(code, 2);
      assert.match(stderr, expected);
    });
  refusesFile('a binary file', 'picture.ts', Buffer.from([1, 0, 2]), /it is not UTF-8 text/);
  it('says what is kept from models by a .tiercelignore that can not be read', async () => {
    mkdirSync(path.join(workspace(), '.tiercelignore'));
    for (const args of [[], ['--file', 'src/main.ts']]) {
      const { code, stderr } = await tiercel(['fix', '--workspace', workspace(), ...args]);
      assert.equal(code, 2);
      assert.match(stderr, /\.tiercelignore, which may keep its files back, can't be read \(it is no file\)/);
    }
  });
  refusesFile('a file that is kept from models', 'kept.ts', 'x', /a \.tiercelignore file keeps it/);
});
