import { pathToFileURL } from 'node:url';
import { ResponseError } from 'vscode-jsonrpc/node';
import type * as lsp from 'vscode-languageserver-protocol';
import { settingsOf } from '../find/serverSettings.ts';
import type { ServerHandlers } from '../process/connection.ts';
import type { PushedDiagnostics } from './pushedDiagnostics.ts';
import type { Registrations } from './registrations.ts';

const notFetched = -32803;

/** What servers ask of an editor, answered for one that lets nothing be changed and fetches nothing for them. */
export function serverHandlers(
  options: {
    readonly root: string;
    readonly log: (line: string) => void;
    /** As they are when they are asked for. */
    readonly settings: () => Readonly<Record<string, unknown>>;
  },
  said: {
    readonly pushed: PushedDiagnostics;
    readonly registrations: Registrations;
    /** The server takes back what it answered before. */
    readonly onRefresh: () => void;
    readonly onStatus: (isReady: boolean) => void;
  },
): ServerHandlers {
  const folders = [{ uri: pathToFileURL(options.root).href, name: options.root }];
  const nothing = () => null;
  return {
    requests: new Map<string, (params: unknown) => unknown>([
      [
        'workspace/configuration',
        (params) =>
          (params as lsp.ConfigurationParams).items.map(({ section }) =>
            settingsOf(options.settings(), section),
          ),
      ],
      ['workspace/workspaceFolders', () => folders],
      ['workspace/applyEdit', () => ({ applied: false })],
      ['workspace/codeLens/refresh', nothing],
      ['workspace/semanticTokens/refresh', nothing],
      ['workspace/inlayHint/refresh', nothing],
      ['window/workDoneProgress/create', nothing],
      ['window/showMessageRequest', nothing],
      ['window/showDocument', () => ({ success: false })],
      // A schema from the network: the server then says of the file that it lacks it.
      ['vscode/content', () => new ResponseError(notFetched, 'nothing is fetched from the network')],
      [
        'workspace/diagnostic/refresh',
        () => {
          said.onRefresh();
          return null;
        },
      ],
      [
        'client/registerCapability',
        (params) => {
          said.registrations.add(params as lsp.RegistrationParams);
          return null;
        },
      ],
      [
        'client/unregisterCapability',
        (params) => {
          said.registrations.remove(params as lsp.UnregistrationParams);
          return null;
        },
      ],
    ]),
    notifications: new Map<string, (params: unknown) => void>([
      [
        'textDocument/publishDiagnostics',
        (params) => said.pushed.take(params as lsp.PublishDiagnosticsParams),
      ],
      [
        'experimental/serverStatus',
        (params) => said.onStatus((params as { readonly quiescent?: boolean }).quiescent !== false),
      ],
      ['window/showMessage', (params) => options.log((params as lsp.ShowMessageParams).message)],
    ]),
  };
}
