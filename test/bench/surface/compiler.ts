import { createRequire } from 'node:module';
import path from 'node:path';

/** As much as is used of the compiler's own interface, which TypeScript 7 no longer has. */
interface TypeScript {
  readonly version: string;
  readonly ScriptSnapshot: { fromString(text: string): unknown };
  readonly sys: { readFile(file: string): string | undefined };
  createDocumentRegistry(): unknown;
  createLanguageService(host: object, registry: unknown): LanguageService;
  getDefaultLibFilePath(options: object): string;
  flattenDiagnosticMessageText(message: unknown, newLine: string): string;
}

interface LanguageService {
  getSyntacticDiagnostics(file: string): readonly RawDiagnostic[];
  getSemanticDiagnostics(file: string): readonly RawDiagnostic[];
}

interface RawDiagnostic {
  readonly start?: number;
  readonly code: number;
  readonly messageText: unknown;
}

export type Files = ReadonlyMap<string, string>;

/** What a full check says of each file, in words that differ when anything that is said does. */
export type Said = ReadonlyMap<string, readonly string[]>;

export interface Compiler {
  readonly version: string;
  /** Checks all programs among the files. */
  check(files: Files): Said;
}

/** A compiler in this process that is shown files which are on no disk: thousands of full checks take minutes. */
export function loadCompiler(root: string): Compiler {
  const package_ = path.join(root, 'test/languageServers/node_modules/typescript-5');
  const ts: TypeScript = createRequire(import.meta.url)(package_);
  let files: Files = new Map();
  const versions = new Map<string, { readonly text: string; readonly version: number }>();
  const folder = '/project/';
  const own = (file: string) => (file.startsWith(folder) ? files.get(file.slice(folder.length)) : undefined);
  const read = (file: string) =>
    file.startsWith(folder) ? own(file) : file.startsWith(package_) ? ts.sys.readFile(file) : undefined;
  const host = {
    getCompilationSettings: () => ({
      strict: true,
      target: 9,
      module: 99,
      moduleResolution: 100,
      lib: ['lib.es2022.d.ts', 'lib.decorators.d.ts'],
      types: [],
      noErrorTruncation: true,
      noImplicitOverride: true,
      exactOptionalPropertyTypes: true,
      resolveJsonModule: true,
      isolatedModules: true,
      skipLibCheck: true,
    }),
    getScriptFileNames: () =>
      [...files.keys()].filter((file) => /\.[cm]?tsx?$/.test(file)).map((file) => folder + file),
    getScriptVersion(file: string) {
      const text = read(file) ?? '';
      const known = versions.get(file);
      if (known?.text === text) return String(known.version);
      const version = (known?.version ?? 0) + 1;
      versions.set(file, { text, version });
      return String(version);
    },
    getScriptSnapshot(file: string) {
      const text = read(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (options: object) => ts.getDefaultLibFilePath(options),
    fileExists: (file: string) => read(file) !== undefined,
    readFile: read,
    directoryExists: () => true,
    getDirectories: () => [],
  };
  const service = ts.createLanguageService(host, ts.createDocumentRegistry());
  return {
    version: ts.version,
    check(shown) {
      files = shown;
      const said = new Map<string, readonly string[]>();
      for (const file of host.getScriptFileNames()) {
        const raw = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)];
        const words = raw.map(({ start, code, messageText }) => {
          const [message = ''] = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n', 1);
          return `${start} ${code} ${inOneOrder(message)}`;
        });
        said.set(file.slice(folder.length), words.sort());
      }
      return said;
    },
  };
}

/** Members of unions are told in the order in which the compiler came upon them, which says nothing. */
function inOneOrder(message: string): string {
  return (message.match(/[\w$#]+/g) ?? []).sort().join(' ');
}
