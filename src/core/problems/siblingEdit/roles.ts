import { isKeyword, mayDiffer, type Token, tokensOf } from './tokens.ts';

/** What a token is to another place. */
export interface Roles {
  isHole(token: Token, isTaken: boolean): boolean;
  /** Whether two names and a joint may be one hole. */
  isLoose(token: Token): boolean;
}

/** Which tokens of a mended place may be others at a sibling, and which have to be the same. */
export function rolesOf(from: {
  readonly put: readonly string[];
  readonly taken: readonly Token[];
  readonly constants: ReadonlySet<string>;
  readonly names: readonly string[];
}): Roles {
  const putTokens = new Set(from.put.flatMap((text) => tokensOf(text).map((token) => token.text)));
  const putWords = new Set(from.put.flatMap(wordsIn));
  const moved = new Set(from.taken.filter(({ text }) => putTokens.has(text)).map(({ text }) => text));
  const isHole = (token: Token, isTaken: boolean) => {
    if (!mayDiffer(token) || from.constants.has(token.text)) return false;
    // What is taken out for good is what the edit is about: elsewhere it has to be the same.
    if (isTaken) return moved.has(token.text);
    // A number or text that is put in as well may have been made from it, or not: so it has to be the same.
    return token.kind === 'word' || moved.has(token.text) || !putTokens.has(token.text);
  };
  return {
    isHole,
    isLoose: (token) => isHole(token, false) && !putWords.has(token.text) && !from.names.includes(token.text),
  };
}

/** Names in a text, also inside of what it quotes. */
export function wordsIn(text: string): readonly string[] {
  return (text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).filter((word) => !isKeyword(word));
}
