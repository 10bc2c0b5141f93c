/** How it tells what it finds: asked, by itself, without saying of which text, or as clangd does: of new texts only. */
export type MarkServerMode = 'pull' | 'push' | 'unversioned' | 'clangd';

/**
 * A language server for tests, of a language whose only fault is a word with `!` after it, run by `node -e`. It knows
 * only open documents. How it behaves is in its texts: `#crash` ends it the first time, `#crashes` each time, `#hang`
 * keeps it from answering, `#refuse` makes it answer with an error.
 */
function markServer(rpc: typeof import('vscode-jsonrpc/node'), mode: MarkServerMode): void {
  const { existsSync, writeFileSync } = process.getBuiltinModule('node:fs');
  const connection = rpc.createMessageConnection(process.stdin, process.stdout);
  const documents = new Map<string, { version: number; text: string }>();
  const diagnosticsOf = (text: string) =>
    [...text.matchAll(/(\w+)!/g)].map((match) => {
      const line = text.slice(0, match.index).split('\n').length - 1;
      const position = { line, character: 0 };
      return {
        range: { start: position, end: position },
        severity: 1,
        code: 'mark',
        message: `marked ${match[1]}`,
      };
    });
  function obey(text: string): boolean {
    const isFirst = !existsSync('crashed');
    if (text.includes('#crashes') || (text.includes('#crash') && isFirst)) {
      writeFileSync('crashed', '');
      process.exit(3);
    }
    return !text.includes('#hang');
  }
  function publish(uri: string): void {
    const document = documents.get(uri);
    if (mode === 'pull' || !document || !obey(document.text)) return;
    connection.sendNotification('textDocument/publishDiagnostics', {
      uri,
      ...(mode !== 'unversioned' && { version: document.version }),
      diagnostics: diagnosticsOf(document.text),
    });
  }
  connection.onRequest('initialize', () => ({
    serverInfo:
      mode === 'clangd'
        ? { name: 'clangd', version: 'Debian clangd version 14.0.6 linux+grpc' }
        : { name: 'Marks', version: '1.0' },
    capabilities: mode === 'pull' ? { diagnosticProvider: { interFileDependencies: true } } : {},
  }));
  connection.onNotification('textDocument/didOpen', ({ textDocument }) => {
    documents.set(textDocument.uri, textDocument);
    publish(textDocument.uri);
  });
  connection.onNotification('textDocument/didChange', ({ textDocument, contentChanges }) => {
    const isSame = documents.get(textDocument.uri)?.text === contentChanges[0].text;
    documents.set(textDocument.uri, { version: textDocument.version, text: contentChanges[0].text });
    if (mode === 'clangd' && isSame) return;
    publish(textDocument.uri);
  });
  connection.onNotification('textDocument/didClose', ({ textDocument }) => {
    documents.delete(textDocument.uri);
    if (mode !== 'clangd') return;
    connection.sendNotification('textDocument/publishDiagnostics', {
      uri: textDocument.uri,
      diagnostics: [],
    });
  });
  connection.onRequest('textDocument/diagnostic', ({ textDocument }): object => {
    const text = documents.get(textDocument.uri)?.text;
    if (text === undefined || text.includes('#refuse')) return new rpc.ResponseError(-32603, 'not now');
    return obey(text) ? { kind: 'full', items: diagnosticsOf(text) } : new Promise(() => {});
  });
  connection.onClose(() => process.exit());
  connection.listen();
}

/** The command line of the server, as a user would name one in the settings. */
export function markServerCommand(mode: MarkServerMode): readonly string[] {
  const modulePath = JSON.stringify(`${process.cwd()}/node_modules/vscode-jsonrpc/lib/node/main.js`);
  return [process.execPath, '-e', `(${markServer})(require(${modulePath}), ${JSON.stringify(mode)})`];
}
