import type { ReadFile } from '../edit/overlay.ts';
import type { Piece } from './pack.ts';
import { showFile } from './shownFile.ts';
import { folderOf } from './workspacePath.ts';

/** Characters of instruction files that a worker is shown in all. */
const most = 2_000;

/** What the project's own pages ask of those who change it: the nearest AGENTS.md, then Copilot's page. */
export async function instructionPieces(
  path: string,
  read: ReadFile,
  value: number,
): Promise<readonly Piece[]> {
  const candidates = [...agentPages(path)];
  const pieces: Piece[] = [];
  let room = most;
  let agents = false;
  for (const candidate of [...candidates, '.github/copilot-instructions.md']) {
    const isAgents = candidate.endsWith('AGENTS.md');
    if ((isAgents && agents) || room < 100) continue;
    const file = await showFile(candidate, read);
    if (file.type !== 'text' || file.text.trim() === '') continue;
    if (isAgents) agents = true;
    const cut = file.text.length > room;
    const text = cut ? file.text.slice(0, file.text.lastIndexOf('\n', room) + 1 || room) : file.text;
    room -= text.length;
    pieces.push({ name: `${candidate}${cut ? ' (its beginning)' : ''}`, text, value });
  }
  return pieces;
}

function agentPages(path: string): readonly string[] {
  const pages: string[] = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder))
    pages.push(`${folder}/AGENTS.md`);
  return [...pages, 'AGENTS.md'];
}
