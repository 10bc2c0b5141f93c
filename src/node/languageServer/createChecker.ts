import type { Workspace } from '../../core/context/workspace.ts';
import { createServerChooser, type ServerSettings } from './find/chooseServer.ts';
import { createLanguageServerChecker, type DisposableChecker } from './languageServerChecker.ts';
import type { Connect } from './process/connection.ts';
import { realTimers, type Timers } from './warmServer.ts';

export interface CheckerSetup {
  /** Absolute folder of the workspace. */
  readonly root: string;
  readonly workspace: Workspace;
  /** How servers are started: `connectWithProcess`, or the editor's language client. */
  readonly connect: Connect;
  /** Servers that the user names, by language id. */
  readonly servers: ServerSettings;
  /** Folders to look upwards from for a TypeScript when the workspace has none. */
  readonly fallbackFolders: readonly string[];
  /** Folders of extensions that an editor brings, where language servers may lie. */
  readonly bundledFolders?: readonly string[];
  readonly log: (line: string) => void;
  /** Milliseconds that one check may take, a server's start included. */
  readonly timeoutMs?: number;
  /** Milliseconds after which a server that nobody asks is ended. */
  readonly idleMs?: number;
  readonly timers?: Timers;
  /** The most files looked at for one check or survey. */
  readonly maxFiles?: number;
}

const defaultTimeoutMs = 60_000;
const defaultIdleMs = 10 * 60_000;
const defaultMaxFiles = 2_000;

/** The checker of both hosts. No server is looked for or started before it is needed. */
export function createChecker(setup: CheckerSetup): DisposableChecker {
  return createLanguageServerChecker({
    root: setup.root,
    workspace: setup.workspace,
    connect: setup.connect,
    log: setup.log,
    timeoutMs: setup.timeoutMs ?? defaultTimeoutMs,
    idleMs: setup.idleMs ?? defaultIdleMs,
    timers: setup.timers ?? realTimers,
    maxFiles: setup.maxFiles ?? defaultMaxFiles,
    choose: createServerChooser(setup.servers, {
      workspaceRoot: setup.root,
      fallbackFolders: setup.fallbackFolders,
      bundledFolders: setup.bundledFolders ?? [],
      searchPath: process.env.PATH ?? '',
    }),
  });
}
