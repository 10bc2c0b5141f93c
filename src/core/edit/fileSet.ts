import { textChange } from '../../base/textChange.ts';
import { describeEditRefusal } from './describeOutcome.ts';
import type { FileOutcome, HunkFailure, PatchErrorCode, PatchResult } from './patchError.ts';
import { knownPath } from './paths.ts';
import { compose, type TextEdit, textEdit } from './textEdit.ts';

interface Outcome {
  applied: number[];
  failed: HunkFailure[];
  problem?: NonNullable<FileOutcome['problem']>;
}

/** Files as a patch changes them one after the other, and what went wrong with which. */
export class FileSet {
  readonly #files: ReadonlyMap<string, string>;
  readonly #changes = new Map<string, string | null>();
  readonly #edits = new Map<string, TextEdit>();
  readonly #outcomes = new Map<string, Outcome>();
  /** Files with something else amiss than a change that found no place: nothing of them is taken. */
  readonly #refused = new Set<string>();

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

  /** `edit` leads from the text as it is now to the new one. */
  edit(path: string, content: string, edit: TextEdit): void {
    const before = this.#edits.get(path);
    this.#edits.set(path, before ? compose(before, edit) : edit);
    this.#changes.set(path, content);
  }

  write(path: string, content: string): void {
    const { start, end, newText } = textChange(this.#files.get(path) ?? '', content);
    this.#edits.set(path, textEdit([{ start, end, text: newText }]));
    this.#changes.set(path, content);
  }

  delete(path: string): void {
    this.#edits.delete(path);
    this.#changes.set(path, null);
  }

  move(path: string, target: string): void {
    const content = this.read(path);
    if (content === undefined || path === target) return;
    const edit = this.#edits.get(path) ?? textEdit([]);
    this.delete(path);
    this.#changes.set(target, content);
    this.#edits.set(target, edit);
  }

  /** How many changes of this file were judged so far. */
  counted(path: string): number {
    const outcome = this.#outcomes.get(path);
    return outcome ? Math.max(0, ...outcome.applied, ...outcome.failed.map(({ number }) => number)) : 0;
  }

  /** Tells which changes of a file applied and which did not; what applied is kept. */
  judge(path: string, applied: readonly number[], failed: readonly HunkFailure[]): void {
    const outcome = this.#outcome(path);
    outcome.applied.push(...applied);
    outcome.failed.push(...failed);
  }

  /** Refuses the file with all that was asked of it. */
  fail(path: string, code: PatchErrorCode, message: string): void {
    this.#refused.add(path);
    this.note(path, code, message);
  }

  /** Something was left undone, and what was done is kept. */
  note(path: string, code: PatchErrorCode, message: string): void {
    this.#outcome(path).problem ??= { code, message, path };
  }

  result(): PatchResult {
    const changes = new Map(
      [...this.#changes].filter(
        ([path, content]) => !this.#refused.has(path) && content !== (this.#files.get(path) ?? null),
      ),
    );
    const edits = new Map([...this.#edits].filter(([path]) => changes.has(path)));
    const files = [...this.#outcomes].map(
      ([path, { applied, failed, problem }]): FileOutcome => ({
        path,
        applied: this.#refused.has(path) ? [] : applied,
        failed,
        ...(problem ? { problem } : {}),
      }),
    );
    const error = describeEditRefusal(files);
    if (!error) return { ok: true, changes, edits };
    return changes.size > 0 ? { ok: false, error, files, changes, edits } : { ok: false, error, files };
  }

  #outcome(path: string): Outcome {
    const known = this.#outcomes.get(path);
    if (known) return known;
    const made: Outcome = { applied: [], failed: [] };
    this.#outcomes.set(path, made);
    return made;
  }
}
