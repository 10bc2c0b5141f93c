import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { judge, type Verdict } from '../../../../src/core/verify/verdict.ts';
import { createChecker } from '../../../../src/node/languageServer/createChecker.ts';
import type { DisposableChecker } from '../../../../src/node/languageServer/languageServerChecker.ts';
import { connectWithProcess } from '../../../../src/node/languageServer/process/processConnection.ts';
import { written } from '../../core/verify/diagnostics.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

const files = {
  'shop/__init__.py': '',
  'shop/price.py': 'def price(cents: int) -> float:\n    return cents / 100\n',
  'shop/cart.py':
    'from shop.price import price\n\n\ndef total(cents: list[int]) -> str:\n    return sum(price(item) for item in cents)\n',
  'page.py': 'from shop.cart import total\n\nshown: str = total([1, 2])\n',
};

describe('checking Python with pyright from the workspace', function () {
  this.timeout(60_000);
  let workspace: TemporaryWorkspace;
  let checker: DisposableChecker;
  const { signal } = new AbortController();
  let starts = 0;

  before(async () => {
    workspace = await TemporaryWorkspace.create(files);
    await symlink(
      path.resolve('test/languageServers/node_modules'),
      path.join(workspace.root, 'node_modules'),
    );
    checker = createChecker({
      root: workspace.root,
      workspace,
      connect: (launch, options) => {
        starts += 1;
        return connectWithProcess(launch, options);
      },
      servers: {},
      fallbackFolders: [],
      log: (line) => {
        if (process.env.TIERCEL_LOG) process.stderr.write(`${line}\n`);
      },
    });
  });
  after(async () => {
    await checker.dispose();
    await workspace.remove();
  });

  interface Expected {
    readonly outcome: Verdict['outcome'];
    readonly fixed?: readonly string[];
    readonly introduced?: readonly string[];
    readonly notChecked?: readonly string[];
  }
  async function check(changes: Readonly<Record<string, string | null>>, expected: Expected): Promise<void> {
    const report = await checker.check(new Map(Object.entries(changes)), { signal });
    const verdict = judge(report, [], Object.keys(changes));
    const place = (line: string) => line.split(' ').slice(0, 2).join(' ');
    assert.deepEqual(
      {
        outcome: verdict.outcome,
        fixed: written(verdict.fixed).map(place),
        introduced: written(verdict.introduced).map(place),
        notChecked: verdict.notChecked.map(({ path, reason }) => `${path}: ${reason}`),
      },
      { fixed: [], introduced: [], notChecked: [], ...expected },
    );
  }
  const { 'shop/cart.py': cart, 'shop/price.py': price } = files;

  it('passes a fix', async () => {
    await check(
      { 'shop/cart.py': cart.replace('sum(', 'str(sum(').replace('cents)\n', 'cents))\n') },
      { outcome: 'passed', fixed: ['shop/cart.py:5 reportReturnType'] },
    );
  });
  it('fails what breaks another file', async () => {
    await check(
      { 'shop/cart.py': cart.replace('-> str', '-> float') },
      {
        outcome: 'failed',
        fixed: ['shop/cart.py:5 reportReturnType'],
        introduced: ['page.py:3 reportAssignmentType'],
      },
    );
    await check({ 'shop/cart.py': `\n${cart}` }, { outcome: 'passed' });
  });
  it('sees a file that is new, and one in a new folder', async () => {
    await check(
      { 'shop/tax.py': 'RATE = 0.2\n', 'shop/price.py': `from shop.tax import RATE\n${price}` },
      { outcome: 'passed' },
    );
    await check(
      { 'tax/rate.py': 'RATE = 0.2\n', 'shop/price.py': `from tax.rate import RATE, NONE\n${price}` },
      { outcome: 'failed', introduced: ['shop/price.py:1 reportAttributeAccessIssue'] },
    );
  });
  it('sees that a file is gone, and one that moved', async () => {
    await check(
      { 'shop/price.py': null },
      { outcome: 'failed', introduced: ['shop/cart.py:1 reportMissingImports'] },
    );
    await check(
      {
        'shop/price.py': null,
        'shop/cost.py': price,
        'shop/cart.py': cart.replace('shop.price', 'shop.cost'),
      },
      { outcome: 'passed' },
    );
  });
  it('asks one server for all of it in the end', async () => {
    const before = starts;
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        check({ 'shop/price.py': `${name} = 1\n${price}` }, { outcome: 'passed' }),
      ),
    );
    assert.equal(starts, before);
  });
});
