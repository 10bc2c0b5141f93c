import { pathToFileURL } from 'node:url';
import type * as lsp from 'vscode-languageserver-protocol';
import type { ServerHandlers } from './connection.ts';
import type { PushedDiagnostics } from './pushedDiagnostics.ts';

/** What servers ask of an editor, answered for one that has no settings and lets nothing be changed. */
export function serverHandlers(
  options: { readonly root: string; readonly log: (line: string) => void },
  pushed: PushedDiagnostics,
  registered: Set<string>,
): ServerHandlers {
  const folders = [{ uri: pathToFileURL(options.root).href, name: options.root }];
  const nothing = () => null;
  return {
    requests: new Map<string, (params: unknown) => unknown>([
      ['workspace/configuration', (params) => (params as lsp.ConfigurationParams).items.map(nothing)],
      ['workspace/workspaceFolders', () => folders],
      ['workspace/applyEdit', () => ({ applied: false })],
      ['workspace/diagnostic/refresh', nothing],
      ['window/workDoneProgress/create', nothing],
      ['window/showMessageRequest', nothing],
      ['window/showDocument', () => ({ success: false })],
      ['client/unregisterCapability', nothing],
      [
        'client/registerCapability',
        (params) => {
          for (const { method } of (params as lsp.RegistrationParams).registrations) registered.add(method);
          return null;
        },
      ],
    ]),
    notifications: new Map<string, (params: unknown) => void>([
      ['textDocument/publishDiagnostics', (params) => pushed.take(params as lsp.PublishDiagnosticsParams)],
      ['window/showMessage', (params) => options.log((params as lsp.ShowMessageParams).message)],
    ]),
  };
}
