import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, createMessageConnection } from 'vscode-jsonrpc/node';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver-protocol';
import { messageOf } from '../../../base/messageOf.ts';
import { clientCapabilities } from './clientCapabilities.ts';
import { type Connect, ServerEnded, untilAborted } from './connection.ts';
import { endOf, endServerProcess, messagesOf, spawnServer } from './serverProcess.ts';
import { createWhileUp } from './whileUp.ts';

/** Connects to a server as a process of its own, without an editor. */
export const connectWithProcess: Connect = async (launch, { root, handlers, log, signal }) => {
  const child = await spawnServer(launch, { root, log });
  const { reader, writer } = messagesOf(child);
  const connection = createMessageConnection(reader, writer);
  let ending = false;
  const end = (): Promise<void> => {
    ending = true;
    return endServerProcess(child);
  };
  // What can't be written any more to a server that was told to end is no news.
  connection.onError(([error]) => {
    if (!ending) log(`${launch.name}: ${error.message}`);
  });
  for (const [method, handler] of handlers.requests) connection.onRequest(method, handler);
  for (const [method, handler] of handlers.notifications) connection.onNotification(method, handler);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      log(`${launch.name} ended (${signal ?? code})`);
      connection.dispose();
      resolve();
    });
  });
  connection.listen();

  const whileUp = createWhileUp({ name: launch.name, ended, how: endOf(child), end });

  const params: InitializeParams = {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: root }],
    capabilities: clientCapabilities,
    ...(launch.initializationOptions !== undefined && {
      initializationOptions: launch.initializationOptions,
    }),
  };
  let initializeResult: InitializeResult;
  try {
    initializeResult = await untilAborted(
      whileUp(() => connection.sendRequest<InitializeResult>('initialize', params)),
      signal,
    );
    await whileUp(() => connection.sendNotification('initialized', {}));
  } catch (error) {
    await end();
    if (signal.aborted || error instanceof ServerEnded) throw error;
    throw new ServerEnded(`${launch.name} refused to start: ${messageOf(error)}`, { cause: error });
  }
  return {
    initializeResult,
    ended,
    async sendRequest(method, params, signal) {
      const cancel = new CancellationTokenSource();
      const onAbort = () => cancel.cancel();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return await untilAborted(
          whileUp(() => connection.sendRequest(method, params, cancel.token)),
          signal,
        );
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    sendNotification: (method, params) => whileUp(() => connection.sendNotification(method, params)),
    dispose: end,
  };
};
