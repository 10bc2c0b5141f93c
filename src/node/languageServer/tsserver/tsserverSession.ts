import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type * as lsp from 'vscode-languageserver-protocol';
import { withoutMark } from '../../../base/byteOrderMark.ts';
import type { QuickFix } from '../../../core/verify/checker.ts';
import { languageOf, typeScriptLanguages } from '../languages.ts';
import { layoutOf } from '../layout.ts';
import type { ServerLaunch } from '../process/connection.ts';
import type { FileEvent, FileFindings, ServedFile, ServerSession } from '../serverSession.ts';
import { codeEditBetween } from './codeEdit.ts';
import { toLspDiagnostic, tsFixToQuickFix } from './convertTsserver.ts';
import type { CodeFixAction, TsDiagnostic } from './protocol.ts';
import { RequestRefused, TsserverConnection } from './tsserverConnection.ts';
import { Watchers } from './watchers.ts';

/** Requests that are on their way at once: enough to keep the server busy, few enough to be given up quickly. */
const requestsAtOnce = 4;
/** How the server says that a file belongs to nothing that it has loaded. */
const noProject = /No Project/;

/**
 * A session in the own protocol of TypeScript 5 and 6. Requests are answered in the order they come, each with
 * everything that was told before it.
 */
export class TsserverSession implements ServerSession {
  readonly label: string;
  readonly readsDisk = true;
  readonly needsFolders = false;
  readonly includesOpenFiles = false;
  readonly reach = 'imports';
  readonly #root: string;
  readonly #connection: TsserverConnection;
  readonly #watchers: Watchers;
  /** Whether the server leaves it to us to tell what happens on disk; older ones look for themselves, in time. */
  readonly #tellsWatchers: boolean;
  /** Texts of programs that the server has open. */
  readonly #open = new Map<string, string>();
  /** Files that are open only to keep their project loaded, with their contents on disk. */
  readonly #anchors = new Map<string, string>();
  /** What is shown of other files, settings above all: the server opens programs only. */
  readonly #data = new Map<string, string>();
  /** Programs that are open and not on disk. */
  readonly #created = new Set<string>();
  readonly #deleted = new Set<string>();

  private constructor(
    launch: ServerLaunch,
    connection: TsserverConnection,
    state: { readonly root: string; readonly label: string; readonly watchers: Watchers },
  ) {
    this.#connection = connection;
    this.#root = state.root;
    this.label = state.label;
    this.#watchers = state.watchers;
    this.#tellsWatchers = launch.args.includes('--canUseWatchEvents');
  }

  static async start(
    launch: ServerLaunch,
    options: { readonly root: string; readonly log: (line: string) => void; readonly signal: AbortSignal },
  ): Promise<TsserverSession> {
    const watchers = new Watchers();
    const onEvent = (event: string, body: unknown) => watchers.take(event, body);
    const connection = await TsserverConnection.start(launch, { ...options, onEvent });
    try {
      const status = (await connection.request('status', {}, options.signal)) as { readonly version: string };
      const label = `TypeScript ${status.version}`;
      return new TsserverSession(launch, connection, { root: options.root, label, watchers });
    } catch (error) {
      await connection.dispose();
      throw error;
    }
  }

  get ended(): Promise<void> {
    return this.#connection.ended;
  }

  dispose(): Promise<void> {
    return this.#connection.dispose();
  }

