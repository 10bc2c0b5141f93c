import { existsSync } from 'node:fs';
import path from 'node:path';
import { type IgnoreRules, ignoreRules, isIgnoredBy } from '../../core/context/ignoreFiles.ts';
import type { LeftOut } from '../../core/context/workspace.ts';
import { rulesLeftOut } from './leftOut.ts';
import { mayExceptIn, openedTo, type RulesAbove } from './openedFolder.ts';
import { readGitIgnore, readRules } from './readRules.ts';
import { repositoryAbove } from './repositoryAbove.ts';

/** The rules that hold in a folder, those of the nearest first; or what is left out since nobody can tell them. */
export type FolderRules =
  | { readonly type: 'known'; readonly rules: readonly IgnoreRules[] }
  | { readonly type: 'unknown'; readonly leftOut: LeftOut };

/**
 * What git would ignore of a folder's files, for where it can't be asked: by the `.gitignore` files in it and those
 * above it up to the top of its repository, and by `.git/info/exclude` there. A rule that was made once is kept.
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
  async above(): Promise<FolderRules> {
    const place = repositoryAbove(this.#root);
    this.#within = place?.within ?? '';
    if (place === undefined) return { type: 'known', rules: [] };
    const names = place.within.split('/').slice(0, -1);
    const texts: RulesAbove[] = [];
    for (const [k, file] of ['.git/info/exclude', ...names.map(() => '.gitignore')].entries()) {
      const above = names.slice(0, Math.max(0, k - 1));
      const folder = above.join('/');
      const whole = path.join(place.top, folder, file);
      const read = await (k === 0 ? readRules(whole) : readGitIgnore(whole));
      if (read.type === 'unreadable') {
        const up = '../'.repeat(names.length);
        return {
          type: 'unknown',
          leftOut: this.#leftOut('', `${up}${path.posix.join(folder, file)}`, read.reason),
        };
      }
      if (read.type === 'text') texts.unshift({ folder, text: read.text, way: names.slice(above.length) });
    }
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
  async nameItself(): Promise<boolean> {
    await this.#rulesFor('.');
    return this.#isNamed;
  }

  /** Whether a file below the root is left out, or may be; for who asks of a few and has walked through none. */
  async keepsBack(file: string): Promise<boolean> {
    const rules = await this.#rulesFor(path.posix.dirname(file));
    return rules.type === 'unknown' || this.isIgnored(rules.rules, file);
  }

  #rulesFor(folder: string): Promise<FolderRules> {
    const asked = this.#folders.get(folder) ?? this.#askFor(folder);
    this.#folders.set(folder, asked);
    return asked;
  }

  async #askFor(folder: string): Promise<FolderRules> {
    if (folder === '.') {
      const above = await this.above();
      return above.type === 'known' ? this.withOwn('', above.rules) : above;
    }
    // A repository inside another has rules of its own alone.
    if (existsSync(path.join(this.#root, folder, '.git'))) return this.withOwn(folder, []);
    const above = await this.#rulesFor(path.posix.dirname(folder));
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
