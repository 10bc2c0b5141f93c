import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isMissing, isSystemError } from '../../../src/base/systemError.ts';

describe('an error of the system', () => {
  const caught = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };
  const check = (error: unknown, expected: { readonly system: boolean; readonly missing: boolean }) =>
    assert.deepEqual({ system: isSystemError(error), missing: isMissing(error) }, expected);

  it('says that a file is missing', () => {
    for (const name of ['package.json.none', 'package.json/none', 'src'])
      check(
        caught(() => readFileSync(name)),
        { system: true, missing: true },
      );
  });
  it('says other things of a disk too', () =>
    check(Object.assign(new Error('no space left'), { syscall: 'write', code: 'ENOSPC' }), {
      system: true,
      missing: false,
    }));
  it('is no bug of ours, and no other error with a code', () => {
    check(new TypeError('x is undefined'), { system: false, missing: false });
    check(Object.assign(new Error('a lock'), { code: 'ERR_SQLITE_ERROR' }), {
      system: false,
      missing: false,
    });
  });
});
