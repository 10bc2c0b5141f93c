/** A language server that is known by name, and how it is found and spoken to. */
export interface KnownServer {
  /** For people, where the server does not say its own. */
  readonly name: string;
  /** The program, as it is called on the PATH. */
  readonly program: string;
  readonly args: readonly string[];
  /** What it is started with also where the user names the command, unless that says otherwise. */
  readonly always?: readonly string[];
  /** The npm package that brings the program, where one does: then no shell script is needed to start it. */
  readonly package?: string;
  /** Its place below VS Code's own extensions, where VS Code brings it. */
  readonly bundled?: string;
  /** The Python environment of the workspace may have it. */
  readonly inVirtualEnvironment?: boolean;
  readonly languages: readonly string[];
  /** What to do to have it, as a clause; undefined for those that are only taken where they are. */
  readonly install?: string;
  /** A program on the PATH that does the checking: without it the server finds nothing wrong, whatever it is shown. */
  readonly needs?: string;
  readonly initializationOptions?: unknown;
  /** Set in its environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Schemas are read from files only: a server of ours fetches nothing from the network. */
const schemasOnDisk = { handledSchemaProtocols: ['file'], handledSchemas: ['file'], provideFormatter: false };
/** Cargo would check what is on the disk, not the texts that are proposed, and build into the workspace. */
export const rustSettings = {
  checkOnSave: false,
  cargo: { buildScripts: { enable: false } },
  procMacro: { enable: false },
};
/** Its index would be written into the workspace, and headers would be read from the disk, not as they are proposed. */
const clangdArgs = ['--background-index=false', '--use-dirty-headers'] as const;
const pyrightArgs = { args: ['--stdio'], languages: ['python'], inVirtualEnvironment: true } as const;

/**
 * The servers that are used without being named in the settings, the better one first. Only such as report
 * diagnostics by themselves, for texts that are not saved, and say which text they are about: the servers of YAML and
 * Zig push without a version, so that what they say can't be told from what they said of an older text. None may fetch
 * packages or schemas from the network.
 */
export const knownServers: readonly KnownServer[] = [
  {
    name: 'JSON language server',
    program: 'vscode-json-language-server',
    args: ['--stdio'],
    package: 'vscode-langservers-extracted',
    bundled: 'json-language-features/server/dist/node/jsonServerMain.js',
    languages: ['json', 'jsonc'],
    install: 'run "npm install --save-dev vscode-langservers-extracted"',
    initializationOptions: schemasOnDisk,
  },
  {
    name: 'CSS language server',
    program: 'vscode-css-language-server',
    args: ['--stdio'],
    package: 'vscode-langservers-extracted',
    bundled: 'css-language-features/server/dist/node/cssServerMain.js',
    languages: ['css', 'scss', 'less'],
    install: 'run "npm install --save-dev vscode-langservers-extracted"',
    initializationOptions: schemasOnDisk,
  },
  {
    name: 'HTML language server',
    program: 'vscode-html-language-server',
    args: ['--stdio'],
    package: 'vscode-langservers-extracted',
    bundled: 'html-language-features/server/dist/node/htmlServerMain.js',
    languages: ['html'],
    install: 'run "npm install --save-dev vscode-langservers-extracted"',
    initializationOptions: { ...schemasOnDisk, embeddedLanguages: { css: true, javascript: true } },
  },
  { name: 'basedpyright', program: 'basedpyright-langserver', ...pyrightArgs, package: 'basedpyright' },
  {
    name: 'pyright',
    program: 'pyright-langserver',
    ...pyrightArgs,
    package: 'pyright',
    install: 'run "npm install --save-dev pyright"',
  },
  {
    name: 'gopls',
    program: 'gopls',
    args: [],
    languages: ['go'],
    install: 'run "go install golang.org/x/tools/gopls@latest"',
    // Its pushed diagnostics come in several waves for one text; an answer to a question is whole.
    initializationOptions: { pullDiagnostics: true },
    environment: { GOPROXY: 'off', GOTOOLCHAIN: 'local' },
  },
  {
    name: 'rust-analyzer',
    program: 'rust-analyzer',
    args: [],
    languages: ['rust'],
    install: 'run "rustup component add rust-analyzer"',
    initializationOptions: rustSettings,
    environment: { CARGO_NET_OFFLINE: 'true' },
  },
  {
    name: 'clangd',
    program: 'clangd',
    args: ['--log=error', ...clangdArgs],
    always: clangdArgs,
    languages: ['c', 'cpp'],
    install: 'install clangd 13 or later, from clangd.llvm.org or your system',
  },
  {
    name: 'bash-language-server',
    program: 'bash-language-server',
    args: ['start'],
    package: 'bash-language-server',
    languages: ['shellscript'],
    needs: 'shellcheck',
    install: 'install shellcheck and run "npm install --save-dev bash-language-server"',
  },
  {
    name: 'lua-language-server',
    program: 'lua-language-server',
    args: [],
    languages: ['lua'],
    install: 'install lua-language-server, from luals.github.io',
  },
];
