import assert from 'node:assert/strict';
import { relevantFiles } from '../../../../src/core/context/findFiles.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { shopFiles } from '../../support/shop.ts';

const { signal } = new AbortController();

describe('relevantFiles', () => {
  const files = {
    ...shopFiles,
    'src/orderStore.ts': 'export class OrderStore { save(order) {} }\n',
    'src/big.min.js': 'OrderStore formatMoney '.repeat(100),
    'test/invoice.test.ts': 'renderInvoice(a);\n'.repeat(9),
    'package-lock.json': 'formatMoney',
    '.env': 'formatMoney=1',
  };
  const check = async (query: string, expected: readonly string[]) => {
    const found = await relevantFiles(query, new InMemoryWorkspace(files), { limit: 10, signal });
    assert.deepEqual(
      found.slice(0, expected.length).map((file) => file.path),
      expected,
      query,
    );
    assert.ok(found.every((file) => !/min\.js|lock|\.env/.test(file.path)));
  };

  it('finds by words of the text and of the path', async () => {
    await check('formatMoney rounds wrongly', ['src/money.ts', 'src/invoice.ts']);
    await check('Where are orders stored?', ['src/orderStore.ts']);
    await check('the invoice heading', ['src/invoice.ts']);
  });
  it('puts a file that is named first', () =>
    check('look at src/customer.ts, not at formatMoney', ['src/customer.ts']));
  it('puts tests first only where tests are asked for', async () => {
    await check('renderInvoice', ['src/invoice.ts', 'test/invoice.test.ts']);
    await check('the invoice rendering', ['src/invoice.ts']);
    await check('the test of renderInvoice in test/invoice.test.ts', ['test/invoice.test.ts']);
  });
  it('finds nothing for nothing', () => check('the of and', []));
  it('stops when it is cancelled', async () => {
    const aborted = AbortSignal.abort(new Error('cancelled'));
    await assert.rejects(
      relevantFiles('x', new InMemoryWorkspace(files), { limit: 1, signal: aborted }),
      /cancelled/,
    );
  });
});
