import type { CallRow, Ledger } from './ledger.ts';

/** The columns of an export, in order; a spreadsheet that knows them keeps working when others come after. */
const columns = [
  'id',
  'time',
  'run',
  'task',
  'role',
  'kind',
  'tier',
  'provider',
  'model',
  'workspace',
  'state',
  'inputTokens',
  'cachedTokens',
  'cacheWrittenTokens',
  'reasoningTokens',
  'outputTokens',
  'usd',
  'estimated',
  'rate',
  'firstTokenMs',
  'modelMs',
  'toolMs',
  'queueMs',
  'verdict',
] as const satisfies readonly (keyof CallRow)[];

export type ExportFormat = 'csv' | 'json';

/** Calls read at once: little enough that reading them holds nothing up. */
const pageSize = 500;

/** All calls of the ledger in pieces of text: a CSV file with a head, or one JSON array. */
export async function* exportCalls(
  ledger: Pick<Ledger, 'calls'>,
  format: ExportFormat,
): AsyncGenerator<string> {
  yield format === 'csv' ? `${columns.join(',')}\r\n` : '[';
  let separator = '\n';
  for (let after = 0; ; ) {
    const rows = await ledger.calls({ after, limit: pageSize });
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
    if (format === 'csv') yield rows.map(csvLine).join('');
    else {
      yield separator + rows.map((row) => JSON.stringify(shown(row))).join(',\n');
      separator = ',\n';
    }
  }
  if (format === 'json') yield '\n]\n';
}

/** With the time as people and programs read it alike. */
function shown(row: CallRow) {
  return { ...row, time: new Date(row.time).toISOString() };
}

function csvLine(row: CallRow): string {
  const values = shown(row);
  return `${columns.map((name) => csvField(values[name])).join(',')}\r\n`;
}

function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // A task's name is a model's words: a spreadsheet must not take them for a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
