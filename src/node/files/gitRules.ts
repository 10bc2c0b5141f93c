import { existsSync } from 'node:fs';
import path from 'node:path';
import { type IgnoreRules, ignoreRules, isIgnoredBy } from '../../core/context/ignoreFiles.ts';
import type { LeftOut } from '../../core/context/workspace.ts';
import { repositoryExclude, userExcludes } from './excludes.ts';
import { rulesLeftOut } from './leftOut.ts';
import { mayExceptIn, openedTo, type RulesAbove } from './openedFolder.ts';
import { readGitIgnore, readRules } from './readRules.ts';
import { type RepositoryPlace, repositoryAbove } from './repositoryAbove.ts';

/** The rules that hold in a folder, those of the nearest first; or what is left out since nobody can tell them. */
export type FolderRules =
  | { readonly type: 'known'; readonly rules: readonly IgnoreRules[] }
  | { readonly type: 'unknown'; readonly leftOut: LeftOut };

/**
 * What git would ignore of a folder's files, for where it can't be asked: by the `.gitignore` files in it and those
 * above it up to the top of its repository, by `.git/info/exclude` there, and by what the user excludes from all
 * repositories. A rule that was made once is kept.
 */
export class GitRules {
  readonly #root: string;
  readonly #shownAs: string;
  /** The folder's path below the repository's top, as the rules see its files. */
  #within = '';
  #isNamed = false;
  /** By folder and text. */
  readonly #known = new Map<string, IgnoreRules>();
  readonly #folders = new Map<string, Promise<FolderRules>>();

  /** `shownAs` stands before the paths of what is left out: the folder's own, as those who hear of it see it. */
  constructor(root: string, shownAs = '') {
    this.#root = root;
    this.#shownAs = shownAs;
  }

  /** The rules from above the folder. */
  async above(signal: AbortSignal): Promise<FolderRules> {
    const place = repositoryAbove(this.#root);
    this.#within = place?.within ?? '';
    if (place === undefined) return { type: 'known', rules: [] };
    const found = await this.#textsAbove(place, signal);
    if (found.type === 'unknown') return found;
    const { texts } = found;
    const rules = texts.map(({ folder, text }) => this.#rulesOf(folder, text));
    const within = this.#within;
    // With exceptions in the folder, what names all that is in it still keeps the rest of it back.
    const hasExceptions = texts.some(mayExceptIn);
    this.#isNamed =
      within !== '' &&
      (isIgnoredBy(rules, within) || (!hasExceptions && isIgnoredBy(rules, `${within}\u0001`)));
    if (!this.#isNamed) return { type: 'known', rules };
    // Someone opened it to work on it all the same: what names it as a whole does not count, and all else does.
    const others = texts.map((each) => this.#rulesOf(each.folder, openedTo(each, hasExceptions)));
    return { type: 'known', rules: others };
  }

  /** The texts of the ignore files above the folder, the nearest first. */
  async #textsAbove({ top, within }: RepositoryPlace, signal: AbortSignal) {
    const names = within.split('/').slice(0, -1);
    const texts: RulesAbove[] = [{ folder: '', way: names, text: await userExcludes(top, signal) }];
    const exclude = await readRules(await repositoryExclude(top));
    const files = [{ above: 0, shown: '.git/info/exclude', read: exclude }];
    for (const above of names.keys()) {
      const shown = [...names.slice(0, above), '.gitignore'].join('/');
      files.push({ above, shown, read: await readGitIgnore(path.join(top, shown)) });
    }
    for (const { above, shown, read } of files) {
      const up = '../'.repeat(names.length);
      if (read.type === 'unreadable')
        return { type: 'unknown', leftOut: this.#leftOut('', `${up}${shown}`, read.reason) } as const;
      const folder = names.slice(0, above).join('/');
      if (read.type === 'text') texts.unshift({ folder, way: names.slice(above), text: read.text });
    }
    return { type: 'known', texts } as const;
  }

  /** The rules in a folder (its path below the root) that has a `.gitignore` of its own. */
  async withOwn(folder: string, above: readonly IgnoreRules[]): Promise<FolderRules> {
    const file = path.posix.join(folder, '.gitignore');
    const read = await readGitIgnore(path.join(this.#root, file));
    if (read.type === 'unreadable')
      return { type: 'unknown', leftOut: this.#leftOut(folder, file, read.reason) };
    if (read.type === 'missing') return { type: 'known', rules: above };
    const fromTop = `${this.#within}${folder}`.replace(/\/$/, '');
    return { type: 'known', rules: [this.#rulesOf(fromTop, read.text), ...above] };
  }

  /** Whether rules from above name the folder as a whole, or all that is in it. */
  async nameItself(signal: AbortSignal): Promise<boolean> {
    // Nothing stands above the top of a repository, and to ask what the user excludes takes a process.
    if (!repositoryAbove(this.#root)?.within) return false;
    await this.#rulesFor('.', signal);
    return this.#isNamed;
  }

  /** Whether a file below the root is left out, or may be; for who asks of a few and has walked through none. */
  async keepsBack(file: string, signal: AbortSignal): Promise<boolean> {
    const rules = await this.#rulesFor(path.posix.dirname(file), signal);
    return rules.type === 'unknown' || this.isIgnored(rules.rules, file);
  }

  #rulesFor(folder: string, signal: AbortSignal): Promise<FolderRules> {
    const asked = this.#folders.get(folder) ?? this.#askFor(folder, signal);
    this.#folders.set(folder, asked);
    return asked;
  }

  async #askFor(folder: string, signal: AbortSignal): Promise<FolderRules> {
    if (folder === '.') {
      const above = await this.above(signal);
      return above.type === 'known' ? this.withOwn('', above.rules) : above;
    }
    // A repository inside another has rules of its own alone.
    if (existsSync(path.join(this.#root, folder, '.git'))) return this.withOwn(folder, []);
    const above = await this.#rulesFor(path.posix.dirname(folder), signal);
    return above.type === 'known' ? this.withOwn(folder, above.rules) : above;
  }

  /** Whether rules leave out a path below the root; those of folders end with '/'. */
  isIgnored(rules: readonly IgnoreRules[], file: string): boolean {
    return isIgnoredBy(rules, this.#within + file);
  }

  #leftOut(folder: string, file: string, reason: string): LeftOut {
    const shown = (each: string) => path.posix.join(this.#shownAs, each);
    return rulesLeftOut(folder === '' ? this.#shownAs : shown(folder), shown(file), reason);
  }

  #rulesOf(folder: string, text: string): IgnoreRules {
    const key = `${folder}\0${text}`;
    const rules = this.#known.get(key) ?? ignoreRules(folder, text);
    this.#known.set(key, rules);
    return rules;
  }
}
