import { unlink } from 'node:fs/promises';
import type { FileRead } from '../core/context/workspace.ts';
import { acceptHunks } from '../core/edit/proposal/accept.ts';
import type { Proposal } from '../core/edit/proposal/proposal.ts';
import { protectedChange } from '../core/edit/protectedPlace.ts';
import { readInside } from '../node/diskWorkspace.ts';
import { followInside } from '../node/files/followInside.ts';
import { type StagedFile, stageFile } from '../node/files/stageFile.ts';

/** Writes all of a proposal, or none of it when one of its files can't take it as it is now. Gives the reasons. */
export async function writeProposal(root: string, proposal: Proposal): Promise<readonly string[]> {
  const writes: { readonly path: string; readonly full: string; readonly content: string | null }[] = [];
  for (const file of proposal.files) {
    const place = protectedChange(file);
    if (place !== undefined)
      return [`${file.path} needs your own yes, since it is ${place}: put the change in by hand`];
    const read = await readInside(root, file.path);
    const full = await followInside(root, file.path);
    if (full === undefined)
      return [`${file.path} can't be written: a link leads where nothing may be written`];
    if (read.type !== 'text' && read.type !== 'missing')
      return [`${file.path} can't be written: ${whyNotText(read)}`];
    const current = read.type === 'text' ? read.text : null;
    const accepted = acceptHunks(
      file,
      current,
      file.hunks.map((hunk) => hunk.index),
    );
    if (accepted.type === 'stale') return [`${file.path} has changed meanwhile: ${accepted.reason}`];
    writes.push({ path: file.path, full, content: accepted.content });
  }
  const staged: StagedFile[] = [];
  try {
    for (const { full, content } of writes) if (content !== null) staged.push(await stageFile(full, content));
    // Once more, as late as can be: a folder may have become a link meanwhile.
    for (const { path, full } of writes)
      if ((await followInside(root, path)) !== full)
        return [`${path} can't be written: it leads elsewhere now`];
    for (const file of staged) await file.commit();
    for (const { full, content } of writes) if (content === null) await unlink(full);
  } finally {
    await Promise.all(staged.map((file) => file.discard()));
  }
  return [];
}

function whyNotText(read: Exclude<FileRead, { type: 'text' | 'missing' }>): string {
  switch (read.type) {
    case 'outside':
      return 'it lies outside of the workspace';
    case 'binary':
      return 'it is not UTF-8 text, and writing it as such would damage it';
    case 'tooLarge':
      return 'it is too large';
    case 'excluded':
      return 'a .tiercelignore file names it';
  }
}
