import { stat } from 'node:fs/promises';
import path from 'node:path';
import { whyUnreadable } from '../../core/context/workspace.ts';
import type { NotChecked } from '../../core/verify/checker.ts';
import { ImportGraph } from './project/importGraph.ts';
import { ProjectFiles } from './project/projectFiles.ts';
import { isSettingsName } from './project/projectSettings.ts';
import type { ServedWorkspace } from './servedTexts.ts';
import type { FileEvent, FileFindings } from './serverSession.ts';

/** What package managers write last: when one of these changes, so has what is installed. */
const installMarks = [
  'node_modules/.package-lock.json',
  'node_modules/.modules.yaml',
  'node_modules/.yarn-integrity',
];
/** The most files read at once. */
const readers = 16;

export interface BaselineChange {
  readonly events: readonly FileEvent[];
  /** Packages were installed or removed: no server follows that reliably. */
  readonly installed: boolean;
}

/**
 * What is known of the workspace as it is, for one server: its files and who imports whom, the unsaved texts, and the
 * diagnostics found there before. All that is found holds until something changes, so that of many candidates only
 * the first pays for "before".
 */
export class Baseline {
  readonly #root: string;
  readonly #workspace: ServedWorkspace;
  readonly #isRelevant: (path: string) => boolean;
  readonly #files: ProjectFiles;
  readonly #graph = new ImportGraph();
  #unsaved: ReadonlyMap<string, string> = new Map();
  #installStamp: string | undefined;
  #paths: ReadonlySet<string> = new Set();
  #found = new Map<string, FileFindings>();
  /** Files that the system does not let be read, and why. */
  #unreadable = new Map<string, string>();

  constructor(root: string, workspace: ServedWorkspace, isRelevant: (path: string) => boolean) {
    this.#root = root;
    this.#workspace = workspace;
    this.#isRelevant = isRelevant;
    this.#files = new ProjectFiles(root, workspace);
  }

  get graph(): ImportGraph {
    return this.#graph;
  }

  /** The relevant files that are there. */
  get paths(): ReadonlySet<string> {
    return this.#paths;
  }

  /** The text of a file as the user has it, undefined where there is none. */
  readonly read = async (path: string): Promise<string | undefined> => {
    const file = await this.#workspace.read(path);
    return file.type === 'text' ? file.text : undefined;
  };

  /** Texts of files that an editor holds open. */
  get unsaved(): ReadonlyMap<string, string> {
    return this.#unsaved;
  }

  /** The relevant files that no server can look at, since the system does not let them be read. */
  get unreadable(): readonly NotChecked[] {
    return [...this.#unreadable].map(([path, reason]) => ({ path, reason }));
  }

  /** What the server said of files before, as long as nothing has changed. */
  get found(): Map<string, FileFindings> {
    return this.#found;
  }

  /** Brings itself up to date with the workspace and tells what happened. */
  async look(signal: AbortSignal): Promise<BaselineChange> {
    const events = [...(await this.#files.look(this.#isRelevant, signal)), ...(await this.#nowReadable())];
    const unsaved = await this.#readEditors();
    const installStamp = await this.#readInstallStamp();
    const installed = this.#installStamp !== undefined && this.#installStamp !== installStamp;
    if (events.length > 0 || installed || !sameTexts(this.#unsaved, unsaved)) this.#found = new Map();
    if (events.length > 0) this.#paths = new Set(this.#files.paths.filter(this.#isRelevant));
    const stale = new Set([...events.map((event) => event.path), ...this.#unsaved.keys(), ...unsaved.keys()]);
    for (const path of stale) this.#graph.delete(path);
    await this.#scan([...stale], signal);
    await this.#scanExtended(stale);
    this.#unsaved = unsaved;
    this.#installStamp = installStamp;
    return { events, installed };
  }

  /** Who may read a file is no change of it that a listing tells. */
  async #nowReadable(): Promise<readonly FileEvent[]> {
    const events: FileEvent[] = [];
    for (const path of this.#unreadable.keys())
      if ((await this.#workspace.read(path)).type === 'text') events.push({ path, type: 'changed' });
    return events;
  }

  async #scan(paths: readonly string[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < paths.length; at += readers) {
      signal.throwIfAborted();
      await Promise.all(
        paths.slice(at, at + readers).map(async (path) => {
          // What data says matters to nobody here, and there may be a lot of it.
          const isData = path.endsWith('.json') && !isSettingsName(path);
          const file = isData ? { type: 'text' as const, text: '' } : await this.#workspace.read(path);
          if (file.type === 'text') this.#graph.set(path, file.text);
          if (file.type === 'unreadable') this.#unreadable.set(path, whyUnreadable(file));
          else this.#unreadable.delete(path);
        }),
      );
    }
  }

  /** Reads what settings go on from, which may be called anything, when either has changed. */
  async #scanExtended(stale: ReadonlySet<string>): Promise<void> {
    if (![...stale].some((path) => this.#graph.isSettings(path))) return;
    const scanned = new Set<string>();
    const next = () =>
      this.#graph.extendedSettings.find((path) => this.#paths.has(path) && !scanned.has(path));
    for (let path = next(); path !== undefined; path = next()) {
      scanned.add(path);
      const text = await this.read(path);
      if (text !== undefined) this.#graph.set(path, text);
    }
  }

  async #readEditors(): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>();
    for (const path of this.#workspace.editorState().open) {
      if (!this.#isRelevant(path)) continue;
      const file = await this.#workspace.read(path);
      if (file.type === 'text') texts.set(path, file.text);
    }
    return texts;
  }

  async #readInstallStamp(): Promise<string> {
    const stamps = await Promise.all(
      installMarks.map((mark) =>
        stat(path.join(this.#root, mark)).then(
          (stats) => stats.mtimeMs,
          () => 0,
        ),
      ),
    );
    return stamps.join(' ');
  }
}

function sameTexts(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);
}
