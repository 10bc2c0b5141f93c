import { mkdir, realpath, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { acceptHunks } from '../core/edit/accept.ts';
import type { Proposal } from '../core/edit/proposal.ts';
import { isInside, readInside } from '../node/diskWorkspace.ts';

/** Writes all of a proposal, or none of it when one of its files has changed meanwhile. Gives the reasons. */
export async function writeProposal(root: string, proposal: Proposal): Promise<readonly string[]> {
  const writes: { readonly file: string; readonly content: string | null }[] = [];
  for (const file of proposal.files) {
    const read = await readInside(root, file.path);
    if (read.type !== 'text' && read.type !== 'missing')
      return [`${file.path} can't be written: it is ${read.type}`];
    const current = read.type === 'text' ? read.text : null;
    const accepted = acceptHunks(
      file,
      current,
      file.hunks.map((hunk) => hunk.index),
    );
    if (accepted.type === 'stale') return [`${file.path} has changed meanwhile: ${accepted.reason}`];
    writes.push({ file: file.path, content: accepted.content });
  }
  for (const { file, content } of writes) {
    const full = await safePath(root, file);
    if (full === undefined) return [`${file} can't be written: a link leads outside the workspace`];
    if (content === null) await unlink(full);
    else await writeFile(full, content);
  }
  return [];
}

/** The full path with its folder made, or undefined where a link in it leads out of the root. */
async function safePath(root: string, file: string): Promise<string | undefined> {
  const full = path.join(root, file);
  const folder = path.dirname(full);
  let existing = folder;
  for (;;) {
    const real = await realpath(existing).catch(() => undefined);
    if (real === undefined) {
      existing = path.dirname(existing);
      continue;
    }
    const realRoot = await realpath(root);
    if (real !== realRoot && !isInside(realRoot, real)) return undefined;
    break;
  }
  await mkdir(folder, { recursive: true });
  return full;
}
