import { basename } from 'node:path';
import { type Workspace, whyUnreadable } from '../../core/context/workspace.ts';
import type { FileChanges } from '../../core/edit/fileChanges.ts';
import type { Checker, CheckReport, NotChecked } from '../../core/verify/checker.ts';
import { lineMovesOf } from '../../core/verify/lineMoves.ts';
import { CheckingServer } from './checkingServer.ts';
import { fromFileUri, toFileUri } from './fileUri.ts';
import type { ServerChoice } from './find/chooseServer.ts';
import type { ServerFindings } from './findings.ts';
import { knownLanguages, type Language, languageOf, typeScriptLanguages } from './languages.ts';
import type { Connect, ServerLaunch } from './process/connection.ts';
import { clearLeftovers } from './process/leftovers.ts';
import { servedChanges, servedWorkspace } from './servedTexts.ts';
import type { Timers } from './warmServer.ts';

export interface LanguageServerCheckerOptions {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly workspace: Workspace;
  readonly connect: Connect;
  readonly choose: (language: Language) => Promise<ServerChoice>;
  readonly log: (line: string) => void;
  /** Milliseconds that one check of one server may take, its start included. */
  readonly timeoutMs: number;
  /** Milliseconds after which a server that nobody asks is ended. */
  readonly idleMs: number;
  readonly timers: Timers;
  /** The most files that a server is asked about in one check or survey. */
  readonly maxFiles: number;
}

export interface DisposableChecker extends Checker {
  /** Ends all servers. */
  dispose(): Promise<void>;
}

/**
 * A checker over language servers: one warm server for each command line, started when a file of its languages is
 * first asked about. Of a file without a server it says so; it never passes it.
 */
export function createLanguageServerChecker(options: LanguageServerCheckerOptions): DisposableChecker {
  const servers = new Map<string, Promise<CheckingServer>>();
  const workspace = servedWorkspace(options.workspace);

  async function serverFor(path: string): Promise<CheckingServer | string> {
    const choice = await options.choose(languageOf(path));
    if (choice.type === 'none') return choice.reason;
    const key = commandLine(choice.launch);
    const known = servers.get(key) ?? create(choice.launch);
    servers.set(key, known);
    return known;
  }

  let cleared: Promise<void> | undefined;

  /** A server is asked about files of all languages that go to the same command line. */
  async function create(launch: ServerLaunch): Promise<CheckingServer> {
    cleared ??= clearLeftovers().catch((error: unknown) => options.log(String(error)));
    await cleared;
    const languages = new Set<string>();
    for (const language of knownLanguages) {
      const choice = await options.choose(language);
      if (choice.type === 'server' && commandLine(choice.launch) === commandLine(launch))
        languages.add(language.id);
    }
    return new CheckingServer(launch, { ...options, workspace, languages });
  }

  /** The servers that look after these files, and the files that none looks after. */
  async function assign(paths: Iterable<string>) {
    const assigned = new Set<CheckingServer>();
    const notChecked: NotChecked[] = [];
    const byLanguage = new Map<string, CheckingServer | string>();
    for (const path of paths) {
      const { id } = languageOf(path);
      const server = byLanguage.get(id) ?? (await serverFor(path));
      byLanguage.set(id, server);
      if (typeof server === 'string') notChecked.push({ path, reason: server });
      else assigned.add(server);
    }
    return { assigned: [...assigned], notChecked };
  }

  /** Servers of programs that read data and settings, whose changes they are shown too. */
  async function programServers(signal: AbortSignal): Promise<readonly CheckingServer[]> {
    const listed = await workspace.list(signal);
    const program = listed.find((path) => typeScriptLanguages.includes(languageOf(path).id));
    return program === undefined ? [] : (await assign([program])).assigned;
  }

  /** What can be checked of changes, the texts that the files have now, and why the rest can't. */
  async function sift(changes: FileChanges) {
    const possible = new Map<string, string | null>();
    const before = new Map<string, string>();
    const refused: NotChecked[] = [];
    for (const [path, content] of servedChanges(changes)) {
      if (fromFileUri(options.root, toFileUri(options.root, path)) !== path) {
        refused.push({ path, reason: `it is no path in the folder ${basename(options.root)}` });
        continue;
      }
      const file = await workspace.read(path);
      if (file.type === 'text') before.set(path, file.text);
      if (file.type === 'folder' || file.type === 'unreadable') {
        // Nothing can be put there, and a server may wait for ever for what it reads there itself.
        refused.push({ path, reason: whyUnreadable(file) });
      } else if (content === null && file.type === 'missing') {
        refused.push({ path, reason: 'it was to be deleted, and there is no such file' });
      } else possible.set(path, content);
    }
    return { possible, before, refused };
  }

  return {
    async check(changes, { signal }): Promise<CheckReport> {
      const start = performance.now();
      const { possible, before, refused } = await sift(changes);
      const { assigned, notChecked } = await assign(possible.keys());
      const readers = concernsPrograms(possible) ? await programServers(signal) : [];
      const all = [...new Set([...assigned, ...readers])];
      const findings = await Promise.all(all.map((server) => server.check(possible, signal)));
      const lineMoves = lineMovesOf(before, possible);
      return { ...merge(findings, [...notChecked, ...refused]), lineMoves, ms: performance.now() - start };
    },

    async survey({ signal }) {
      const closed: NotChecked[] = [];
      const files = await workspace.list(signal, ({ folder, reason }) =>
        closed.push({ path: folder, reason }),
      );
      const { assigned, notChecked } = await assign(files.filter((path) => languageOf(path).code));
      const findings = await Promise.all(assigned.map((server) => server.survey(files, signal)));
      const {
        after,
        checked,
        notChecked: left,
        servers: names,
      } = merge(findings, [...notChecked, ...closed]);
      return { diagnostics: after, checked, notChecked: left, servers: names };
    },

    async quickFixes(diagnostic, changes, { signal }) {
      const server = await serverFor(diagnostic.path);
      return typeof server === 'string' ? [] : server.quickFixes(diagnostic, servedChanges(changes), signal);
    },

    async dispose() {
      await Promise.all([...servers.values()].map(async (server) => (await server).dispose()));
    },
  };
}

/** Data and settings have no server of their own and yet reach into programs. */
function concernsPrograms(changes: FileChanges): boolean {
  return [...changes.keys()].some((path) => path.endsWith('.json'));
}

function commandLine(launch: ServerLaunch): string {
  return JSON.stringify([launch.command, ...launch.args]);
}

/** What a server says of a file that it could not check stands before what is said where no server has it. */
function merge(findings: readonly ServerFindings[], unassigned: readonly NotChecked[]) {
  const notChecked = [...findings.flatMap((found) => found.notChecked), ...unassigned];
  return {
    before: findings.flatMap((found) => found.before),
    after: findings.flatMap((found) => found.after),
    checked: findings.flatMap((found) => found.checked),
    notChecked: [...Map.groupBy(notChecked, ({ path }) => path).values()].flatMap(([first]) => first ?? []),
    servers: findings.flatMap((found) => found.server ?? []),
  };
}
