import { outline } from '../../context/code/outline.ts';
import type { IndexedWorkspace, RankedFile } from '../../context/findFiles.ts';
import { showFile } from '../../context/pack/shownFile.ts';
import { rerankAnswer, rerankRequest } from '../../request/rerank.ts';
import { ask, type Session } from '../session/session.ts';

/** Candidates of the index that a nano is shown. */
const mostCandidates = 30;
const linesOfOutline = 8;
const charactersOfLine = 80;
const charactersOfRequest = 4_000;

/**
 * The same session with files found by the index and then sorted by a nano, where the user has set that. One problem
 * is done without: its files are known. Where no model can be asked, or the budget is used up, the index's order
 * stands.
 */
export function withRerankedFiles(session: Session): Session {
  const { deps, models } = session;
  if (!deps.settings.rerank || !models || session.state().job.type === 'fixProblem') return session;
  const asked = new Map<string, Promise<readonly RankedFile[]>>();
  const find: IndexedWorkspace['find'] = async (query, limit, signal) => {
    const known = asked.get(query) ?? rerank(session, query);
    asked.set(query, known);
    const sorted = await known;
    signal.throwIfAborted();
    return sorted.slice(0, limit);
  };
  return { ...session, deps: { ...deps, workspace: withFinder(deps.workspace, find) } };
}

async function rerank(session: Session, query: string): Promise<readonly RankedFile[]> {
  const { workspace } = session.deps;
  const found = await workspace.find(query, mostCandidates, session.signal);
  if (found.length < 2) return found;
  const candidates = await Promise.all(
    found.map(async ({ path }, k) => {
      const file = await showFile(path, (each) => workspace.read(each));
      const lines = file.type === 'text' ? outline(file.lines, linesOfOutline) : [];
      return { id: `${k + 1}`, path, outline: lines.map((line) => line.slice(0, charactersOfLine)) };
    }),
  );
  const request = rerankRequest(session.state().run, query.slice(0, charactersOfRequest), candidates);
  const answer = await ask(session, request, { name: 'files', schema: rerankAnswer });
  if (answer.type !== 'answer') return found;
  const named = answer.value.files.flatMap((id) => found[Number(id) - 1] ?? []);
  const sorted = [...new Set([...named, ...found])];
  return sorted.map(({ path }, k) => ({ path, score: sorted.length - k }));
}

function withFinder(workspace: IndexedWorkspace, find: IndexedWorkspace['find']): IndexedWorkspace {
  const { gitDiff } = workspace;
  return {
    name: workspace.name,
    read: (path) => workspace.read(path),
    list: (signal) => workspace.list(signal),
    search: (query, signal) => workspace.search(query, signal),
    symbols: (query, signal) => workspace.symbols(query, signal),
    diagnostics: () => workspace.diagnostics(),
    editorState: () => workspace.editorState(),
    gitState: (signal) => workspace.gitState(signal),
    ...(gitDiff && { gitDiff: (signal: AbortSignal) => gitDiff.call(workspace, signal) }),
    find,
  };
}
