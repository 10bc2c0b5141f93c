import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../../models/endpoint.ts';
import { sampleFixes } from '../../models/sampleFixes.ts';
import { sampleScript } from '../../models/sampleScript.ts';
import { SampleCopy } from '../models/sampleCopy.ts';
import { fingerprint, gitIn } from '../node/worktree/userTree.ts';

interface Line {
  readonly type: string;
  readonly text?: string;
  readonly state?: string;
  readonly message?: string;
  readonly proposals?: readonly { readonly verified: boolean; readonly evidence: string }[];
}

/** The debug loop as people start it, on the sample's failing test. */
describe('tiercel debug', function () {
  // Each case starts real programs: a language server, npm, the compiler, the tests of the sample.
  this.timeout(120_000);
  let sample: SampleCopy;
  let state: string;
  let endpoint: ScriptedEndpoint;

  beforeEach(async () => {
    state = mkdtempSync(path.join(tmpdir(), 'tiercel-debug-'));
    sample = new SampleCopy();
    // What keeps the sample from compiling is another story; its failing test is left.
    for (const fix of sampleFixes) sample.patch(fix.patch);
    gitIn(sample.folder, 'init', '--quiet');
    gitIn(sample.folder, 'add', '--all');
    gitIn(sample.folder, 'commit', '--quiet', '--message=Sample');
    endpoint = await startScriptedEndpoint(sampleScript, { key: 'right' });
  });
  afterEach(async () => {
    await endpoint.close();
    sample.dispose();
    rmSync(state, { recursive: true, force: true });
    assert.deepEqual(endpoint.violations, []);
  });

  async function tiercel(...args: readonly string[]) {
    const child = spawn(
      process.execPath,
      ['test/tools/tiercel.mjs', ...args, '--workspace', sample.folder, '--json'],
      {
        env: {
          ...process.env,
          TIERCEL_STATE_DIR: state,
          OPENAI_BASE_URL: endpoint.url,
          OPENAI_API_KEY: 'right',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const lines = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
    return { code: await exit, lines, result: lines.at(-1), stderr };
  }
  const invoice = () => readFileSync(path.join(sample.folder, 'src/invoice.ts'), 'utf8');

  it('repairs the failing test in a scratch copy, and leaves the user’s tree as it is to the byte', async () => {
    const before = fingerprint(sample.folder);
    const { code, lines, result, stderr } = await tiercel('debug', 'npm test');
    assert.equal(code, 0, result?.message ?? stderr);
    assert.equal(fingerprint(sample.folder), before);
    assert.deepEqual(
      lines.filter(({ type }) => type === 'task-note').map(({ text: note }) => note),
      [
        'runs npm test',
        'patches src/invoice.ts',
        'TypeScript says: no errors left',
        'runs npm test',
        'runs npm test',
      ],
    );
    const [proposal, ...others] = result?.proposals ?? [];
    assert.deepEqual([proposal?.verified, others.length], [true, 0]);
    assert.match(
      proposal?.evidence ?? '',
      /Ran npm test in [\d.]+ m?s, passed with exit code 0 \(failed before\)/,
    );
    assert.deepEqual(readdirSync(path.join(state, 'scratch')), [], 'no scratch copy is left');
    assert.equal(endpoint.calls.length, 1);
  });
  it('writes the repair when it is told to, and then has nothing more to do', async () => {
    assert.equal((await tiercel('debug', 'npm test', '--apply')).code, 0);
    assert.match(invoice(), /const discount = discountOn\(net\);/);
    const { passed, failed } = await sample.test();
    assert.deepEqual(failed, []);
    assert.ok(passed.includes('the discount is taken off before the tax is computed'));
  });
  it('checks a request by the commands that are allowed', async () => {
    const request =
      'The invoice test fails: the discount is applied after rounding. Fix it and add a test for it.';
    const { code, result } = await tiercel('run', request, '--allow-command', 'npm test');
    assert.equal(code, 0, result?.message);
    const said = result?.proposals?.map(({ evidence }) => /Ran npm test in .*?, (.*?\))/.exec(evidence)?.[1]);
    assert.deepEqual(
      said?.sort(),
      ['failed with exit code 1 (as before)', 'passed with exit code 0 (failed before)'],
      'each by itself',
    );
  });
  it('runs a command also where no model may mend it', async () => {
    const run = async (command: string) => {
      const { code, result, stderr } = await tiercel('debug', command, '--ceiling', 'none');
      return [code, result?.state ?? stderr, result?.message];
    };
    assert.deepEqual(await run('node --version'), [0, 'done', '1 of 1 task done, 0 proposals']);
    const why = 'No model was asked for 1 task: the ceiling in the settings allows no model';
    assert.deepEqual(await run('node missing.js'), [1, 'failed', `0 of 1 task done, 0 proposals. ${why}`]);
    assert.equal(endpoint.calls.length, 0);
  });
  it('refuses a command that only a shell could run', async () => {
    const { code, stderr } = await tiercel('debug', 'npm test | tee log');
    assert.equal(code, 2);
    assert.match(stderr, /it needs a shell \(\|\)/);
  });
});
