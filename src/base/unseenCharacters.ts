/**
 * Characters by which code can look other than it is: those that turn the direction of text, those without a width,
 * spaces that are none, and controls. Those that make up a picture are none of them.
 */
const unseen =
  /(?!\t|(?<=\p{Extended_Pictographic}\ufe0f?)[\u200d\ufe0f])(?:[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Variation_Selector}\u00a0\u115f\u1160\u3164\uffa0]|\u034f)/u;

const names: Readonly<Record<string, string>> = {
  '061c': 'Arabic letter mark',
  '200e': 'left-to-right mark',
  '200f': 'right-to-left mark',
  '202a': 'left-to-right embedding',
  '202b': 'right-to-left embedding',
  '202c': 'pop directional formatting',
  '202d': 'left-to-right override',
  '202e': 'right-to-left override',
  2066: 'left-to-right isolate',
  2067: 'right-to-left isolate',
  2068: 'first strong isolate',
  2069: 'pop directional isolate',
  '00a0': 'no-break space',
  '00ad': 'soft hyphen',
  '200b': 'zero width space',
  '200c': 'zero width non-joiner',
  '200d': 'zero width joiner',
  feff: 'zero width no-break space',
};

export interface Unseen {
  /** Where it stands in the text. */
  readonly at: number;
  readonly character: string;
  /** "U+202E right-to-left override". */
  readonly name: string;
}

/** The first character of a text that can't be seen, or that turns the order of those after it. */
export function firstUnseen(text: string): Unseen | undefined {
  const at = text.search(unseen);
  if (at < 0) return undefined;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { at, character, name: nameOf(character) };
}

/** The names of all of them in some lines, each once. */
export function unseenIn(lines: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const line of lines) {
    let rest = line;
    for (let each = firstUnseen(rest); each; each = firstUnseen(rest)) {
      found.add(each.name);
      rest = rest.slice(each.at + each.character.length);
    }
  }
  return [...found];
}

function nameOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const code = point.toString(16).padStart(4, '0');
  const name = names[code] ?? kindOf(character, point);
  return `U+${code.toUpperCase()}${name ? ` ${name}` : ''}`;
}

function kindOf(character: string, point: number): string | undefined {
  if (point >= 0xe0000 && point <= 0xe007f) return 'tag';
  if (/\p{Cc}/u.test(character)) return 'control character';
  return /\p{Variation_Selector}/u.test(character) ? 'variation selector' : undefined;
}
