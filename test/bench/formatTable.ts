import type { Table } from './bench.ts';

/** Columns of plain text: words to the left, numbers to the right. */
export function formatTable({ title, columns, rows, notes = [] }: Table): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? short(cell) : cell)));
  const isNumeric = columns.map(
    (_, k) => cells.length > 0 && cells.every((row) => /^-?[\d.]+\b|^$|^NaN|^Infinity/.test(row[k] ?? '')),
  );
  const widths = columns.map((column, k) =>
    Math.max(column.length, ...cells.map((row) => (row[k] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, k) => (isNumeric[k] ? cell.padStart(widths[k] ?? 0) : cell.padEnd(widths[k] ?? 0)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [...(title === '' ? [] : [title]), line(columns), rule, ...cells.map(line), ...notes].join('\n');
}

export function short(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100
    ? value.toFixed(0)
    : Math.abs(value) >= 10
      ? value.toFixed(1)
      : value.toFixed(2);
}
