/** What a word may be to a text beside a word, as bits. */
export const keyword = {
  /** Stands before what declares, such as `export`. */
  modifier: 1,
  /** Stands before the name that it declares, such as `class`. */
  declares: 2,
  /** Stands before brackets and a block, and declares nothing by that. */
  statement: 4,
  from: 8,
  import: 16,
  require: 32,
  /** Rust's, with a path after it. */
  use: 64,
  include: 128,
} as const;

const words = {
  modifier:
    'export default declare abstract public private protected internal static final async unsafe extern override readonly pub get set const mut data sealed open inline suspend partial virtual',
  declares:
    'function class interface type enum namespace module const let var def defp defmodule func fun fn struct union trait protocol extension actor record object impl mod macro_rules',
  statement:
    'if for while switch catch return function else with elif elsif elseif foreach synchronized using lock unless until match await super',
  from: 'from',
  import: 'import',
  require: 'require',
  use: 'use mod',
  include: 'include',
} as const satisfies Record<keyof typeof keyword, string>;

/** What the words are that programming languages keep for themselves. */
export const keywords: ReadonlyMap<string, number> = (() => {
  const found = new Map<string, number>();
  for (const kind of Object.keys(keyword) as (keyof typeof keyword)[])
    for (const word of words[kind].split(' ')) found.set(word, (found.get(word) ?? 0) | keyword[kind]);
  return found;
})();
