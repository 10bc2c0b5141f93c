import assert from 'node:assert/strict';
import { sentence } from '../../../src/base/sentence.ts';

describe('sentence', () => {
  const check = (text: string, expected: string) => assert.equal(sentence(text), expected);

  it('ends with a full stop', () => check('All is done', 'All is done.'));
  it('keeps the end that it has', () => {
    check('Why?', 'Why?');
    check('', '');
  });
});
