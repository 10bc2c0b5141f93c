import assert from 'node:assert/strict';
import { exportCalls } from '../../../../src/core/ledger/exportCalls.ts';
import type { CallRow } from '../../../../src/core/ledger/ledger.ts';

const row = (id: number, rest: Partial<CallRow> = {}): CallRow => ({
  ...{ id, time: Date.UTC(2026, 2, 17, 12), run: 'r', task: 't', role: 'work', kind: 'edit', tier: 'nano' },
  ...{ provider: 'responses', model: 'm', workspace: 'w', state: 'used', inputTokens: 10, cachedTokens: 2 },
  ...{
    cacheWrittenTokens: 0,
    reasoningTokens: 1,
    outputTokens: 3,
    usd: 0.0000025,
    estimated: false,
    rate: null,
  },
  ...{ firstTokenMs: 5, modelMs: 50.5, toolMs: null, queueMs: null, verdict: 'passed' },
  ...rest,
});

async function exported(rows: readonly CallRow[], format: 'csv' | 'json'): Promise<string> {
  const calls = async ({ after, limit }: { after: number; limit: number }) =>
    rows.filter(({ id }) => id > after).slice(0, limit);
  let text = '';
  for await (const piece of exportCalls({ calls }, format)) text += piece;
  return text;
}

describe('exporting the ledger', () => {
  it('gives CSV with a head', async () => {
    const [head, line, end] = (await exported([row(1)], 'csv')).split('\r\n');
    assert.match(head ?? '', /^id,time,run,task,role,kind,tier,provider,model,/);
    assert.equal(
      line,
      '1,2026-03-17T12:00:00.000Z,r,t,work,edit,nano,responses,m,w,used,10,2,0,1,3,0.0000025,false,,5,50.5,,,passed',
    );
    assert.equal(end, '');
  });
  const checkField = (text: string, expected: string) =>
    it(`writes ${JSON.stringify(text)} as ${expected}`, async () => {
      const csv = await exported([row(1, { task: text })], 'csv');
      assert.ok(csv.includes(`,r,${expected},work,`), csv);
    });
  checkField('a, b', '"a, b"');
  checkField('say "hi"', '"say ""hi"""');
  checkField('two\nlines', '"two\nlines"');
  checkField('=1+1', "'=1+1");
  it('gives one array of JSON, in as many pages as it takes', async () => {
    const rows = Array.from({ length: 1_201 }, (_, index) => row(index + 1));
    const read = JSON.parse(await exported(rows, 'json')) as CallRow[];
    assert.deepEqual(
      read.map(({ id }) => id),
      rows.map(({ id }) => id),
    );
    assert.deepEqual(read[0], { ...row(1), time: '2026-03-17T12:00:00.000Z' });
  });
  it('gives an empty ledger as such', async () => {
    assert.deepEqual(JSON.parse(await exported([], 'json')), []);
    assert.equal((await exported([], 'csv')).split('\r\n').length, 2);
  });
});
