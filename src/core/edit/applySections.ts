import { applyBlocks } from './applyBlocks.ts';
import { FileSet } from './fileSet.ts';
import type { Section } from './format/section.ts';
import { inFormOf, leftOut } from './format/wholeFile.ts';
import type { PatchResult } from './patchError.ts';
import { isInside, plainPath } from './paths.ts';
import { quote } from './quote.ts';

/** Carries out what a patch asks of each file; what does not fit in one leaves the others' parts as they are. */
export function applySections(sections: readonly Section[], files: ReadonlyMap<string, string>): PatchResult {
  const set = new FileSet(files);
  for (const section of sections) apply(section, set);
  return set.result();
}

function apply(section: Section, set: FileSet): void {
  const path = set.find(section.path);
  const current = path === undefined ? undefined : set.read(path);
  switch (section.type) {
    case 'create':
      create(section, current, set);
      return;
    case 'replace':
      replace(section, path, set);
      return;
    case 'delete':
      if (path === undefined) set.fail(section.path, 'file_not_found', 'There is no such file to delete.');
      else set.delete(path);
      return;
    case 'update':
      if (path !== undefined && current !== undefined) update(section, { path, current }, set);
      else
        set.fail(
          section.path,
          'file_not_found',
          'There is no such file to update. Add it as a new file, or name one that is there.',
        );
      return;
  }
}

function update(
  section: Extract<Section, { type: 'update' }>,
  { path, current }: { readonly path: string; readonly current: string },
  set: FileSet,
): void {
  const target = section.moveTo === undefined ? path : plainPath(section.moveTo);
  if (target !== path && !isInside(target)) {
    set.fail(path, 'invalid_patch', `${section.moveTo} is outside the workspace.`);
    return;
  }
  if (target !== path && set.read(target) !== undefined) {
    set.fail(path, 'file_exists', `It can't move to ${target}: there is a file already.`);
    return;
  }
  if (section.blocks.length > 0 || section.moveTo === undefined) {
    const counted = set.counted(path);
    const blocks = section.blocks.map((block) => ({ ...block, number: counted + block.number }));
    const result = applyBlocks(current, blocks);
    if (result.problem) {
      set.fail(path, result.problem.code, result.problem.message);
      return;
    }
    if (result.applied.length > 0) set.edit(path, result.text, result.edit);
    set.judge(path, result.applied, result.failed);
    if (result.failed.length > 0) {
      if (target !== path && result.applied.length > 0)
        set.note(
          path,
          result.failed[0]?.code ?? 'context_not_found',
          `The file was not moved to ${target}: repeat that with the changes that are left.`,
        );
      return;
    }
  }
  set.move(path, target);
}

function create(
  section: Extract<Section, { type: 'create' }>,
  current: string | undefined,
  set: FileSet,
): void {
  const target = plainPath(section.path);
  if (current === section.content && current !== '') {
    set.fail(target, 'already_applied', 'The file is there already, with this very text.');
    return;
  }
  if (current !== undefined && current !== '') {
    set.fail(target, 'file_exists', 'The file is there already. Update it instead of adding it.');
    return;
  }
  if (!isInside(target)) {
    set.fail(section.path, 'invalid_patch', 'The path is outside the workspace.');
    return;
  }
  const stand = leftOut(section.content, undefined);
  if (stand !== undefined) {
    set.fail(target, 'invalid_patch', leftOutMessage(stand));
    return;
  }
  set.write(target, section.content);
}

function replace(
  section: Extract<Section, { type: 'replace' }>,
  path: string | undefined,
  set: FileSet,
): void {
  const target = path ?? plainPath(section.path);
  const current = path === undefined ? undefined : set.read(path);
  if (path === undefined && !isInside(target)) {
    set.fail(section.path, 'invalid_patch', 'The path is outside the workspace.');
    return;
  }
  const stand = leftOut(section.content, current);
  if (stand !== undefined) {
    set.fail(target, 'invalid_patch', leftOutMessage(stand));
    return;
  }
  const text = inFormOf(current, section.content);
  if (text === current) {
    set.fail(target, 'already_applied', 'The file already holds this very text.');
    return;
  }
  set.write(target, text);
}

function leftOutMessage(line: string): string {
  return `The text holds ${quote(line.trim())} in place of lines. Send the file with every line.`;
}
