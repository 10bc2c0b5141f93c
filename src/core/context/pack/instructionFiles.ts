import type { ReadFile } from '../../edit/overlay.ts';
import { label } from '../fence.ts';
import { folderOf } from '../workspacePath.ts';
import { applicableSections } from './instructionSections.ts';
import type { Piece } from './pack.ts';
import { showFile } from './shownFile.ts';

/** Characters of instruction files that a worker is shown in all. */
const most = 2_000;

export interface InstructionOptions {
  /** The files that the work is about. */
  readonly files: readonly string[];
  readonly isTest: boolean;
  readonly value: number;
}

/**
 * What the project's own pages ask of those who change these files: each AGENTS.md from the nearest up, which is the
 * order in which they hold, then Copilot's page, each without the sections that say nothing for this work.
 */
export async function instructionPieces(
  read: ReadFile,
  options: InstructionOptions,
): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  let room = most;
  for (const path of [...agentPages(options.files), '.github/copilot-instructions.md']) {
    if (room < 100) break;
    const file = await showFile(path, read);
    if (file.type !== 'text' || file.text.trim() === '') continue;
    const { text: applies, left } = applicableSections(file.text, options);
    if (applies.trim() === '') continue;
    const cut = applies.length > room;
    const text = cut ? applies.slice(0, applies.lastIndexOf('\n', room) + 1 || room) : applies;
    room -= text.length;
    const notes = [
      ...(cut ? ['its beginning'] : []),
      ...(left.length > 0 ? [`without: ${left.join(', ')}`] : []),
    ];
    pieces.push({
      name: label(path),
      text,
      value: options.value,
      ...(notes.length > 0 && { note: notes.join(', ') }),
    });
  }
  return pieces;
}

/** The AGENTS.md files that are in force for any of the files, the deepest first. */
function agentPages(files: readonly string[]): readonly string[] {
  const folders = new Set(['']);
  for (const file of files) for (let at = folderOf(file); at !== ''; at = folderOf(at)) folders.add(at);
  const depth = (folder: string) => (folder === '' ? 0 : folder.split('/').length);
  return [...folders]
    .sort((a, b) => depth(b) - depth(a) || a.localeCompare(b))
    .map((folder) => (folder === '' ? 'AGENTS.md' : `${folder}/AGENTS.md`));
}
