import { mkdir, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { acceptHunks } from '../core/edit/accept.ts';
import type { Proposal } from '../core/edit/proposal.ts';
import { readInside } from '../node/diskWorkspace.ts';
import { followInside } from '../node/followInside.ts';

/** Writes all of a proposal, or none of it when one of its files has changed meanwhile. Gives the reasons. */
export async function writeProposal(root: string, proposal: Proposal): Promise<readonly string[]> {
  const writes: { readonly full: string; readonly content: string | null }[] = [];
  for (const file of proposal.files) {
    const read = await readInside(root, file.path);
    const full = await followInside(root, file.path);
    if (full === undefined)
      return [`${file.path} can't be written: a link leads where nothing may be written`];
    if (read.type !== 'text' && read.type !== 'missing')
      return [`${file.path} can't be written: it is ${read.type}`];
    const current = read.type === 'text' ? read.text : null;
    const accepted = acceptHunks(
      file,
      current,
      file.hunks.map((hunk) => hunk.index),
    );
    if (accepted.type === 'stale') return [`${file.path} has changed meanwhile: ${accepted.reason}`];
    writes.push({ full, content: accepted.content });
  }
  for (const { full, content } of writes) {
    if (content === null) await unlink(full);
    else {
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, content);
    }
  }
  return [];
}
