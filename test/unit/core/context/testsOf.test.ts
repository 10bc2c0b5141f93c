import assert from 'node:assert/strict';
import { newTestFor, testsOf } from '../../../../src/core/context/testsOf.ts';

describe('the tests of a file', () => {
  const check = (path: string, all: string, expected: string) =>
    assert.deepEqual(testsOf(path, all.split(' ')).join(' '), expected);

  it('are named for it', () =>
    check('src/tax.ts', 'src/tax.ts test/tax.test.ts test/taxes.test.ts', 'test/tax.test.ts'));
  it('are named for it in other languages', () => {
    check('shop/tax.py', 'shop/tax.py tests/test_tax.py', 'tests/test_tax.py');
    check('shop/tax.go', 'shop/tax.go shop/tax_test.go', 'shop/tax_test.go');
    check('src/Tax.java', 'src/Tax.java test/TaxTest.java', 'test/TaxTest.java');
  });
  it('are those that lie nearest first', () =>
    check('b/src/tax.ts', 'a/src/tax.test.ts b/src/tax.test.ts', 'b/src/tax.test.ts a/src/tax.test.ts'));
  it('are the file itself where it is one', () =>
    check('test/tax.test.ts', 'src/tax.ts', 'test/tax.test.ts'));
  it('are no helpers of tests that have the same name', () =>
    check('src/tax.ts', 'src/tax.ts test/support/tax.ts', ''));
});

describe('a new test', () => {
  const check = (path: string, all: string, expected: string | undefined) =>
    assert.equal(newTestFor(path, [path, ...all.split(' ')]), expected);

  it('lies in the folder of tests', () =>
    check('src/money.ts', 'src/tax.ts test/tax.test.ts', 'test/money.test.ts'));
  it('lies as deep as what it tests', () =>
    check('src/b/money.ts', 'src/a/tax.ts test/a/tax.test.ts', 'test/b/money.test.ts'));
  it('lies beside what it tests', () =>
    check('src/b/money.ts', 'src/a/tax.ts src/a/tax.spec.ts', 'src/b/money.spec.ts'));
  it('lies in a folder beside what it tests', () =>
    check('src/b/money.ts', 'src/a/tax.ts src/a/__tests__/tax.test.ts', 'src/b/__tests__/money.test.ts'));
  it('lies in the root where tests do', () => check('money.py', 'tax.py test_tax.py', 'test_money.py'));
  it('follows the package that it lies in', () =>
    check(
      'b/src/money.ts',
      'a/src/tax.ts a/test/tax.test.ts b/src/vat.ts b/src/vat.spec.ts',
      'b/src/money.spec.ts',
    ));
  it('is called as tests of its language are', () =>
    check('shop/money.py', 'shop/tax.py tests/test_tax.py src/a.ts test/a.test.ts', 'tests/test_money.py'));
  it('is not placed where no other can tell', () => {
    check('src/money.ts', 'src/tax.ts', undefined);
    check('src/money.ts', 'shop/tax.py tests/test_tax.py', undefined);
    check('b/src/money.ts', 'a/src/tax.ts a/test/tax.test.ts', undefined);
  });
});
