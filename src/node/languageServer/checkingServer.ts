import { posix } from 'node:path';
import type { FileChanges } from '../../core/edit/fileChanges.ts';
import type { QuickFix } from '../../core/verify/checker.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';
import { askedFiles } from './askedFiles.ts';
import { Baseline } from './baseline.ts';
import { combine, ownDiagnostic, type ServerFindings, sameDiagnostics, silent } from './findings.ts';
import { languageOf } from './languages.ts';
import { behindLinks, missingFolders, withMirror, writeInMirror } from './mirror.ts';
import type { ServerLaunch } from './process/connection.ts';
import type { ServedWorkspace } from './servedTexts.ts';
import type { FileEvent, FileFindings, ServerSession } from './serverSession.ts';
import { type ServerAnswer, WarmServer, type WarmServerOptions } from './warmServer.ts';

export interface CheckingServerOptions extends WarmServerOptions {
  readonly workspace: ServedWorkspace;
  /** The languages whose files this server is asked about. */
  readonly languages: ReadonlySet<string>;
  /** The most files looked at for one check or survey; the rest are named as not checked. */
  readonly maxFiles: number;
  /** The root is a stand-in made for one check: changes are written there instead of being pretended. */
  readonly isStandIn?: boolean;
}

/** One server and what it is told: the workspace as it is, and candidates one after another, each taken back. */
export class CheckingServer {
  readonly #options: CheckingServerOptions;
  readonly #server: WarmServer;
  readonly #baseline: Baseline;

  constructor(launch: ServerLaunch, options: CheckingServerOptions) {
    this.#options = options;
    this.#server = new WarmServer(launch, options);
    this.#baseline = new Baseline(options.root, options.workspace, (path) => this.#isRelevant(path));
  }

  dispose(): Promise<void> {
    return this.#server.dispose();
  }

  /** `changes` are all changes of the candidate: those of other languages matter where this server reads them. */
  async check(changes: FileChanges, signal: AbortSignal): Promise<ServerFindings> {
    const relevant = this.#relevantChanges(changes);
    const own = [...relevant.keys()].filter((path) => this.#isOwn(path));
    const created = [...relevant].flatMap(([path, content]) => (content === null ? [] : [path]));
    const newFolders = await missingFolders(this.#options.root, created);
    const answer = await this.#use(async (session, bounded) => {
      const asked = await askedFiles(relevant, this.#baseline, {
        isOwn: (path) => this.#isOwn(path),
        reach: session.reach,
        maxFiles: this.#options.maxFiles,
      });
      const base = await this.#baseTexts(session, [...relevant.keys(), ...asked.paths]);
      const existing = asked.paths.filter((path) => this.#baseline.paths.has(path) || base.has(path));
      const before = await this.#before(session, base, existing, bounded);
      if (this.#needsStandIn(session, relevant, newFolders)) return { type: 'mirror' as const, before };
      const isLeft = (path: string) => relevant.get(path) !== null && !asked.unaffected.has(path);
      const found = await this.#withChanges(session, base, relevant, () =>
        session.diagnostics(asked.paths.filter(isLeft), bounded),
      );
      const same = [...before].filter(([path]) => asked.unaffected.has(path));
      const after = new Map([...found, ...same]);
      // What is not on the disk of a stand-in is gone for every server.
      const graph = this.#options.isStandIn ? undefined : this.#baseline.graph;
      const { root } = this.#options;
      const said = { root, session, asked, before, after, changes: relevant, graph };
      return { type: 'findings' as const, findings: combine(said) };
    }, signal);
    if (answer.type === 'noAnswer') return silent(own, answer.reason);
    const { value } = answer;
    if (value.type === 'findings') return value.findings;
    return this.#checkInMirror(changes, { own, newFolders, before: value.before }, signal);
  }

