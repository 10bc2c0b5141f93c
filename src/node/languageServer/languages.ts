/** A language by the id that editors and servers use, and by the name that people use. */
export interface Language {
  readonly id: string;
  readonly name: string;
  /** Whether its files are programs or styles, which a survey of problems is expected to cover. */
  readonly code: boolean;
}

const code = (id: string, name: string, ...extensions: string[]) => ({ id, name, code: true, extensions });
const data = (id: string, name: string, ...extensions: string[]) => ({ id, name, code: false, extensions });

const table = [
  code('typescript', 'TypeScript', '.ts', '.mts', '.cts'),
  code('typescriptreact', 'TypeScript JSX', '.tsx'),
  code('javascript', 'JavaScript', '.js', '.mjs', '.cjs'),
  code('javascriptreact', 'JavaScript JSX', '.jsx'),
  code('css', 'CSS', '.css'),
  code('scss', 'SCSS', '.scss'),
  code('less', 'Less', '.less'),
  code('html', 'HTML', '.html', '.htm'),
  code('vue', 'Vue', '.vue'),
  code('svelte', 'Svelte', '.svelte'),
  code('python', 'Python', '.py', '.pyi'),
  code('go', 'Go', '.go'),
  code('rust', 'Rust', '.rs'),
  code('c', 'C', '.c', '.h'),
  code('cpp', 'C++', '.cc', '.cpp', '.cxx', '.hh', '.hpp', '.hxx'),
  code('csharp', 'C#', '.cs'),
  code('java', 'Java', '.java'),
  code('kotlin', 'Kotlin', '.kt', '.kts'),
  code('swift', 'Swift', '.swift'),
  code('ruby', 'Ruby', '.rb'),
  code('php', 'PHP', '.php'),
  code('lua', 'Lua', '.lua'),
  code('zig', 'Zig', '.zig'),
  code('shellscript', 'shell scripts', '.sh', '.bash'),
  code('sql', 'SQL', '.sql'),
  data('json', 'JSON', '.json'),
  data('jsonc', 'JSON with comments', '.jsonc'),
  data('yaml', 'YAML', '.yaml', '.yml'),
  data('toml', 'TOML', '.toml'),
  data('xml', 'XML', '.xml', '.svg'),
  data('markdown', 'Markdown', '.md'),
  data('plaintext', 'plain text', '.txt'),
];

const byExtension = new Map<string, Language>(
  table.flatMap(({ extensions, ...language }) => extensions.map((extension) => [extension, language])),
);

/** All languages that are known by name. */
export const knownLanguages: readonly Language[] = table;

/** The language of a file by its name. Unknown endings are named after the ending. */
export function languageOf(path: string): Language {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot).toLowerCase() : '';
  const known = byExtension.get(extension);
  if (known) return known;
  return { id: extension.slice(1) || name, name: extension ? `${extension} files` : name, code: false };
}

/** The languages that TypeScript's server speaks: one server for all of them. */
export const typeScriptLanguages: readonly string[] = [
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
];
