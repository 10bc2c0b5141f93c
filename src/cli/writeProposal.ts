import { randomUUID } from 'node:crypto';
import { rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../base/messageOf.ts';
import { contentOf, whyUnreadable } from '../core/context/workspace.ts';
import { acceptHunks } from '../core/edit/proposal/accept.ts';
import type { Proposal } from '../core/edit/proposal/proposal.ts';
import { protectedChange } from '../core/edit/protectedPlace.ts';
import { readInside } from '../node/diskWorkspace.ts';
import { placeInside } from '../node/files/followInside.ts';
import { type StagedFile, stageFile } from '../node/files/stageFile.ts';

/** Writes all of a proposal, or none of it when one of its files can't take it as it is now. Gives the reasons. */
export async function writeProposal(root: string, proposal: Proposal): Promise<readonly string[]> {
  const writes: Write[] = [];
  const staged: StagedFile[] = [];
  const undo: (() => Promise<void>)[] = [];
  const done: (() => Promise<void>)[] = [];
  let name = '';
  try {
    for (const file of proposal.files) {
      name = file.path;
      const place = protectedChange(file);
      if (place !== undefined)
        return [`${file.path} needs your own yes, since it is ${place}: put the change in by hand`];
      const read = await readInside(root, file.path);
      const full = await placeInside(root, file);
      if (full === undefined)
        return [`${file.path} can't be written: a link leads where nothing may be written`];
      const twin = writes.find((write) => write.full === full);
      if (twin) return [`${file.path} can't be written: it is the same file as ${twin.path}`];
      if (read.type !== 'text' && read.type !== 'missing')
        return [`${file.path} can't be written: ${whyUnreadable(read)}`];
      const current = contentOf(read);
      const accepted = acceptHunks(
        file,
        current,
        file.hunks.map((hunk) => hunk.index),
      );
      if (accepted.type === 'stale') return [`${file.path} has changed meanwhile: ${accepted.reason}`];
      writes.push({ path: file.path, full, current, content: accepted.content });
    }
    for (const { full, content, ...file } of writes) {
      name = file.path;
      if (content !== null) staged.push(await stageFile(full, content));
    }
    // Once more, as late as can be: a folder may have become a link meanwhile.
    for (const write of writes)
      if ((await placeInside(root, write)) !== write.full)
        return [`${write.path} can't be written: it leads elsewhere now`];
    for (const { full, ...file } of writes.filter(({ content }) => content === null)) {
      name = file.path;
      const aside = await moveAside(full);
      undo.push(() => rename(aside, full));
      done.push(() => unlink(aside));
    }
    for (const [index, write] of writes.filter(({ content }) => content !== null).entries()) {
      name = write.path;
      await staged[index]?.commit();
      undo.push(() => putBack(write));
    }
  } catch (error) {
    for (const step of undo.reverse()) await step();
    return [`${name} can't be written: ${messageOf(error)}`];
  } finally {
    await Promise.all(staged.map((file) => file.discard()));
  }
  for (const step of done) await step();
  return [];
}

interface Write {
  readonly path: string;
  /** Where it is on the disk: past all links, but for one that is deleted itself. */
  readonly full: string;
  /** Null where there is no file. */
  readonly current: string | null;
  readonly content: string | null;
}

/** A deleted file stays beside its place until all others are in theirs, so that it can be had back. */
async function moveAside(full: string): Promise<string> {
  const aside = path.join(path.dirname(full), `.${path.basename(full)}.${randomUUID().slice(0, 8)}`);
  await rename(full, aside);
  return aside;
}

async function putBack({ full, current }: Write): Promise<void> {
  if (current === null) await unlink(full);
  else await (await stageFile(full, current)).commit();
}
