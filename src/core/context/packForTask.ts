import type { Overlay } from '../edit/overlay.ts';
import type { ModelTier } from '../model/tier.ts';
import type { RunTask } from '../request/runTask.ts';
import { enclosingBlock } from './enclosingBlock.ts';
import { label } from './fence.ts';
import { type FileLines, joinSpans } from './fileLines.ts';
import type { IndexedWorkspace } from './findFiles.ts';
import { importedSignatures } from './importedSignatures.ts';
import { instructionPieces } from './instructionFiles.ts';
import { mentionedIn } from './mentioned.ts';
import { outline } from './outline.ts';
import { linesPiece, type Pack, type Piece, packBudget, packPieces } from './pack.ts';
import type { PackOptions } from './packForDiagnostics.ts';
import { showFile } from './shownFile.ts';
import { shownSelection } from './shownSelection.ts';
import { estimateTokens } from './tokenEstimate.ts';
import { queryWords, stem } from './words.ts';
import type { Workspace } from './workspace.ts';

const wholeFileLines: Readonly<Record<ModelTier, number>> = { nano: 150, mini: 400, planner: 1_500 };

/** What a worker is shown for a task from a request: the files it owns, and what they build on. */
export async function packForTask(
  task: RunTask,
  overlay: Overlay,
  workspace: IndexedWorkspace,
  options: PackOptions,
): Promise<Pack> {
  const { tier, signal } = options;
  const read = (path: string) => overlay.read(path);
  const files: FileLines[] = [];
  const mentioned = await mentionedIn(task.instructions, workspace, signal);
  const notes = [...mentioned.notes];
  for (const path of new Set([...task.files, ...mentioned.files])) {
    const file = await showFile(path, read);
    signal.throwIfAborted();
    if (file.type === 'text') files.push({ path, lines: file.lines });
    else if (file.type === 'missing') notes.push(`${label(path)} does not exist yet.`);
    else notes.push(`${label(path)} can't be shown: ${file.reason}.`);
  }
  if (task.files.length === 0 && tier !== 'nano') notes.push(...(await likelyFiles(task, workspace, signal)));
  const pieces = [
    ...(await instructionPieces(task.files[0] ?? '', read, 40)),
    ...(await importedSignatures(files, read, { mostFiles: tier === 'nano' ? 2 : 5, value: 50, signal })),
    ...files.flatMap((file) => ownedPieces(file, task, tier)),
    ...mentioned.pieces,
    ...(task.instructions.includes('@selection') ? [] : await selectionPieces(task, workspace)),
  ];
  const after = notes.join('\n');
  const pack = packPieces(pieces, packBudget[tier] - estimateTokens(after));
  const text = [pack.text, after].filter((part) => part !== '').join('\n\n');
  return { text, tokens: estimateTokens(text), leftOut: pack.leftOut };
}

function ownedPieces({ path, lines }: FileLines, task: RunTask, tier: ModelTier): readonly Piece[] {
  if (lines.length <= wholeFileLines[tier]) {
    return [linesPiece(path, lines, { first: 0, last: lines.length - 1 }, 100)];
  }
  const stems = queryWords(`${task.title} ${task.instructions}`).map(stem);
  const scored = lines
    .map((line, at) => ({ at, score: stems.filter((each) => line.toLowerCase().includes(each)).length }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, 6);
  const spans = joinSpans(scored.map(({ at }) => enclosingBlock(lines, { first: at, last: at }, 60)));
  return [
    { name: `${path} (outline of ${lines.length} lines)`, text: outline(lines, 120).join('\n'), value: 80 },
    ...spans.map((span) => linesPiece(path, lines, span, 100)),
  ];
}

async function selectionPieces(task: RunTask, workspace: Workspace): Promise<readonly Piece[]> {
  const selection = await shownSelection(workspace.editorState(), (path) => workspace.read(path));
  if (!selection || !task.files.includes(selection.path)) return [];
  const { path, first, last, text } = selection;
  return [{ name: `${path} (selected by the user, lines ${first}-${last})`, text, value: 90 }];
}

async function likelyFiles(
  task: RunTask,
  workspace: IndexedWorkspace,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = await workspace.find(`${task.title}\n${task.instructions}`, 8, signal);
  if (found.length === 0) return [];
  return [`Files that may matter: ${found.map((file) => label(file.path)).join(', ')}.`];
}
