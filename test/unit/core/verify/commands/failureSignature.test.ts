import assert from 'node:assert/strict';
import { failureSignature } from '../../../../../src/core/verify/commands/failureSignature.ts';
import { OutputDigest } from '../../../../../src/core/verify/commands/outputDigest.ts';

function signature(text: string): string {
  const digest = new OutputDigest();
  digest.push(text);
  return failureSignature(digest.end());
}

describe('failureSignature', () => {
  const same = (title: string, a: string, b: string) =>
    it(`is the same for ${title}`, () => assert.equal(signature(a), signature(b)));
  const other = (title: string, a: string, b: string) =>
    it(`is another for ${title}`, () => assert.notEqual(signature(a), signature(b)));

  same('other times', 'not ok 1 - sums (1.25ms)\n# duration 31', 'not ok 1 - sums (12 ms)\n# duration 40');
  same('another scratch copy', 'Error: x at /tmp/a/1/src/x.js:3:4', 'Error: x at /var/b/2/src/x.js:3:4');
  same('shifted lines', 'src/a.ts(3,5): error TS2322: no', 'src/a.ts(9,1): error TS2322: no');
  same('other addresses', 'panicked: bad pointer 0x7ffe12', 'panicked: bad pointer 0x55aa00ff');
  same('another commit', 'fatal: bad object 4ca6e865f029fcac', 'fatal: bad object 571cedb0aa11bb22');
  same('more of the same', 'Error: x\nError: x 2', 'Error: x\nError: x 2\nError: x 3');
  same('an output that names no failure', 'started 1\nexit', 'started 2\nexit');
  other('another test', 'not ok 1 - sums', 'not ok 1 - rounds');
  other('another file', 'src/a.ts(3,5): error: no', 'src/b.ts(3,5): error: no');
  other('another message', 'TypeError: x is undefined', 'TypeError: x is null');
});
