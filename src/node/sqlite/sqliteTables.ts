import type { DatabaseSync } from 'node:sqlite';
import { inTransaction, isDamage, isWrongTables } from './sqliteRetry.ts';

/**
 * Makes tables and prepares what is asked of them. Tables of these names that lack what is asked are none of ours, or
 * too old: they are kept under another name and new ones are made, since nothing else stands on what is in them.
 */
export function withTables<T>(
  database: DatabaseSync,
  { sql, names }: { readonly sql: string; readonly names: readonly string[] },
  prepare: () => T,
): T {
  const make = () => {
    database.exec(sql);
    return prepare();
  };
  return inTransaction(database, () => {
    try {
      return make();
    } catch (error) {
      if (!isDamage(error) && !isWrongTables(error)) throw error;
    }
    for (const name of names) setAside(database, name);
    return make();
  });
}

function setAside(database: DatabaseSync, name: string): void {
  const has = database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name = ?");
  const isThere = (table: string) => Number(has.get(table)?.n) > 0;
  if (!isThere(name)) return;
  let aside = `${name}Damaged`;
  for (let n = 2; isThere(aside); n++) aside = `${name}Damaged${n}`;
  database.exec(`ALTER TABLE ${name} RENAME TO ${aside}`);
}
