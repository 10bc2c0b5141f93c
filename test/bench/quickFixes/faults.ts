/** A file with one fault in it. */
export interface Fault {
  readonly kind: string;
  readonly path: string;
  readonly original: string;
  readonly faulty: string;
}

interface Kind {
  readonly name: string;
  /** Where a fault of this kind can be made, each with what then stands there. */
  readonly sites: (
    text: string,
  ) => readonly { readonly at: number; readonly length: number; readonly now: string }[];
}

function replacing(pattern: RegExp, now: (match: RegExpMatchArray) => string | undefined): Kind['sites'] {
  return (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const written = now(match);
      return written === undefined ? [] : [{ at: match.index, length: match[0].length, now: written }];
    });
}

/** A name with two neighbours swapped, the way fingers do. */
function misspelt(name: string): string | undefined {
  const at = Math.floor(name.length / 2);
  const [a, b] = [name[at - 1], name[at]];
  return a === undefined || b === undefined || a === b
    ? undefined
    : name.slice(0, at - 1) + b + a + name.slice(at + 1);
}

const kinds: readonly Kind[] = [
  { name: 'import gone', sites: replacing(/^import \{ \w+ \} from [^;]+;\n/gm, () => '') },
  {
    name: 'one name of an import gone',
    sites: replacing(/(?<=^import (?!type)\{)([^{};]*, )(\w+)(?= \} from)/gm, (match) =>
      match[1]?.replace(/, $/, ''),
    ),
  },
  { name: 'type import gone', sites: replacing(/^import type \{ \w+ \} from [^;]+;\n/gm, () => '') },
  { name: 'type left out of an import', sites: replacing(/^import type (?=\{ \w+ \})/gm, () => 'import ') },
  {
    name: 'misspelt use',
    sites: replacing(/(?<=[ (.])[a-z][A-Za-z]{4,}(?=\()/g, ([name]) => misspelt(name)),
  },
  {
    name: 'misspelt property',
    sites: replacing(/(?<=\w\.)[a-z][A-Za-z]{3,}(?=[;,) ])/g, ([name]) => misspelt(name)),
  },
  {
    name: 'misspelt type',
    sites: replacing(/(?<=: )[A-Z][A-Za-z]{4,}(?=[,);\] =])/g, ([name]) => misspelt(name)),
  },
  {
    name: 'wrong literal',
    sites: replacing(/(?<=type: ')([a-z][A-Za-z]+)(?=')/g, ([name]) => misspelt(name)),
  },
  { name: 'await gone', sites: replacing(/(?<=[=(] ?)await (?=[\w.(])/g, () => '') },
  { name: 'async gone', sites: replacing(/\basync (?=function|\(|[a-z]\w*\()/g, () => '') },
  { name: 'return gone', sites: replacing(/(?<=\n\s+)return (?=\w[\w.]*[(;])/g, () => '') },
  { name: 'const gone', sites: replacing(/(?<=\n\s+)const (?=\w+ =)/g, () => '') },
  { name: 'export gone', sites: replacing(/^export (?=(?:async )?function|const)/gm, () => '') },
  { name: 'new gone', sites: replacing(/\bnew (?=[A-Z])/g, () => '') },
  { name: 'this gone', sites: replacing(/\bthis\.(?=[a-z])/g, () => '') },
  { name: 'argument gone', sites: replacing(/(?<=\b\w+\([\w.]+), [\w.]+(?=\))/g, () => '') },
  { name: 'property gone', sites: replacing(/(?<=\{[^{}\n]*)\b\w+: [\w.]+, (?=\w+[:,} ])/g, () => '') },
  { name: 'optional access made plain', sites: replacing(/\?\.(?=\w)/g, () => '.') },
  { name: 'member declaration gone', sites: replacing(/^ {2}readonly \w+\??: [^;{}]+;\n/gm, () => '') },
  {
    name: 'null guard gone',
    sites: replacing(/^ *if \(!?\w+(?: === undefined)?\) return[^;{}]*;\n/gm, () => ''),
  },
];

export const faultKinds: readonly string[] = kinds.map(({ name }) => name);

/** Up to `count` faults of each kind, spread over the sources by a seed. */
export function seededFaults(
  sources: ReadonlyMap<string, string>,
  count: number,
  random: () => number,
): Fault[] {
  return kinds.flatMap(({ name, sites }) => {
    const all = [...sources].flatMap(([path, original]) =>
      sites(original).map((site) => ({ path, original, site })),
    );
    const picked: typeof all = [];
    while (picked.length < count && all.length > 0)
      picked.push(...all.splice(Math.floor(random() * all.length), 1));
    return picked.map(({ path, original, site: { at, length, now } }) => ({
      kind: name,
      path,
      original,
      faulty: original.slice(0, at) + now + original.slice(at + length),
    }));
  });
}
