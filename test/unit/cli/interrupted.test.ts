import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../../models/endpoint.ts';
import { sampleScript } from '../../models/sampleScript.ts';
import { SampleCopy } from '../models/sampleCopy.ts';

/** What becomes of a command that is told to end, or whose reader or caller is gone. */
describe('tiercel that is interrupted', function () {
  // Each case starts real programs: Node, a language server, git.
  this.timeout(60_000);
  let folder: string;
  let sample: SampleCopy;
  let endpoint: ScriptedEndpoint;
  beforeEach(async () => {
    endpoint = await startScriptedEndpoint(sampleScript, { key: 'right' });
    folder = mkdtempSync(path.join(os.tmpdir(), 'tiercel-interrupted-'));
    sample = new SampleCopy();
  });
  afterEach(async () => {
    await endpoint.close();
    sample.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const program = 'test/tools/tiercel.mjs';
  const start = (command: string, args: readonly string[], environment = {}) => {
    const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...own } = process.env;
    const env = { ...own, TIERCEL_STATE_DIR: path.join(folder, 'state'), ...environment };
    return spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  };
  const tiercel = (args: readonly string[], environment = {}) =>
    start(process.execPath, [program, ...args], environment);
  const codeOf = async (child: ChildProcess) => {
    const [code] = await once(child, 'exit');
    return code;
  };
  /** A job that runs a command which no polite signal ends. */
  function debugsWhatStays() {
    const note = path.join(folder, 'pid');
    const lines = [
      "process.on('SIGINT', () => {}).on('SIGTERM', () => {}).on('SIGHUP', () => {});",
      "const { renameSync, writeFileSync } = require('node:fs');",
      `writeFileSync(${JSON.stringify(`${note}.part`)}, String(process.pid));`,
      `renameSync(${JSON.stringify(`${note}.part`)}, ${JSON.stringify(note)});`,
      'setInterval(() => {}, 1_000);',
    ];
    writeFileSync(path.join(sample.folder, 'stays.cjs'), lines.join('\n'));
    return {
      args: ['debug', '--workspace', sample.folder, '--json', 'node stays.cjs'],
      environment: { OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'right' },
      /** The command's process, once it runs. */
      async started(child: ChildProcess): Promise<number> {
        while (!existsSync(note) && child.exitCode === null) await wait(20);
        return Number(readFileSync(note, 'utf8'));
      },
    };
  }
  function isCancelled(said: string, command: number): void {
    const { type, state } = JSON.parse(said.trim().split('\n').at(-1) ?? '');
    assert.deepEqual([type, state], ['result', 'cancelled']);
    assert.throws(() => process.kill(command, 0), { code: 'ESRCH' });
  }

  // One Ctrl+C in a terminal comes from the terminal and from each program that passes it on.
  for (const signal of ['SIGINT', 'SIGHUP'] as const)
    it(`ends what it runs and says what it had, however often ${signal} comes`, async () => {
      const { args, environment, started } = debugsWhatStays();
      const child = tiercel(args, environment);
      const said = text(child.stdout);
      const command = await started(child);
      const again = setInterval(() => child.kill(signal), 2);
      const code = await codeOf(child).finally(() => clearInterval(again));
      isCancelled(await said, command);
      // Not which code: the last signal may come when all is done, and Node lets go of its handlers.
      assert.notEqual(code, 0);
    });
  if (process.platform !== 'win32')
    it('ends with the npm that started it', async () => {
      const { args, environment, started } = debugsWhatStays();
      const line = `"${process.execPath}" ${program} "$@"; true`;
      const npm = start('sh', ['-c', line, 'sh', ...args], {
        ...environment,
        npm_lifecycle_event: 'tiercel',
      });
      const said = text(npm.stdout);
      const command = await started(npm);
      npm.kill('SIGKILL');
      isCancelled(await said, command);
    });
  it('cancels a run whose reader is gone, writes nothing of it and is no success', async () => {
    const file = path.join(sample.folder, 'src/customer.ts');
    const before = readFileSync(file, 'utf8');
    const child = tiercel(['fix', '--workspace', sample.folder, '--json', '--apply', '--ceiling', 'none']);
    child.stdout.once('data', () => child.stdout.destroy());
    assert.equal(await codeOf(child), 1);
    assert.equal(readFileSync(file, 'utf8'), before);
  });
  it('is content with a reader who has read enough of the answers', async () => {
    const child = tiercel(['apply']);
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => {
      child.stdout.destroy();
      child.stdin.write('{}\n'.repeat(1_000));
    });
    child.stdin.write('{}\n');
    assert.equal(await codeOf(child), 0);
  });
});
