import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import * as vscode from 'vscode';
import {
  type ClientCapabilities,
  CloseAction,
  type DynamicFeature,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type RegistrationParams,
  type StaticFeature,
  type UnregistrationParams,
} from 'vscode-languageclient/node';
import { messageOf } from '../base/messageOf.ts';
import { clientCapabilities } from '../node/languageServer/process/clientCapabilities.ts';
import {
  type Connect,
  ServerEnded,
  type ServerHandlers,
  type ServerLaunch,
  untilAborted,
} from '../node/languageServer/process/connection.ts';
import {
  endOf,
  endServerProcess,
  messagesOf,
  spawnServer,
} from '../node/languageServer/process/serverProcess.ts';
import { createWhileUp } from '../node/languageServer/process/whileUp.ts';
import { withToken } from './cancellation.ts';

/** How long a server may take to say goodbye, in milliseconds. */
const stopMs = 500;

/** Without these the client's own bookkeeping of documents fails, though it is given none to keep. */
const needed = new Set([
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'textDocument/didSave',
]);

/** Tells servers of the abilities that checking needs, in the place of all that an editor has. */
class CheckingCapabilities implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    Object.assign(capabilities, structuredClone(clientCapabilities));
  }
  initialize(): void {}
  getState() {
    return { kind: 'static' as const };
  }
  clear(): void {}
}

/**
 * A client that adds nothing to the editor: no hover, no completion, no command, whatever the server offers, so that a
 * second server for a language can't be noticed beside the first.
 */
class QuietClient extends LanguageClient {
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    const method = 'registrationType' in feature ? feature.registrationType.method : undefined;
    const isKept = feature instanceof CheckingCapabilities || (method !== undefined && needed.has(method));
    if (isKept) super.registerFeature(feature as StaticFeature);
  }
}

/**
 * Connects to a server over the editor's language client. Nothing that the server says reaches the editor: no
 * document is synchronized, and diagnostics go to the checker instead of the Problems panel.
 */
export const connectWithLanguageClient: Connect = async (launch, { root, handlers, log, signal }) => {
  const child = await spawnServer(launch, { root, log });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, killed) => {
      log(`${launch.name} ended (${killed ?? code})`);
      resolve();
    });
  });
  const client = createClient(launch, { child, root, handlers, log });
  const whileUp = createWhileUp({
    ...{ name: launch.name, ended, how: endOf(child) },
    end: () => endServerProcess(child),
  });
  try {
    await untilAborted(
      whileUp(() => client.start()),
      signal,
    );
  } catch (error) {
    await endServerProcess(child);
    if (signal.aborted || error instanceof ServerEnded) throw error;
    throw new ServerEnded(`${launch.name} refused to start: ${messageOf(error)}`, { cause: error });
  }
  const { initializeResult } = client;
  if (!initializeResult) throw new ServerEnded(`${launch.name} ended`);
  return {
    initializeResult,
    ended,
    sendRequest: (method, params, signal) =>
      withToken(signal, (token) =>
        untilAborted(
          whileUp(() => client.sendRequest(method, params, token)),
          signal,
        ),
      ),
    sendNotification: (method, params) => whileUp(() => client.sendNotification(method, params)),
    async dispose() {
      // The client first, so that it does not take the end of the process for a crash.
      const stopped = client.stop(stopMs).catch((error: unknown) => log(`${launch.name}: ${String(error)}`));
      await Promise.race([stopped, ended]);
      await endServerProcess(child);
    },
  };
};

function createClient(
  { name, initializationOptions }: ServerLaunch,
  options: {
    readonly child: ChildProcessWithoutNullStreams;
    readonly root: string;
    readonly handlers: ServerHandlers;
    readonly log: (line: string) => void;
  },
): LanguageClient {
  const { child, root, handlers, log } = options;
  const register = handlers.requests.get('client/registerCapability');
  const unregister = handlers.requests.get('client/unregisterCapability');
  const clientOptions: LanguageClientOptions = {
    documentSelector: [],
    initializationOptions,
    workspaceFolder: { uri: vscode.Uri.file(root), name: root, index: 0 },
    outputChannel: outputInto(log, name),
    // A crash is the checker's to mend: it knows what has to be asked again.
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
    initializationFailedHandler: () => false,
    middleware: {
      handleDiagnostics: () => {},
      handleRegisterCapability: async (params: RegistrationParams) => {
        await register?.(params);
      },
      handleUnregisterCapability: async (params: UnregistrationParams) => {
        await unregister?.(params);
      },
      workspace: { handleApplyEdit: async () => ({ applied: false }) },
    },
  };
  // The process is not the client's, which would end it on a timer of its own.
  const messages = async () => messagesOf(child);
  const client = new QuietClient(`tiercel.${name}`, `Tiercel: ${name}`, messages, clientOptions);
  client.registerFeature(new CheckingCapabilities());
  for (const [method, handler] of handlers.requests) {
    if (!ownMethods.has(method)) client.onRequest(method, handler);
  }
  for (const [method, handler] of handlers.notifications) client.onNotification(method, handler);
  return client;
}

/** Requests that the client answers itself, and hands on through its middleware. */
const ownMethods = new Set([
  'client/registerCapability',
  'client/unregisterCapability',
  'workspace/applyEdit',
]);

/** Takes the client's own remarks into the log, in the place of an output channel for each server. */
function outputInto(log: (line: string) => void, name: string): vscode.LogOutputChannel {
  const write = (message: string | Error) => log(`${name}: ${message}`);
  const drop = () => {};
  return {
    name,
    logLevel: vscode.LogLevel.Warning,
    onDidChangeLogLevel: () => ({ dispose: drop }),
    append: drop,
    appendLine: drop,
    replace: drop,
    clear: drop,
    show: drop,
    hide: drop,
    dispose: drop,
    trace: drop,
    debug: drop,
    info: drop,
    warn: write,
    error: write,
  };
}
