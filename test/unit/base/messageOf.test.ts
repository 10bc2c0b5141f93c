import assert from 'node:assert/strict';
import { messageOf } from '../../../src/base/messageOf.ts';

describe('messageOf', () => {
  const check = (thrown: unknown, expected: string) => assert.equal(messageOf(thrown), expected);

  it('is the message of an error', () => check(new TypeError('no such file'), 'no such file'));
  it('is the text of what is thrown in place of one', () => {
    check('gone', 'gone');
    check(undefined, 'undefined');
  });
});
