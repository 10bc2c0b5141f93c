import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { ServerEnded } from '../../../../src/node/languageServer/process/connection.ts';
import { connectWithProcess } from '../../../../src/node/languageServer/process/processConnection.ts';

describe('connectWithProcess', () => {
  let lines: string[] = [];
  beforeEach(() => {
    lines = [];
  });
  const connect = (script: string, signal = new AbortController().signal) =>
    connectWithProcess(
      { name: 'Server', command: process.execPath, args: ['-e', script] },
      {
        root: tmpdir(),
        handlers: { requests: new Map(), notifications: new Map() },
        log: (line) => lines.push(line),
        signal,
      },
    );
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

  it('leaves no timer when a server ends in mid-message', async () => {
    const timersAfter = async (script: string) => {
      await assert.rejects(connect(script), ServerEnded);
      return timers();
    };
    const whole = await timersAfter('process.exit()');
    const partial = `process.stdout.write('Content-Length: 10\\r\\n\\r\\n{', () => process.exit())`;
    assert.equal(await timersAfter(partial), whole);
  });
  it('tells the last error that a server names before it ends, not what it said at its start', async () => {
    const noise = `console.error('Error: no cache yet'); console.error('x\\n'.repeat(5_000));`;
    await assert.rejects(
      connect(`${noise} throw new RangeError('out of memory')`),
      /^ServerEnded: .* with code 1, saying .*RangeError: out of memory/,
    );
  });
  it('ends a server whose start is no longer wanted', async () => {
    const abort = new AbortController();
    const starting = connect('process.stdin.resume()', abort.signal);
    abort.abort(new Error('no longer wanted'));
    await assert.rejects(starting, /no longer wanted/);
    assert.deepEqual(lines.at(-1), 'Server ended (SIGTERM)');
  });
  it('ends a server that does not go when it is asked to', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); process.stdin.on('data', (data) => {
      const id = JSON.parse(/\\{.*/.exec(data)[0]).id;
      if (id === undefined) return;
      const body = JSON.stringify({ jsonrpc: '2.0', id, result: { capabilities: {} } });
      process.stdout.write('Content-Length: ' + body.length + '\\r\\n\\r\\n' + body);
    })`;
    const connection = await connect(stubborn);
    await connection.dispose();
    await connection.ended;
  });
});