  /**
   * The check by a server of its own, in a stand-in for the workspace that has the new folders. It counts only when
   * the workspace looks the same from there as from here: links may lead a server astray.
   */
  #checkInMirror(
    changes: FileChanges,
    known: {
      readonly own: readonly string[];
      readonly newFolders: readonly string[];
      readonly before: ReadonlyMap<string, FileFindings>;
    },
    signal: AbortSignal,
  ): Promise<ServerFindings> {
    const folders = new Set([...known.newFolders, ...[...changes.keys()].map((path) => posix.dirname(path))]);
    return withMirror(this.#options.root, [...folders], async (root) => {
      const linked = await behindLinks(root, [...changes.keys()]);
      if (linked !== undefined) return silent(known.own, `${linked} lies behind a link`);
      const server = new CheckingServer(this.#server.launch, { ...this.#options, root, isStandIn: true });
      try {
        const findings = await server.check(changes, signal);
        if (findings.server === undefined || sameDiagnostics(findings.before, known.before)) return findings;
        const [folder] = known.newFolders;
        const what = folder === undefined ? 'files that come or go' : `the new folder ${folder}`;
        return silent(known.own, `${findings.server} can't be shown ${what}`);
      } finally {
        await server.dispose();
      }
    });
  }

  /**
   * Whether a server can't be made to see the changes where the workspace is: one that looks for new files in folders
   * that must be there, or one that believes nothing but the disk as to which files there are.
   */
  #needsStandIn(session: ServerSession, changes: FileChanges, newFolders: readonly string[]): boolean {
    if (this.#options.isStandIn) return false;
    if (session.needsFolders) return newFolders.length > 0;
    if (session.readsDisk || session.includesOpenFiles || session.reach === 'changed') return false;
    return [...changes].some(([path, content]) => (content === null) === this.#baseline.paths.has(path));
  }

  /** `files` are those of the workspace: where the server gives no answer, its own among them were not checked. */
  async survey(files: readonly string[], signal: AbortSignal): Promise<ServerFindings> {
    let own = files.filter((path) => this.#isOwn(path));
    const answer = await this.#use(async (session, bounded) => {
      own = [...this.#baseline.paths].filter((path) => this.#isOwn(path));
      // What a server says of a file that it could not read is no finding.
      const unreadable = this.#baseline.unreadable.filter(({ path }) => this.#isOwn(path));
      const hidden = new Set(unreadable.map(({ path }) => path));
      const readable = own.filter((path) => !hidden.has(path));
      const asked = await askedFiles(new Map(readable.map((path) => [path, ''])), this.#baseline, {
        isOwn: () => true,
        reach: 'changed',
        maxFiles: this.#options.maxFiles,
      });
      const base = await this.#baseTexts(session, asked.paths);
      const found = await this.#before(session, base, asked.paths, bounded);
      const { root } = this.#options;
      return combine({
        ...{ root, session, asked: { ...asked, notChecked: [...asked.notChecked, ...unreadable] } },
        before: found,
        after: found,
        changes: new Map(),
        graph: undefined,
      });
    }, signal);
    return answer.type === 'answered' ? answer.value : silent(own, answer.reason);
  }

  async quickFixes(
    diagnostic: Diagnostic,
    changes: FileChanges,
    signal: AbortSignal,
  ): Promise<readonly QuickFix[]> {
    const { path } = diagnostic;
    const relevant = this.#relevantChanges(changes);
    const answer = await this.#use(async (session, bounded) => {
      const base = await this.#baseTexts(session, [...relevant.keys(), path]);
      return this.#withChanges(session, base, relevant, async () => {
        const found = (await session.diagnostics([path], bounded)).get(path);
        const raw = found && ownDiagnostic(diagnostic, found);
        const text = relevant.get(path) ?? (await this.#baseline.read(path));
        if (!raw || text === undefined) return [];
        return session.fixes({ path, text }, raw, bounded);
      });
    }, signal);
    return answer.type === 'answered' ? answer.value : [];
  }

  /** A turn with the server, which by then knows what has happened in the workspace. */
  #use<T>(
    action: (session: ServerSession, signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<ServerAnswer<T>> {
    let events: readonly FileEvent[] = [];
    const job = {
      prepare: async (bounded: AbortSignal) => {
        const change = await this.#baseline.look(bounded);
        events = change.events;
        // No server follows reliably what package managers do to the folders it has read from.
        return change.installed ? ('restart' as const) : ('keep' as const);
      },
      run: async (session: ServerSession, isNew: boolean, bounded: AbortSignal) => {
        if (!isNew) await session.tellFiles(events);
        return action(session, bounded);
      },
    };
    return this.#server.use(job, signal);
  }

  async #before(
    session: ServerSession,
    base: ReadonlyMap<string, string>,
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, FileFindings>> {
    await session.show(base);
    const { found } = this.#baseline;
    const unknown = paths.filter((path) => !found.has(path));
    const asked = await session.diagnostics(unknown, signal);
    for (const path of unknown) {
      const findings = asked.get(path);
      if (findings?.type === 'found') found.set(path, findings);
    }
    return new Map(
      paths.flatMap((path) => {
        const findings = found.get(path) ?? asked.get(path);
        return findings ? [[path, findings] as const] : [];
      }),
    );
  }

  /**
   * Shows the server the changes while the action runs, and takes them back. Files that are to be gone are told last:
   * TypeScript believes that until something makes it look at the disk again.
   */
  async #withChanges<T>(
    session: ServerSession,
    base: ReadonlyMap<string, string>,
    changes: FileChanges,
    action: () => Promise<T>,
  ): Promise<T> {
    const texts = new Map(base);
    const deleted: string[] = [];
    for (const [path, content] of changes) {
      if (content !== null) texts.set(path, content);
      else if (texts.delete(path) || this.#baseline.paths.has(path)) deleted.push(path);
    }
    if (this.#options.isStandIn) {
      const written = await writeInMirror(this.#options.root, changes);
      await session.tellFiles(written);
      await session.show(texts);
      return action();
    }
    try {
      await session.show(texts);
      await session.tellFiles(deleted.map((path) => ({ path, type: 'deleted' })));
      return await action();
    } finally {
      await session.tellFiles(deleted.map((path) => ({ path, type: 'created' })));
      await session.show(base);
    }
  }

  /**
   * The texts that must be open for the server to see the workspace as it is: unsaved ones; for a server that reads
   * no disk all it is asked about; for one that does, those of which no change on disk would be noticed.
   */
  async #baseTexts(session: ServerSession, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const texts = new Map(this.#baseline.unsaved);
    for (const path of paths) {
      if (texts.has(path) || (session.readsDisk && this.#baseline.paths.has(path))) continue;
      const file = await this.#options.workspace.read(path);
      if (file.type === 'text') texts.set(path, file.text);
    }
    return texts;
  }

  #relevantChanges(changes: FileChanges): FileChanges {
    return new Map([...changes].filter(([path]) => this.#isRelevant(path)));
  }

  #isOwn(path: string): boolean {
    return this.#options.languages.has(languageOf(path).id);
  }

  /** Programs import data, and settings of the project stand in data. */
  #isRelevant(path: string): boolean {
    return this.#isOwn(path) || path.endsWith('.json');
  }
}
