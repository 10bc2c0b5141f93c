import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { CallRow } from '../../core/ledger/ledger.ts';
import { toUsd } from '../../core/ledger/money.ts';

type Columns = Record<string, SQLOutputValue>;

/** Reads calls page by page, as an export needs them. */
export function createCallReader(database: DatabaseSync) {
  const page = database.prepare('SELECT * FROM calls WHERE id > ? ORDER BY id LIMIT ?');
  return ({ after, limit }: { readonly after: number; readonly limit: number }): readonly CallRow[] =>
    page.all(after, limit).map(callRow);
}

function callRow(row: Columns): CallRow {
  const text = (name: string) => String(row[name]);
  const number = (name: string) => Number(row[name]);
  const numberOrNull = (name: string) => (row[name] === null ? null : Number(row[name]));
  const textOrNull = (name: string) => (row[name] === null ? null : String(row[name]));
  return {
    id: number('id'),
    time: number('time'),
    run: text('run'),
    task: text('task'),
    role: text('role'),
    kind: text('kind'),
    tier: text('tier'),
    provider: text('provider'),
    model: text('model'),
    workspace: text('workspace'),
    state: text('state') as CallRow['state'],
    inputTokens: number('inputTokens'),
    cachedTokens: number('cachedTokens'),
    cacheWrittenTokens: number('cacheWrittenTokens'),
    reasoningTokens: number('reasoningTokens'),
    outputTokens: number('outputTokens'),
    usd: toUsd(number('cost')),
    estimated: number('estimated') === 1,
    rate: textOrNull('rate'),
    firstTokenMs: numberOrNull('firstTokenMs'),
    modelMs: numberOrNull('ms'),
    toolMs: numberOrNull('toolMs'),
    queueMs: numberOrNull('queueMs'),
    verdict: textOrNull('verdict'),
  };
}
