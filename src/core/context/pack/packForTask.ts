import type { Overlay } from '../../edit/overlay.ts';
import type { ModelTier } from '../../model/tier.ts';
import type { RunTask } from '../../request/runTask.ts';
import { isTestFile } from '../../verify/fileRoles.ts';
import type { FileLines } from '../code/fileLines.ts';
import { outline } from '../code/outline.ts';
import { wordSpans } from '../code/wordSpans.ts';
import { label } from '../fence.ts';
import type { IndexedWorkspace } from '../findFiles.ts';
import { estimateTokens } from '../tokenEstimate.ts';
import type { Workspace } from '../workspace.ts';
import { importedSignatures } from './importedSignatures.ts';
import { instructionPieces } from './instructionFiles.ts';
import { mentionedIn } from './mentioned.ts';
import { linesPiece, type Pack, type Piece, packBudget, packPieces, tokensOfPieces } from './pack.ts';
import type { PackOptions } from './packForDiagnostics.ts';
import { showFile } from './shownFile.ts';
import { shownSelection } from './shownSelection.ts';
import { siblingPieces, subjectPieces } from './siblings.ts';

const wholeFileLines: Readonly<Record<ModelTier, number>> = { nano: 150, mini: 400, planner: 1_500 };

/** What a worker is shown for a task from a request: the files it owns, and what they build on. */
export async function packForTask(
  task: RunTask,
  overlay: Overlay,
  workspace: IndexedWorkspace,
  options: PackOptions,
): Promise<Pack> {
  const { tier, signal, budget = packBudget[tier] } = options;
  const read = (path: string) => overlay.read(path);
  const files: FileLines[] = [];
  const missing: string[] = [];
  const mentioned = await mentionedIn(task.instructions, workspace, signal);
  const notes = [...mentioned.notes];
  for (const path of new Set([...task.files, ...mentioned.files])) {
    const file = await showFile(path, read);
    signal.throwIfAborted();
    if (file.type === 'text') files.push({ path, lines: file.lines });
    else if (file.type === 'missing') {
      missing.push(path);
      notes.push(`${label(path)} does not exist yet.`);
    } else {
      const why = file.type === 'folder' ? 'it is a folder' : file.reason;
      notes.push(`${label(path)} can't be shown: ${why}.`);
    }
  }
  if (task.files.length === 0 && tier !== 'nano') notes.push(...(await likelyFiles(task, workspace, signal)));
  const isTest = task.kind === 'test' || task.files.some((path) => isTestFile(path));
  const siblings =
    tier === 'nano'
      ? []
      : await siblingPieces(await workspace.list(signal), read, {
          missing,
          owned: files.map(({ path }) => path),
          value: missing.length > 0 ? 45 : 20,
          signal,
        });
  const subjects = tier === 'nano' ? [] : await subjectPieces(missing, await workspace.list(signal), read);
  signal.throwIfAborted();
  const pieces = [
    ...(await instructionPieces(read, { files: task.files, isTest, value: 40 })),
    ...siblings,
    ...subjects,
    ...(await importedSignatures(files, read, { mostFiles: tier === 'nano' ? 2 : 8, value: 50, signal })),
    ...files.flatMap((file) => ownedPieces(file, task, tier)),
    ...mentioned.pieces,
    ...(task.instructions.includes('@selection') ? [] : await selectionPieces(files, workspace)),
  ];
  const after = notes.join('\n');
  const pack = packPieces(pieces, budget - estimateTokens(after));
  const text = [pack.text, after].filter((part) => part !== '').join('\n\n');
  return { text, tokens: estimateTokens(text), leftOut: pack.leftOut };
}

/** What must be shown of the task's own files for a tier to do it, in estimated tokens. */
export async function tokensOfOwned(task: RunTask, overlay: Overlay, tier: ModelTier): Promise<number> {
  const files = await Promise.all(
    task.files.map(async (path) => ({ path, file: await showFile(path, (each) => overlay.read(each)) })),
  );
  const pieces = files.flatMap(({ path, file }) =>
    file.type === 'text' ? ownedPieces({ path, lines: file.lines }, task, tier) : [],
  );
  return tokensOfPieces(pieces);
}

function ownedPieces({ path, lines }: FileLines, task: RunTask, tier: ModelTier): readonly Piece[] {
  if (lines.length <= wholeFileLines[tier]) {
    return [linesPiece(path, lines, { first: 0, last: lines.length - 1 }, 100)];
  }
  const spans = wordSpans(lines, `${task.title} ${task.instructions}`, 60);
  return [
    {
      name: `${label(path)} lines 1-${lines.length} (outline)`,
      text: outline(lines, 120).join('\n'),
      value: 80,
    },
    ...spans.map((span) => linesPiece(path, lines, span, 100)),
  ];
}

/** What is selected in one of the files that are shown. */
async function selectionPieces(files: readonly FileLines[], workspace: Workspace): Promise<readonly Piece[]> {
  const selection = await shownSelection(workspace.editorState(), (path) => workspace.read(path));
  if (!selection || files.every(({ path }) => path !== selection.path)) return [];
  const { path, first, last, text } = selection;
  return [{ name: `${label(path)} (selected by the user, lines ${first}-${last})`, text, value: 90 }];
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
