import type { Workspace } from '../../../src/core/context/workspace.ts';
import type { FileChanges } from '../../../src/core/edit/fileChanges.ts';
import type { Checker, CheckOptions, CheckReport, QuickFix } from '../../../src/core/verify/checker.ts';
import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';

/** What is wrong in a file's text; called for each file. `all` gives the texts of the others, for rules across files. */
export type CheckRule = (
  path: string,
  text: string,
  all: (path: string) => string | undefined,
) => readonly Diagnostic[];

/** Finds in each text what the test's rule says, and keeps the changes it was asked about. */
export class FakeChecker implements Checker {
  readonly checks: FileChanges[] = [];
  readonly #workspace: Workspace;
  readonly #rule: CheckRule;
  readonly #servers: readonly string[];
  readonly #looksAt: (path: string) => boolean;

  /** `looksAt`: which files there is a server for; absent: all. */
  constructor(
    workspace: Workspace,
    rule: CheckRule,
    servers: readonly string[] = ['TypeScript 7.0.2'],
    looksAt: (path: string) => boolean = () => true,
  ) {
    this.#workspace = workspace;
    this.#rule = rule;
    this.#servers = servers;
    this.#looksAt = looksAt;
  }

  async survey(options: CheckOptions) {
    const paths = await this.#workspace.list(options.signal);
    const diagnostics = await this.#diagnose(paths, new Map());
    return { diagnostics, ...this.#sorted(paths), servers: this.#servers };
  }

  async check(changes: FileChanges, options: CheckOptions): Promise<CheckReport> {
    this.checks.push(new Map(changes));
    const paths = [...new Set([...(await this.#workspace.list(options.signal)), ...changes.keys()])];
    const before = await this.#diagnose(paths, new Map());
    const after = await this.#diagnose(paths, changes);
    const { checked, notChecked } = this.#sorted(paths);
    const concerned = notChecked.filter(({ path }) => changes.has(path));
    return { before, after, checked, notChecked: concerned, servers: this.#servers, ms: 1 };
  }

  async quickFixes(): Promise<readonly QuickFix[]> {
    return [];
  }

  #sorted(paths: readonly string[]) {
    const notChecked = paths
      .filter((path) => !this.#looksAt(path))
      .map((path) => ({ path, reason: 'no language server' }));
    return { checked: paths.filter(this.#looksAt), notChecked };
  }

  async #diagnose(paths: readonly string[], changes: FileChanges): Promise<readonly Diagnostic[]> {
    const texts = new Map<string, string>();
    for (const path of paths.filter(this.#looksAt)) {
      const change = changes.get(path);
      const file = await this.#workspace.read(path);
      const text = change === undefined && file.type === 'text' ? file.text : change;
      if (typeof text === 'string') texts.set(path, text);
    }
    return [...texts].flatMap(([path, text]) => this.#rule(path, text, (other) => texts.get(other)));
  }
}

/** A rule that makes an error of each line which holds one of the words. */
export function errorsWhere(words: Readonly<Record<string, string>>): CheckRule {
  return (path, text) =>
    text.split('\n').flatMap((line, at) =>
      Object.entries(words)
        .filter(([word]) => line.includes(word))
        .map(([word, message]): Diagnostic => {
          const start = { line: at, character: line.indexOf(word) };
          const end = { line: at, character: start.character + word.length };
          return { path, range: { start, end }, severity: 'error', message, code: '2322', source: 'ts' };
        }),
    );
}
