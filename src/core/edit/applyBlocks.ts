import { type Block, changesSomething, isOld } from './block.ts';
import { FileIndex } from './fileIndex.ts';
import { isElision } from './fold.ts';
import type { PatchError } from './patchError.ts';
import { resolveBlocks } from './resolve.ts';
import { editLines, splitText } from './textLines.ts';

export type BlocksResult =
  | { readonly type: 'applied'; readonly text: string }
  | { readonly type: 'failed'; readonly failure: Pick<PatchError, 'code' | 'message'> };

function fail(code: PatchError['code'], message: string): BlocksResult {
  return { type: 'failed', failure: { code, message } };
}

/** Applies all changes to one file's text, or none. Each is placed in the text as it was. */
export function applyBlocks(text: string, blocks: readonly Block[]): BlocksResult {
  if (!blocks.some(changesSomething))
    return fail('invalid_patch', 'The patch changes nothing: its old and new lines are the same.');
  const source = splitText(text);
  const index = new FileIndex(source.lines);
  const parts = blocks.flatMap((block) => splitAtElisions(block, index));
  for (const block of parts) {
    const stand = block.lines.find(
      (line) => line.type !== 'context' && isElision(line.text) && !holds(line.text, index),
    );
    if (stand)
      return fail(
        'invalid_patch',
        `Change ${block.number} holds ${JSON.stringify(stand.text.trim())} in place of lines. Send every line of the change.`,
      );
  }
  const loose = parts.length > blocks.length && parts.find((block) => !block.lines.some(isOld));
  if (loose)
    return fail(
      'invalid_patch',
      `Change ${loose.number} adds lines next to left-out ones. Send the lines around them.`,
    );
  const resolved = resolveBlocks(parts, index);
  if (resolved.type === 'failed') return resolved;
  const remove = new Set<number>();
  const insert = new Map<number, readonly string[]>();
  for (const edit of resolved.edits) {
    for (const line of edit.remove) {
      if (remove.has(line))
        return fail('invalid_patch', `Two changes replace line ${line + 1}. Send them as one.`);
      remove.add(line);
    }
    for (const run of edit.insert) insert.set(run.before, [...(insert.get(run.before) ?? []), ...run.lines]);
  }
  const result = editLines(source, { remove, insert });
  if (result === text)
    return fail('already_applied', 'The file already reads as the patch wants it. Nothing is left to do.');
  return { type: 'applied', text: result };
}

function holds(line: string, index: FileIndex): boolean {
  return index.withKey(FileIndex.key(line, 'folded'), 'folded').length > 0;
}

/** A context line that stands for left-out lines parts a block in two, the second somewhere below the first. */
function splitAtElisions(block: Block, index: FileIndex): readonly Block[] {
  const cuts = block.lines.flatMap((line, k) =>
    line.type === 'context' && isElision(line.text) && !holds(line.text, index) ? [k] : [],
  );
  if (cuts.length === 0) return [block];
  const bounds = [-1, ...cuts, block.lines.length];
  return bounds.slice(1).flatMap((to, k): Block[] => {
    const lines = block.lines.slice((bounds[k] ?? -1) + 1, to);
    if (lines.length === 0) return [];
    return [k === 0 ? { ...block, lines } : { ...block, lines, anchors: [], below: true }];
  });
}
