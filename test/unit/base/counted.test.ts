import assert from 'node:assert/strict';
import { counted } from '../../../src/base/counted.ts';

describe('counted', () => {
  const check = (said: string, expected: string) => assert.equal(said, expected);

  it('has one of a thing, and none or several of them', () => {
    check(counted(1, 'task'), '1 task');
    check(counted(0, 'task'), '0 tasks');
    check(counted(2, 'task'), '2 tasks');
    check(counted(10_000, 'task'), '10,000 tasks');
  });
  it('takes a plural that is made otherwise', () => {
    check(counted(1, 'change to review', 'changes to review'), '1 change to review');
    check(counted(3, 'change to review', 'changes to review'), '3 changes to review');
  });
});
