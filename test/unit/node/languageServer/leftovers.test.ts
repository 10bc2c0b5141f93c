import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { identify, isAlive } from '../../../../src/node/commands/processIdentity.ts';
import {
  clearLeftovers,
  mirrorPrefix,
  noteLeftover,
} from '../../../../src/node/languageServer/process/leftovers.ts';

describe('what a killed process leaves behind', () => {
  /** A server that takes no notice of its input's end, nor of a friendly signal. */
  async function stubborn(): Promise<ChildProcess & { readonly pid: number }> {
    const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')";
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    if (child.stdout) await once(child.stdout, 'data');
    return child as ChildProcess & { readonly pid: number };
  }
  async function killedOwner() {
    const owner = await stubborn();
    const identity = identify(owner.pid);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    return identity;
  }
  const isThere = (folder: string) =>
    stat(folder).then(
      () => true,
      () => false,
    );

  it('is ended and removed by the next start', async () => {
    const owner = await killedOwner();
    const server = await stubborn();
    const folder = await mkdtemp(path.join(tmpdir(), mirrorPrefix));
    await mkdir(path.join(folder, 'src'));
    await writeFile(path.join(folder, 'src/a.ts'), '');
    noteLeftover({ pid: server.pid }, owner);
    noteLeftover({ folder }, owner);
    const ended = once(server, 'exit');
    await clearLeftovers();
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.equal(await isThere(folder), false);
  });
  it('is left alone while its owner lives, and when it is another process by now', async () => {
    const server = await stubborn();
    const own = noteLeftover({ pid: server.pid });
    const owner = await killedOwner();
    noteLeftover({ folder: tmpdir() }, owner);
    await clearLeftovers();
    assert.equal(isAlive(identify(server.pid)), true);
    assert.equal(await isThere(tmpdir()), true);
    own();
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  });
});
