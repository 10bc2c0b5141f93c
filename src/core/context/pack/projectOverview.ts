import { counted } from '../../../base/counted.ts';
import { getOrMake } from '../../../base/getOrMake.ts';
import { isRecord } from '../../../base/isRecord.ts';
import { parseTolerantJson } from '../../model/tolerantJson.ts';
import { isIdentifier, queryWords } from '../code/words.ts';
import { describeDiagnostic } from '../describeDiagnostic.ts';
import { fence, label } from '../fence.ts';
import type { IndexedWorkspace } from '../findFiles.ts';
import { estimateTokens } from '../tokenEstimate.ts';
import { isWithheldFile } from '../withhold/withhold.ts';
import type { Workspace } from '../workspace.ts';
import { mentionSection } from './mentioned.ts';
import { showFile } from './shownFile.ts';
import { shownSelection } from './shownSelection.ts';

export interface OverviewOptions {
  readonly signal: AbortSignal;
  /** Estimated tokens. */
  readonly budgetTokens: number;
}

/**
 * The project at a glance, for prompts that plan, answer or review: what is open, what is wrong, what the words of
 * the request lead to, and the tree of files, which takes the room that is left.
 */
export async function overview(
  workspace: IndexedWorkspace,
  request: string,
  options: OverviewOptions,
): Promise<string> {
  const { signal } = options;
  const sections = [
    await mentionSection(request, workspace, { signal, mostCharacters: options.budgetTokens * 2 }),
    await packageSection(workspace),
    await gitSection(workspace, signal),
    await editorSection(workspace),
    diagnosticSection(workspace),
    await symbolSection(workspace, request, signal),
    await likelySection(workspace, request, signal),
  ].filter((section) => section !== '');
  signal.throwIfAborted();
  const kept: string[] = [];
  let room = options.budgetTokens * 0.7;
  for (const section of sections) {
    if (estimateTokens(section) > room) continue;
    kept.push(section);
    room -= estimateTokens(section);
  }
  const rest = options.budgetTokens - estimateTokens(kept.join('\n\n')) - 10;
  const tree = treeText(await workspace.list(signal), rest);
  return [`Workspace ${label(workspace.name)}`, tree, ...kept].filter((part) => part !== '').join('\n\n');
}

async function packageSection(workspace: Workspace): Promise<string> {
  const file = await showFile('package.json', (path) => workspace.read(path));
  if (file.type !== 'text') return '';
  const json = parseTolerantJson(file.text);
  if (json.type !== 'json' || typeof json.value !== 'object' || json.value === null) return '';
  const { name, scripts, dependencies } = json.value as Record<string, unknown>;
  const lines = [
    typeof name === 'string' ? `name: ${name}` : '',
    ...Object.entries(isRecord(scripts) ? scripts : {})
      .slice(0, 15)
      .map(([script, command]) => `script ${script}: ${String(command).slice(0, 120)}`),
    isRecord(dependencies) ? `dependencies: ${Object.keys(dependencies).slice(0, 30).join(', ')}` : '',
  ].filter((line) => line !== '');
  return lines.length === 0 ? '' : `package.json:\n${fence(lines.join('\n'))}`;
}

async function gitSection(workspace: Workspace, signal: AbortSignal): Promise<string> {
  const git = await workspace.gitState(signal);
  if (!git) return '';
  const changed = git.changed.slice(0, 20).map(label).join(', ');
  const more = git.changed.length > 20 ? `, ${git.changed.length - 20} more` : '';
  return `Git branch ${label(git.branch)}; ${changed ? `changed: ${changed}${more}` : 'nothing changed'}.`;
}

async function editorSection(workspace: Workspace): Promise<string> {
  const state = workspace.editorState();
  const { open, active } = state;
  const parts = open.length > 0 ? [`Open in the editor: ${open.slice(0, 15).map(label).join(', ')}.`] : [];
  const selection = await shownSelection(state, (path) => workspace.read(path));
  if (selection) {
    const { path, first, last, text } = selection;
    parts.push(`Selected in ${label(path)} lines ${first}-${last}:\n${fence(text.slice(0, 3_000))}`);
  } else if (active) parts.push(`The active editor is ${label(active.path)}.`);
  return parts.join('\n');
}

function diagnosticSection(workspace: Workspace): string {
  const wrong = workspace
    .diagnostics()
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  if (wrong.length === 0) return '';
  const shown = wrong.slice(0, 20).map((each) => describeDiagnostic(each).slice(0, 300));
  const more = wrong.length > 20 ? `\n${counted(wrong.length - 20, 'more problem')}.` : '';
  return `Problems now:\n${fence(shown.join('\n'))}${more}`;
}

async function symbolSection(workspace: Workspace, request: string, signal: AbortSignal): Promise<string> {
  const lines = new Set<string>();
  const words = queryWords(request).filter((word) => isIdentifier(word) || word.length > 4);
  for (const word of words.slice(0, 6)) {
    for (const symbol of (await workspace.symbols(word, signal)).slice(0, 5)) {
      if (!isWithheldFile(symbol.path))
        lines.add(`${symbol.kind} ${symbol.name} ${symbol.path}:${symbol.line}`);
    }
    signal.throwIfAborted();
  }
  return lines.size === 0 ? '' : `Symbols that match the request:\n${fence([...lines].join('\n'))}`;
}

async function likelySection(
  workspace: IndexedWorkspace,
  request: string,
  signal: AbortSignal,
): Promise<string> {
  const found = await workspace.find(request, 12, signal);
  return found.length === 0
    ? ''
    : `Files that match the request, best first:\n${fence(found.map((file) => file.path).join('\n'))}`;
}

/** The files by folder, one folder a line; deep or full folders are counted where there is no room to list them. */
function treeText(files: readonly string[], budget: number): string {
  if (files.length === 0) return 'The workspace has no files.';
  const folders = new Map<string, string[]>();
  for (const path of files) {
    const slash = path.lastIndexOf('/');
    const folder = slash === -1 ? '.' : path.slice(0, slash);
    getOrMake(folders, folder, () => []).push(path.slice(slash + 1));
  }
  for (const most of [200, 40, 12, 4, 0]) {
    const lines = [...folders].map(([folder, names]) => folderLine(folder, names, most));
    const text = `Files (${files.length}):\n${fence(lines.join('\n'))}`;
    if (estimateTokens(text) <= budget) return text;
  }
  const top = new Map<string, number>();
  for (const path of files) {
    const [first = ''] = path.split('/');
    top.set(first, (top.get(first) ?? 0) + 1);
  }
  const lines = [...top].map(([name, count]) => (count === 1 ? name : `${name}/ (${count} files)`));
  while (lines.length > 1 && estimateTokens(lines.join('\n')) > budget - 20) lines.pop();
  return `Files (${files.length}):\n${fence(lines.join('\n'))}`;
}

function folderLine(folder: string, names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  const rest = names.length - Math.min(names.length, most);
  const count = rest > 0 ? `${shown ? ', ' : ''}${rest} ${shown ? 'more' : 'files'}` : '';
  return `${folder}/: ${shown}${count}`;
}
