import { label } from '../../context/fence.ts';
import { withheldMark } from '../../context/withhold/withhold.ts';
import { contentOf, maxFileBytes } from '../../context/workspace.ts';
import { readWorkspacePath } from '../../context/workspacePath.ts';
import { describePartial } from '../../edit/describeOutcome.ts';
import type { FileChanges } from '../../edit/fileChanges.ts';
import { applyOperation, applyPatch, detectFormat, pathsInPatch } from '../../edit/patch.ts';
import { plainPath } from '../../edit/paths.ts';
import type { ToolCall } from '../../model/modelClient.ts';
import type { WorkerAttempt } from '../attempt.ts';
import { forgetResults } from '../debug.ts';
import { noteRefusal } from './noteRefusal.ts';
import { forbiddenChange, mayWrite } from './writePolicy.ts';

/**
 * Whether an answer in plain text is a patch. A fenced text under a file's name is not taken for one: it may be an
 * excerpt, and writing it would cut the file down to it.
 */
export function holdsPatch(text: string): boolean {
  const format = detectFormat(text);
  return format === 'v4a' || format === 'search_replace';
}

export type PatchCall = Exclude<ToolCall, { type: 'function' }>;

export type PatchOutcome =
  | { readonly ok: true; readonly paths: readonly string[] }
  /** In words that the model can act on. `paths`: the files that what did fit of the patch was written to. */
  | { readonly ok: false; readonly message: string; readonly paths: readonly string[] };

const refuse = (message: string): PatchOutcome => ({ ok: false, message, paths: [] });

/** A patch that reaches for what it must not: the user is told, too. */
function forbid(message: string, attempt: WorkerAttempt): PatchOutcome {
  noteRefusal(message, attempt);
  return refuse(message);
}

/** Applies a patch to the attempt's overlay. What does not fit of it is asked for again, and that alone. */
export async function applyPatchCall(
  call: PatchCall | { readonly type: 'patchText'; readonly text: string },
  attempt: WorkerAttempt,
): Promise<PatchOutcome> {
  const written = pathsOf(call);
  if (written.length === 0)
    return refuse('The patch names no file. Begin with "*** Begin Patch" and a file line.');
  const places = await readPlaces(written, attempt);
  if (!places.ok) return forbid(places.reason, attempt);
  const result =
    call.type === 'patchText'
      ? applyText(call.text, places.files)
      : applyOperation(call.operation, places.files);
  if (!result.ok && !result.changes) return refuse(`The patch was not applied: ${result.error.message}`);
  const changes = await placed(result.changes ?? new Map(), places.byWritten, attempt);
  if (!changes.ok) return forbid(changes.reason, attempt);
  const forbidden = await forbiddenIn(changes.changes, attempt);
  if (forbidden) return forbid(forbidden, attempt);
  const problem = await problemOf(changes.changes, attempt);
  if (problem) return refuse(problem);
  await attempt.overlay.write(changes.changes);
  attempt.checked = undefined;
  forgetResults(attempt);
  const paths = [...changes.changes.keys()];
  attempt.options.onNote(`patches ${paths.map(label).join(', ')}`);
  if (result.ok) return { ok: true, paths };
  const message = `The patch was applied in part.\n${describePartial(result.files ?? [], result.changes ?? new Map())}`;
  return { ok: false, message, paths };
}

type Call = Parameters<typeof applyPatchCall>[0];

function pathsOf(call: Call): readonly string[] {
  if (call.type === 'patchOperation') return [plainPath(call.operation.path)];
  return pathsInPatch(formatOf(call.text), call.text);
}

const formatOf = (text: string) => detectFormat(text) ?? 'v4a';

function applyText(text: string, files: ReadonlyMap<string, string>) {
  return applyPatch(formatOf(text), text, files);
}

type Places =
  | {
      readonly ok: true;
      /** Texts by the path as the patch writes it; a file that does not exist is absent. */
      readonly files: ReadonlyMap<string, string>;
      readonly byWritten: ReadonlyMap<string, string>;
    }
  | { readonly ok: false; readonly reason: string };

async function readPlaces(written: readonly string[], attempt: WorkerAttempt): Promise<Places> {
  const files = new Map<string, string>();
  const byWritten = new Map<string, string>();
  for (const each of new Set(await Promise.all(written.map((path) => withoutDiffPrefix(path, attempt))))) {
    const place = await mayWrite(each, { task: attempt.order.task, before: attempt.order.overlay });
    if (!place.ok) return place;
    if ([...byWritten.values()].includes(place.path)) {
      return {
        ok: false,
        reason: `The patch names ${place.path} in two ways; write the path the same each time.`,
      };
    }
    byWritten.set(each, place.path);
    const file = await attempt.overlay.read(place.path);
    attempt.options.signal.throwIfAborted();
    if (file.type === 'text') files.set(each, file.text);
  }
  return { ok: true, files, byWritten };
}

/** `a/src/x.ts`, as diffs write it, means `src/x.ts` where that is what exists. */
async function withoutDiffPrefix(written: string, attempt: WorkerAttempt): Promise<string> {
  const bare = /^[ab]\/(.+)$/.exec(written)?.[1];
  if (bare === undefined || !readWorkspacePath(written).ok || !readWorkspacePath(bare).ok) return written;
  const exists = async (path: string) => (await attempt.overlay.read(path)).type !== 'missing';
  return !(await exists(written)) && (await exists(bare)) ? bare : written;
}

type Placed =
  | { readonly ok: true; readonly changes: FileChanges }
  | { readonly ok: false; readonly reason: string };

/** The changes by plain path. A path that the patch's own list did not name, such as a move's goal, is judged too. */
async function placed(
  changes: FileChanges,
  byWritten: ReadonlyMap<string, string>,
  attempt: WorkerAttempt,
): Promise<Placed> {
  const result = new Map<string, string | null>();
  for (const [written, content] of changes) {
    let path = byWritten.get(written);
    if (path === undefined) {
      const place = await mayWrite(written, { task: attempt.order.task, before: attempt.order.overlay });
      if (!place.ok) return place;
      path = place.path;
    }
    result.set(path, content);
  }
  return { ok: true, changes: result };
}

async function forbiddenIn(changes: FileChanges, attempt: WorkerAttempt): Promise<string | undefined> {
  for (const [path, content] of changes) {
    const base = contentOf(await attempt.overlay.read(path));
    const reason = forbiddenChange({ path, base, content }, attempt.order.task);
    if (reason) return reason;
    if (content !== null && count(content, withheldMark) > count(base ?? '', withheldMark))
      return `The patch would write "${withheldMark}" into ${path}. That mark stands for a secret you are not shown: leave such lines out of the patch.`;
  }
  return undefined;
}

async function problemOf(changes: FileChanges, attempt: WorkerAttempt): Promise<string | undefined> {
  let changed = false;
  for (const [path, content] of changes) {
    const before = contentOf(await attempt.overlay.read(path));
    if (content !== before) changed = true;
    if (content === null) {
      if (attempt.order.task.targets.some((target) => target.path === path)) {
        return `${path} can't be deleted: that would only hide its problems.`;
      }
      continue;
    }
    if (content.length > maxFileBytes) return `${path} would become too large.`;
  }
  return changed ? undefined : 'The patch changes nothing: the files already are as it would make them.';
}

const count = (text: string, part: string): number => text.split(part).length - 1;
