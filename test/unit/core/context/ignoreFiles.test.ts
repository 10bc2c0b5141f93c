import assert from 'node:assert/strict';
import { ignoreTest } from '../../../../src/core/context/ignoreFiles.ts';

describe('ignoreTest', () => {
  const isIgnored = ignoreTest(
    new Map([
      ['', '*.sql\n/data/\n!keep.sql\n'],
      ['lib', '!*.sql\n/own.ts\n'],
    ]),
  );
  const check = (expected: boolean, ...paths: readonly string[]) => {
    for (const path of paths)
      it(`${expected ? 'names' : 'does not name'} ${path}`, () => assert.equal(isIgnored(path), expected));
  };

  check(true, 'a.sql', 'src/a.sql', 'data/x/y.ts', 'lib/own.ts');
  check(false, 'a.ts', 'keep.sql', 'src/data/x.ts', 'A.SQL', 'lib/a.sql', 'lib/sub/own.ts', 'library/own.ts');
  it('names nothing without a file', () => assert.equal(ignoreTest(new Map())('a.ts'), false));
});
