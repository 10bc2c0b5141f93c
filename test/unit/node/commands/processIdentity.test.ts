import assert from 'node:assert/strict';
import { identify, isAlive } from '../../../../src/node/commands/processIdentity.ts';

describe('the identity of a process', () => {
  const { platform } = process;
  const { TZ } = process.env;
  const pretend = (value: string) => Object.defineProperty(process, 'platform', { value });
  afterEach(() => {
    pretend(platform);
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });

  it('is the same in every time zone', function () {
    if (platform === 'win32') return this.skip();
    pretend('darwin');
    process.env.TZ = 'Asia/Tokyo';
    const taken = identify(process.pid);
    assert.notEqual(taken.start, '');
    process.env.TZ = 'America/New_York';
    assert.ok(isAlive(taken));
  });
});
