import type { ClientCapabilities } from 'vscode-languageserver-protocol';

/**
 * What both hosts tell a server they can do: only what checking needs, so that a server answers both alike. File
 * watching is offered because TypeScript's server then believes what it is told of files instead of watching itself,
 * which is what lets a deletion be tried.
 */
export const clientCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    synchronization: { dynamicRegistration: true },
    diagnostic: { dynamicRegistration: true, relatedDocumentSupport: false, relatedInformation: true },
    publishDiagnostics: {
      versionSupport: true,
      codeDescriptionSupport: true,
      dataSupport: true,
      relatedInformation: true,
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix'] } },
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
  window: { workDoneProgress: true },
  // How rust-analyzer tells that it has read the workspace; before that it answers that all is well.
  experimental: { serverStatusNotification: true },
  general: { positionEncodings: ['utf-16'] },
};
