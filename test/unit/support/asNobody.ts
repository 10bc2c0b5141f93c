import { lchownSync, readdirSync } from 'node:fs';
import path from 'node:path';

const nobody = 65_534;

/** Permissions hold nobody back who may do everything: such a user is another one meanwhile. */
export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  const { HOME } = process.env;
  process.seteuid?.(nobody);
  // Git reads nothing where it may not look into a home.
  process.env.HOME = '/nonexistent';
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    if (HOME === undefined) delete process.env.HOME;
    else process.env.HOME = HOME;
  }
}

/** Makes a folder, and all in it, that other user's own, as git wants it of a repository. */
export function giveToNobody(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of ['', ...inside]) lchownSync(path.join(folder, file), nobody, nobody);
}
