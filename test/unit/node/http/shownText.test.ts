import assert from 'node:assert/strict';
import { endpointShown } from '../../../../src/node/http/shownText.ts';

describe('an endpoint as a message names it', () => {
  const check = (address: string, expected: string) =>
    it(`${address} is ${expected}`, () => assert.equal(endpointShown(address), expected));
  check('https://api.openai.com/v1', 'https://api.openai.com/v1');
  check('https://user:word@x/v1?key=a#b', 'https://x/v1');
  check('localhost:1234/v1', 'localhost:1234/v1');
  check('of-mine://user:word@x/v1?key=a', 'of-mine://x/v1');
  check('user:word@x/v1', 'x/v1');
  check('no address', 'no address');
});
