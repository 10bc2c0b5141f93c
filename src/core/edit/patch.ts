import type { PatchOperation } from '../model/modelClient.ts';
import { type Edit, editTextAll } from './applyEdit.ts';
import { applySections } from './applySections.ts';
import { FileSet } from './fileSet.ts';
import { isSearchMark, parseSearchReplace, pathsInSearchReplace } from './format/searchReplace.ts';
import type { Section } from './format/section.ts';
import { type Parsed, parseAdded, parseBlocks, parseV4a } from './format/v4a.ts';
import { parseWholeFile, pathsInWholeFile } from './format/wholeFile.ts';
import { type PatchResult, refuse } from './patchError.ts';
import { isInside, plainPath } from './paths.ts';
import { plainLines, splitLines } from './textLines.ts';

export type { FileOutcome, HunkFailure, PatchError, PatchErrorCode, PatchResult } from './patchError.ts';

export type PatchFormat = 'v4a' | 'search_replace' | 'whole_file';

/** Applies a model's patch to the files it may name: the whole of it, or, of a refused one, what did fit kept apart. */
export function applyPatch(
  format: PatchFormat,
  patch: string,
  files: ReadonlyMap<string, string>,
): PatchResult {
  const parsed = parse(format, patch, files);
  return parsed.ok ? applySections(parsed.sections, files) : parsed;
}

function parse(format: PatchFormat, patch: string, files: ReadonlyMap<string, string>): Parsed {
  switch (format) {
    case 'v4a':
      return parseV4a(patch);
    case 'search_replace':
      return parseSearchReplace(patch, files);
    case 'whole_file':
      return parseWholeFile(patch, files);
  }
}

/** Applies one operation of the endpoint's own patch tool. */
export function applyOperation(operation: PatchOperation, files: ReadonlyMap<string, string>): PatchResult {
  const section = sectionOf(operation);
  return 'error' in section ? section : applySections([section], files);
}

function sectionOf(operation: PatchOperation): Section | ReturnType<typeof refuse> {
  const { path } = operation;
  if (operation.type === 'delete_file') return { type: 'delete', path };
  const lines = plainLines(operation.diff);
  if (operation.type === 'create_file') {
    const content = parseAdded(lines);
    if (content === undefined)
      return refuse('invalid_patch', `Every line of the new file must begin with "+".`, path);
    return { type: 'create', path, content };
  }
  const blocks = parseBlocks(lines);
  if ('problem' in blocks) return refuse('invalid_patch', blocks.problem, path);
  if (blocks.length === 0) return refuse('invalid_patch', 'The diff changes nothing.', path);
  return { type: 'update', path, blocks };
}

export interface FileEdit extends Edit {
  readonly path: string;
}

/**
 * Applies replacements given as arguments of a tool. Those of one file are placed together where one of them is not in
 * the file to the letter, as they tell more of each other's place; else each goes into what the ones before it left.
 */
export function applyEdits(edits: readonly FileEdit[], files: ReadonlyMap<string, string>): PatchResult {
  if (edits.length === 0) return refuse('invalid_patch', 'There is no edit.');
  const set = new FileSet(files);
  for (const [path, own] of Map.groupBy(edits, (edit) => set.find(edit.path) ?? plainPath(edit.path))) {
    const current = set.read(path);
    if (current === undefined && own[0]?.old !== '') {
      set.fail(path, 'file_not_found', 'There is no such file.');
      continue;
    }
    if (current === undefined && !isInside(path)) {
      set.fail(path, 'invalid_patch', 'The path is outside the workspace.');
      continue;
    }
    const outcome = editTextAll(current, own);
    if (outcome.problem) {
      set.fail(path, outcome.problem.code, outcome.problem.message);
      continue;
    }
    if (outcome.applied.length > 0) set.edit(path, outcome.text, outcome.edit);
    set.judge(path, outcome.applied, outcome.failed);
  }
  return set.result();
}

/** The files that a patch names, as far as its text can be read: for reading them first. */
export function pathsInPatch(format: PatchFormat, patch: string): readonly string[] {
  switch (format) {
    case 'v4a': {
      const names = patch.matchAll(
        // The parser takes a byte-order mark for a blank.
        /^[ \t\uFEFF]*\*\*\* (?:(?:Add|Update|Delete) File|Move to):[ \t]*(.*?)[ \t]*\r?$/gm,
      );
      return unique([...names].map(([, name]) => name ?? ''));
    }
    case 'search_replace':
      return unique(pathsInSearchReplace(patch));
    case 'whole_file':
      return unique(pathsInWholeFile(patch));
  }
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map(plainPath))].filter((path) => path !== '');
}

/** What a model's free text holds; undefined where it holds no patch. */
export function detectFormat(text: string): PatchFormat | undefined {
  const lines = splitLines(text);
  if (lines.some((line) => /^\s*\*\*\* (?:Begin Patch\s*$|(?:Add|Update|Delete) File: )/.test(line)))
    return 'v4a';
  if (lines.some(isSearchMark)) return 'search_replace';
  return pathsInWholeFile(text).length > 0 ? 'whole_file' : undefined;
}
