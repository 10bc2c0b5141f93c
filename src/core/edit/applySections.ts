import { applyBlocks } from './applyBlocks.ts';
import type { PatchError, PatchErrorCode, PatchResult } from './patchError.ts';
import { isInside, knownPath, plainPath } from './paths.ts';
import type { Section } from './section.ts';
import { inFormOf, leftOut } from './wholeFile.ts';

/** Files as a patch changes them one after the other, and what went wrong with which. */
export class FileSet {
  readonly #files: ReadonlyMap<string, string>;
  readonly #changes = new Map<string, string | null>();
  readonly #failed = new Set<string>();
  readonly #errors: PatchError[] = [];

  constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
  }

  read(path: string): string | undefined {
    const change = this.#changes.get(path);
    return change === undefined ? this.#files.get(path) : (change ?? undefined);
  }

  /** The name that a file has, if it is there. */
  find(path: string): string | undefined {
    return knownPath(path, (name) => this.read(name) !== undefined);
  }

  write(path: string, content: string | null): void {
    this.#changes.set(path, content);
  }

  fail(path: string, code: PatchErrorCode, message: string): void {
    this.#failed.add(path);
    this.#errors.push({ code, message, path });
  }

  result(): PatchResult {
    const changes = new Map(
      [...this.#changes].filter(
        ([path, content]) => !this.#failed.has(path) && content !== (this.#files.get(path) ?? null),
      ),
    );
    const [error] = this.#errors;
    if (!error) return { ok: true, changes };
    const others = this.#errors.slice(1).map((other) => `${other.path}: ${other.message}`);
    const whole: PatchError = {
      ...error,
      message: [`${error.path}: ${error.message}`, ...others].join('\n'),
    };
    return changes.size > 0 ? { ok: false, error: whole, changes } : { ok: false, error: whole };
  }
}

/** Carries out what a patch asks of each file. A file that fails is left as it was, with all that was asked of it. */
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
      else set.write(path, null);
      return;
    case 'update': {
      if (path === undefined || current === undefined) {
        set.fail(
          section.path,
          'file_not_found',
          'There is no such file to update. Add it as a new file, or name one that is there.',
        );
        return;
      }
      let text = current;
      if (section.blocks.length > 0 || section.moveTo === undefined) {
        const result = applyBlocks(current, section.blocks);
        if (result.type === 'failed') {
          set.fail(path, result.failure.code, result.failure.message);
          return;
        }
        text = result.text;
      }
      if (section.moveTo === undefined) {
        set.write(path, text);
        return;
      }
      const target = plainPath(section.moveTo);
      if (!isInside(target)) {
        set.fail(path, 'invalid_patch', `${section.moveTo} is outside the workspace.`);
        return;
      }
      if (target !== path && set.read(target) !== undefined) {
        set.fail(path, 'file_exists', `It can't move to ${target}: there is a file already.`);
        return;
      }
      set.write(path, null);
      set.write(target, text);
      return;
    }
  }
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
  return `The text holds ${JSON.stringify(line.trim())} in place of lines. Send the file with every line.`;
}
