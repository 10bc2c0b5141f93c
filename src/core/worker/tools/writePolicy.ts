import { whyUnreadable } from '../../context/workspace.ts';
import {
  folderOf,
  misleadingName,
  type PathReading,
  readWorkspacePath,
} from '../../context/workspacePath.ts';
import type { ChangedFile } from '../../edit/fileChanges.ts';
import type { Overlay } from '../../edit/overlay.ts';
import { protectedChange, protectedPlace } from '../../edit/protectedPlace.ts';
import type { RunTask } from '../../request/runTask.ts';

export interface WriteScope {
  readonly task: RunTask;
  /** The files as they were when the attempt began: what exists there is not the worker's own. */
  readonly before: Overlay;
}

/**
 * Whether a worker may write a path, and the path in its plain form. It may write the files that its task names and
 * new ones; a task that names none, or is there to remove diagnostics, may change other files of the workspace too.
 */
export async function mayWrite(written: string, { task, before }: WriteScope): Promise<PathReading> {
  const reading = readWorkspacePath(written);
  if (!reading.ok) return { ok: false, reason: `${quoted(written)} can't be written: ${reading.reason}.` };
  const { path } = reading;
  const place = protectedPlace(path);
  if (place) return { ok: false, reason: `${path} can't be written: it is ${place}.` };
  const file = await before.read(path);
  if (file.type !== 'text' && file.type !== 'missing') {
    return { ok: false, reason: `${path} can't be written: ${whyUnreadable(file)}.` };
  }
  const misleading = file.type === 'missing' ? misleadingName(path) : undefined;
  if (misleading) return { ok: false, reason: `${path} can't be written: ${misleading}.` };
  const above = file.type === 'missing' ? await fileAbove(path, before) : undefined;
  if (above !== undefined) {
    return { ok: false, reason: `${path} can't be written: ${above} is a file, not a folder.` };
  }
  const isDebugging = task.check !== undefined || task.evidence !== undefined;
  const isFree = isDebugging || task.files.length === 0 || task.targets.length > 0 || file.type === 'missing';
  if (isFree || names(task, path)) return { ok: true, path };
  return {
    ok: false,
    reason: `${path} is not one of this task's files (${task.files.join(', ')}); leave it as it is.`,
  };
}

/**
 * Why a worker may not change a file to this, though it may write it. A change that package managers run by itself is
 * no work of a task that nobody has given the file to.
 */
export function forbiddenChange(change: ChangedFile, task: RunTask): string | undefined {
  const place = names(task, change.path) ? undefined : protectedChange(change);
  return place && `${change.path} can't be written so: the change is in ${place}.`;
}

/** The part of a path that already is a file, so that nothing can lie below it. */
async function fileAbove(path: string, before: Overlay): Promise<string | undefined> {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const { type } = await before.read(folder);
    if (type !== 'missing' && type !== 'folder') return folder;
  }
  return undefined;
}

const names = (task: RunTask, path: string): boolean => task.files.some((named) => samePath(named, path));

function samePath(named: string, path: string): boolean {
  const reading = readWorkspacePath(named);
  return reading.ok && reading.path === path;
}

const quoted = (path: string): string => JSON.stringify(path.slice(0, 200));