  async show(texts: ReadonlyMap<string, string>): Promise<void> {
    const wanted = new Map([...this.#anchors, ...texts].filter(([file]) => isProgram(file)));
    const changed = [...wanted].filter(([file, text]) => this.#open.get(file) !== text);
    const closed = [...this.#open.keys()].filter((file) => !wanted.has(file));
    const events = [...this.#showData(texts), ...(await this.#placeCreated(changed, closed))];
    const [before, after] = partition(events, (event) => event.type !== 'deleted');
    await this.#tellDisk(before);
    if (changed.length > 0 || closed.length > 0) {
      this.#connection.tell('updateOpen', {
        openFiles: changed
          .filter(([file]) => !this.#open.has(file))
          .map(([file, text]) => this.#opened(file, text)),
        changedFiles: changed.flatMap(([file, text]) => {
          const open = this.#open.get(file);
          return open === undefined
            ? []
            : [{ fileName: this.#full(file), textChanges: [codeEditBetween(open, text)] }];
        }),
        closedFiles: closed.map((file) => this.#full(file)),
      });
      for (const [file, text] of changed) this.#open.set(file, text);
      for (const file of closed) this.#open.delete(file);
    }
    await this.#tellDisk(after);
  }

  async tellFiles(events: readonly FileEvent[]): Promise<void> {
    const loose: string[] = [];
    for (const { path: file, type } of events) {
      if (type === 'deleted') this.#deleted.add(file);
      else this.#deleted.delete(file);
      // What only holds a project must not hide what has become of its file.
      if (this.#anchors.delete(file)) loose.push(file);
    }
    const closed = loose.filter((file) => this.#open.delete(file));
    if (closed.length > 0) {
      this.#connection.tell('updateOpen', { closedFiles: closed.map((file) => this.#full(file)) });
    }
    await this.#tellDisk(events);
  }

  async diagnostics(
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, FileFindings>> {
    const found = new Map<string, FileFindings>();
    const left = [...paths].reverse();
    const worker = async () => {
      for (let file = left.pop(); file !== undefined; file = left.pop()) {
        found.set(file, await this.#diagnose(file, signal));
      }
    };
    await Promise.all(Array.from({ length: requestsAtOnce }, worker));
    return new Map(paths.flatMap((file) => entryOf(found, file)));
  }

  async fixes(
    { path: file, text }: ServedFile,
    diagnostic: lsp.Diagnostic,
    signal: AbortSignal,
  ): Promise<readonly QuickFix[]> {
    const { start, end } = diagnostic.range;
    this.#connection.tell('configure', { file: this.#full(file), formatOptions: layoutOf(text) });
    const args = {
      file: this.#full(file),
      startLine: start.line + 1,
      startOffset: start.character + 1,
      endLine: end.line + 1,
      endOffset: end.character + 1,
      errorCodes: [Number(diagnostic.code)],
    };
    try {
      const actions = (await this.#connection.request(
        'getCodeFixes',
        args,
        signal,
      )) as readonly CodeFixAction[];
      return actions.flatMap((action) => tsFixToQuickFix(this.#root, action) ?? []);
    } catch (error) {
      if (error instanceof RequestRefused) return [];
      throw error;
    }
  }

  async #diagnose(file: string, signal: AbortSignal): Promise<FileFindings> {
    try {
      try {
        return await this.#ask(file, signal);
      } catch (error) {
        if (!(error instanceof RequestRefused) || !noProject.test(error.message)) throw error;
        await this.#anchor(file);
        return await this.#ask(file, signal);
      }
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const [reason] = error.message.replace(/^Error processing request\. /, '').split('\n');
      return { type: 'refused', reason: `${this.label}: ${reason}` };
    }
  }

  async #ask(file: string, signal: AbortSignal): Promise<FileFindings> {
    const args = { file: this.#full(file) };
    const answers = await Promise.all(
      ['syntacticDiagnosticsSync', 'semanticDiagnosticsSync'].map((command) =>
        this.#connection.request(command, args, signal),
      ),
    );
    const raw = answers.flat() as readonly TsDiagnostic[];
    return { type: 'found', diagnostics: raw.map(toLspDiagnostic) };
  }

  /** Opens a file as it is on disk, so that its project is loaded, and stays so while other files come and go. */
  async #anchor(file: string): Promise<void> {
    if (this.#open.has(file)) return;
    const text = await readText(this.#full(file));
    if (text === undefined || this.#open.has(file)) return;
    this.#anchors.set(file, text);
    this.#open.set(file, text);
    this.#connection.tell('updateOpen', { openFiles: [this.#opened(file, text)] });
  }

  /** Notes which of the programs to be opened are not on disk, and which such are closed. */
  async #placeCreated(
    changed: readonly (readonly [file: string, text: string])[],
    closed: readonly string[],
  ): Promise<readonly FileEvent[]> {
    const events: FileEvent[] = [];
    for (const [file] of changed) {
      if (this.#open.has(file) || (await isOnDisk(this.#full(file)))) continue;
      this.#created.add(file);
      events.push({ path: file, type: 'created' });
    }
    for (const file of closed) {
      if (this.#created.delete(file)) events.push({ path: file, type: 'deleted' });
    }
    return events;
  }

  #showData(texts: ReadonlyMap<string, string>): readonly FileEvent[] {
    const events: FileEvent[] = [];
    for (const file of [...this.#data.keys()]) {
      if (texts.has(file)) continue;
      this.#data.delete(file);
      events.push({ path: file, type: 'changed' });
    }
    for (const [file, text] of texts) {
      if (isProgram(file) || this.#data.get(file) === text) continue;
      this.#data.set(file, text);
      events.push({ path: file, type: 'changed' });
    }
    return events;
  }

  async #tellDisk(events: readonly FileEvent[]): Promise<void> {
    if (events.length === 0) return;
    const overlay = new Map<string, string | null>(this.#data);
    for (const file of this.#created) overlay.set(file, this.#open.get(file) ?? '');
    for (const file of this.#deleted) overlay.set(file, null);
    await this.#connection.showDisk([...overlay].map(([file, text]) => [this.#full(file), text]));
    if (!this.#tellsWatchers) {
      this.#connection.tell('reloadProjects', undefined);
      return;
    }
    const changes = this.#watchers.changes(events, (file) => this.#full(file));
    if (changes.length > 0) this.#connection.tell('watchChange', changes);
  }

  #opened(file: string, text: string) {
    return { file: this.#full(file), fileContent: text, projectRootPath: slashed(this.#root) };
  }

  #full(file: string): string {
    return slashed(path.join(this.#root, file));
  }
}

function isProgram(file: string): boolean {
  return typeScriptLanguages.includes(languageOf(file).id);
}

function entryOf<T>(map: ReadonlyMap<string, T>, key: string): readonly (readonly [string, T])[] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}

function partition<T>(all: readonly T[], is: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(is), all.filter((item) => !is(item))];
}

function slashed(file: string): string {
  return file.split(path.sep).join('/');
}

async function isOnDisk(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return withoutMark(await readFile(file, 'utf8'));
  } catch {
    // A file that went away meanwhile has no project.
    return undefined;
  }
}
