import type { FileFinder, RankedFile } from '../../../src/core/context/findFiles.ts';
import { isIndexed } from '../../../src/core/context/textIndex/fileTraits.ts';
import { TextIndex } from '../../../src/core/context/textIndex/textIndex.ts';
import { isWithheldFile } from '../../../src/core/context/withhold/withhold.ts';
import type {
  EditorState,
  FileRead,
  GitState,
  SearchMatch,
  Workspace,
  WorkspaceSymbol,
} from '../../../src/core/context/workspace.ts';
import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';

export interface InMemoryOptions {
  readonly name?: string;
  readonly diagnostics?: readonly Diagnostic[];
  readonly editor?: EditorState;
  readonly git?: GitState;
  readonly diff?: string;
  readonly symbols?: readonly WorkspaceSymbol[];
  /** Files that can't be had as text. */
  readonly special?: Readonly<Record<string, FileRead>>;
}

/** A workspace that is a map of texts; its search looks through them line by line, as the one on disk does. */
export class InMemoryWorkspace implements Workspace, FileFinder {
  readonly name: string;
  readonly files: Map<string, string>;
  readonly #options: InMemoryOptions;

  constructor(files: Readonly<Record<string, string>> = {}, options: InMemoryOptions = {}) {
    this.files = new Map(Object.entries(files));
    this.name = options.name ?? 'sample';
    this.#options = options;
  }

  async read(path: string): Promise<FileRead> {
    if (path.startsWith('/') || path.split('/').includes('..')) return { type: 'outside' };
    const text = this.files.get(path);
    return (
      this.#options.special?.[path] ?? (text === undefined ? { type: 'missing' } : { type: 'text', text })
    );
  }

  async list(signal: AbortSignal): Promise<readonly string[]> {
    signal.throwIfAborted();
    return [...this.files.keys()].sort();
  }

  async search(
    query: Parameters<Workspace['search']>[0],
    signal: AbortSignal,
  ): Promise<readonly SearchMatch[]> {
    signal.throwIfAborted();
    const wanted = query.text.toLowerCase();
    const expression = query.isRegex ? new RegExp(query.text) : undefined;
    const matches: SearchMatch[] = [];
    for (const [path, text] of this.files) {
      for (const [index, line] of text.split('\n').entries()) {
        if (!(expression ? expression.test(line) : line.toLowerCase().includes(wanted))) continue;
        matches.push({ path, line: index + 1, text: line });
        if (matches.length === query.limit) return matches;
      }
    }
    return matches;
  }

  async find(query: string, limit: number, signal: AbortSignal): Promise<readonly RankedFile[]> {
    signal.throwIfAborted();
    const index = new TextIndex();
    for (const [path, text] of this.files)
      if (isIndexed(path)) index.set(path, isWithheldFile(path) ? '' : text, '1');
    return index.search(query, limit);
  }

  async symbols(query: string, signal: AbortSignal): Promise<readonly WorkspaceSymbol[]> {
    signal.throwIfAborted();
    return (this.#options.symbols ?? []).filter((symbol) =>
      symbol.name.toLowerCase().includes(query.toLowerCase()),
    );
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#options.diagnostics ?? [];
  }

  editorState(): EditorState {
    return this.#options.editor ?? { open: [] };
  }

  async gitState(signal: AbortSignal): Promise<GitState | undefined> {
    signal.throwIfAborted();
    return this.#options.git;
  }

  async gitDiff(signal: AbortSignal): Promise<string | undefined> {
    signal.throwIfAborted();
    return this.#options.diff;
  }
}
