import { openedBlock } from '../code/enclosingBlock.ts';
import { describeDiagnostic } from '../describeDiagnostic.ts';
import { fence, label } from '../fence.ts';
import { isWithheldFile, withholdSecrets } from '../withhold/withhold.ts';
import type { Workspace } from '../workspace.ts';
import { readWorkspacePath } from '../workspacePath.ts';
import { hasTerminal, type Mention, parseMentions } from './mentions.ts';
import { linesPiece, type Piece } from './pack.ts';
import { showFile } from './shownFile.ts';
import { shownSelection } from './shownSelection.ts';

/** What a request's mentions lead to. */
export interface Mentioned {
  /** The files that are named, in the order of the request. */
  readonly files: readonly string[];
  /** All else that is named, as a model may see it. */
  readonly pieces: readonly Piece[];
  /** What leads nowhere, for the model and the user: "@src/none.ts is not in the workspace." */
  readonly notes: readonly string[];
}

/** Characters of a diff, and lines of a declaration, that are shown. */
const mostDiff = 24_000;
const mostLines = 60;
const mostProblems = 40;
const mostListed = 200;

/** What the user pointed at with `@` or `#`, as pieces for the prompt. */
export async function mentionedIn(
  request: string,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<Mentioned> {
  const mentions = parseMentions(request);
  const files: string[] = [];
  const pieces: Piece[] = [];
  const notes: string[] = [];
  if (mentions.length === 0) return { files, pieces, notes };
  const all = await workspace.list(signal);
  for (const mention of mentions) {
    const found = await resolve(mention, request, all, workspace, signal);
    signal.throwIfAborted();
    files.push(...(found.files ?? []));
    pieces.push(...(found.pieces ?? []));
    if (found.note) notes.push(found.note);
  }
  return { files: [...new Set(files)], pieces, notes };
}

interface Found {
  readonly files?: readonly string[];
  readonly pieces?: readonly Piece[];
  readonly note?: string;
}

async function resolve(
  mention: Mention,
  request: string,
  all: readonly string[],
  workspace: Workspace,
  signal: AbortSignal,
): Promise<Found> {
  switch (mention.type) {
    case 'path':
      return pathFound(mention.path, all);
    case 'symbol':
      return symbolFound(mention.name, workspace, signal);
    case 'problems':
      return problemsFound(workspace);
    case 'selection':
      return selectionFound(workspace);
    case 'diff':
      return diffFound(workspace, signal);
    case 'terminal':
      if (!hasTerminal(request)) return {};
      return { note: 'What is selected in a terminal can’t be read: paste it into the request.' };
  }
}

function pathFound(written: string, all: readonly string[]): Found {
  const reading = readWorkspacePath(written);
  if (!reading.ok) return { note: `@${label(written)}: ${reading.reason}.` };
  const { path } = reading;
  if (all.includes(path)) return { files: [path] };
  const inside = all.filter((file) => file.startsWith(`${path}/`));
  if (inside.length > 0) return { pieces: [folderPiece(path, inside)] };
  const ending = all.filter((file) => file.endsWith(`/${path}`));
  if (ending.length === 1) return { files: ending };
  if (ending.length > 1)
    return { note: `@${path} may be ${ending.slice(0, 5).map(label).join(' or ')}: name it in full.` };
  // `@Injectable` and `@media` are no paths.
  return /[./]/.test(path) ? { note: `@${path} is not in the workspace.` } : {};
}

function folderPiece(path: string, files: readonly string[]): Piece {
  const more = files.length > mostListed ? [`and ${files.length - mostListed} more`] : [];
  return {
    name: `${label(path)}/ (its files)`,
    text: [...files.slice(0, mostListed), ...more].join('\n'),
    value: 70,
  };
}

async function symbolFound(name: string, workspace: Workspace, signal: AbortSignal): Promise<Found> {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const found = await workspace.symbols(last, signal);
  const named = found.filter((symbol) => symbol.name === last && !isWithheldFile(symbol.path)).slice(0, 3);
  const pieces: Piece[] = [];
  for (const { path, line } of named) {
    const file = await showFile(path, (each) => workspace.read(each));
    if (file.type === 'text')
      pieces.push(linesPiece(path, file.lines, openedBlock(file.lines, line - 1, mostLines), 85));
  }
  return pieces.length > 0 ? { pieces } : { note: `No symbol named ${label(name)} was found.` };
}

function problemsFound(workspace: Workspace): Found {
  const problems = workspace.diagnostics().filter((each) => !isWithheldFile(each.path));
  if (problems.length === 0) return { note: 'There are no problems now.' };
  const lines = problems.slice(0, mostProblems).map((each) => describeDiagnostic(each).slice(0, 400));
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  return { pieces: [{ name: 'Problems now', text: [...lines, ...more].join('\n'), value: 80 }] };
}

async function selectionFound(workspace: Workspace): Promise<Found> {
  const selection = await shownSelection(workspace.editorState(), (path) => workspace.read(path));
  if (!selection) return { note: 'Nothing is selected in the editor.' };
  const { path, first, last, text } = selection;
  return {
    pieces: [{ name: `${label(path)} (selected by the user, lines ${first}-${last})`, text, value: 90 }],
  };
}

async function diffFound(workspace: Workspace, signal: AbortSignal): Promise<Found> {
  const diff = await workspace.gitDiff?.(signal);
  if (diff === undefined) return { note: 'There is no git repository to take a diff from.' };
  const parts: string[] = [];
  for (const part of diff.split(/^(?=diff --git )/m)) {
    const path = /^\+\+\+ b\/(.*)$/m.exec(part)?.[1] ?? /^--- a\/(.*)$/m.exec(part)?.[1];
    if (path === undefined || isWithheldFile(path)) continue;
    if ((await workspace.read(path)).type === 'excluded') continue;
    parts.push(withholdSecrets(part, { path }));
  }
  const text = parts.join('');
  if (text.trim() === '') return { note: 'Nothing differs from the last commit.' };
  const shown =
    text.length > mostDiff ? `${text.slice(0, text.lastIndexOf('\n', mostDiff))}\n(cut here)` : text;
  return { pieces: [{ name: 'What differs from the last commit (git diff)', text: shown, value: 85 }] };
}

/** The same as a section of a prompt; empty where the request mentions nothing. */
export async function mentionSection(
  request: string,
  workspace: Workspace,
  options: { readonly signal: AbortSignal; readonly mostCharacters: number },
): Promise<string> {
  const { files, pieces, notes } = await mentionedIn(request, workspace, options.signal);
  const lines = [
    ...(files.length > 0 ? [`The request names these files: ${files.map(label).join(', ')}.`] : []),
    ...notes,
  ];
  let room = options.mostCharacters;
  for (const { name, text } of pieces) {
    const shown = `${label(name)}:\n${fence(text)}`;
    const fits = shown.length <= room;
    lines.push(fits ? shown : `${label(name)} is named too, and too long to show here.`);
    if (fits) room -= shown.length;
  }
  return lines.join('\n\n');
}
