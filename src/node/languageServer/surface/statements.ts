import type { Token } from './tokens.ts';

const beginners = new Set(
  'import export declare function async class abstract interface type const let var enum namespace module'.split(
    ' ',
  ),
);
/** Words that want something after them, wherever the line ends. */
const unfinished = new Set(
  'export default declare abstract async extends implements as satisfies is keyof typeof infer new in of instanceof const let var await yield return import type unique readonly asserts'.split(
    ' ',
  ),
);

/** Words that go on with what the line before began. */
const goingOn = new Set(
  'from as satisfies extends implements is in of instanceof else catch finally while'.split(' '),
);

export interface Statement {
  readonly kind: 'declaration' | 'effect';
  readonly tokens: readonly Token[];
}

/**
 * Parts a program into its outermost statements: rather two in one than one in two, where it is a declaration. What
 * declares nothing is an effect.
 */
export function statementsOf(tokens: readonly Token[]): readonly Statement[] {
  const statements: Statement[] = [];
  let start = 0;
  const end = (at: number) => {
    const [first] = tokens.slice(start, start + 1);
    if (first && at > start) {
      const kind = beginners.has(first.text) || first.text.startsWith('@') ? 'declaration' : 'effect';
      if (first.text !== ';') statements.push({ kind, tokens: tokens.slice(start, at) });
    }
    start = at;
  };
  tokens.forEach((token, at) => {
    const previous = tokens[at - 1];
    if (previous && beginsStatement(token, previous)) end(at);
  });
  end(tokens.length);
  return statements;
}

function beginsStatement(token: Token, previous: Token): boolean {
  if (token.depth > 0 || previous.depth > 0) return false;
  if (previous.text === ';') return true;
  if (!token.startsLine) return false;
  if (token.kind !== 'word') return previous.text === '}' && /^[[(`+\-/!~]$/.test(token.text);
  if (goingOn.has(token.text)) return false;
  if (previous.kind === 'string') return true;
  if (previous.kind === 'word') return !unfinished.has(previous.text) && !previous.text.startsWith('@');
  return /^(?:[)\]}>]|\+\+|--|!)$/.test(previous.text);
}
