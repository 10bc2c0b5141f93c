/** What a message names as the thing that is wrong. */
export type Named =
  | { readonly type: 'member'; readonly owner: string | undefined; readonly member: string }
  | { readonly type: 'export'; readonly module: string; readonly name: string }
  | { readonly type: 'module'; readonly module: string }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'nothing' };

/** Characters of a line that are looked at. */
const mostLine = 1_000;

type Read = (match: readonly string[]) => Named | undefined;
const member =
  (owner: number, name: number): Read =>
  (match) => ({ type: 'member', owner: ownerName(match[owner] ?? ''), member: match[name] ?? '' });

/** How servers name it, the most telling first. */
const forms: readonly (readonly [pattern: RegExp, read: Read])[] = [
  [/Propert(?:y|ies) '([^']+)' do(?:es)? not exist on type '(.+)'/, member(2, 1)],
  [/'([^']+)' does not exist in type '(.+)'/, member(2, 1)],
  [/Property '([^']+)' is missing in type '.+' but required in type '(.+)'/, member(2, 1)],
  [/is missing the following properties from type '(.+)': (\w+)/, member(1, 2)],
  [
    /Property '([^']+)' in type '.+' is not assignable to the same property in base type '(.+)'/,
    member(2, 1),
  ],
  [/does not implement inherited abstract member '?([\w$]+)'? from class '(.+)'/, member(2, 1)],
  [/Property '([^']+)' is (?:private|protected)\b.* class '([^']+)'/, member(2, 1)],
  [
    /Cannot assign to '([^']+)' because it is a (?:read-only|constant)/,
    ([, name = '']) => ({ type: 'member', owner: undefined, member: name }),
  ],
  [
    /[Mm]odule ['"“]*([^'"”]+)['"”]* (?:declares|has no exported member)(?: named)? ?'([^']+)'/,
    ([, module = '', name = '']) => ({ type: 'export', module, name }),
  ],
  [/Cannot find module '([^']+)'/, ([, module = '']) => ({ type: 'module', module })],
  [/Import "([^"]+)" could not be resolved/, ([, module = '']) => ({ type: 'module', module })],
  [/Generic type '([\w$]+)/, named],
  [/Cannot find (?:name|namespace) '([^']+)'/, named],
  [/Cannot access attribute "([^"]+)" for class "([^"]+)"/, member(2, 1)],
  [/"([^"]+)" is unknown import symbol/, named],
  [
    /"([^"]+)" is not (?:a known attribute of module "([^"]+)")/,
    ([, name = '', module = '']) => ({ type: 'export', module, name }),
  ],
  [/"([^"]+)" is not defined/, named],
  [
    /no (?:field|method)(?: named)? `([^`]+)` (?:found )?(?:on|for) (?:type|struct|enum|reference|union) `([^`]+)`/,
    member(2, 1),
  ],
  [/`([^`]+)` has no field named `([^`]+)`/, member(1, 2)],
  [/missing field `([^`]+)` in initializer of `([^`]+)`/, member(2, 1)],
  [/cannot find (?:value|function|type|struct|macro|trait)[^`]* `([^`]+)`/, named],
  [/undefined \(type ([\w.*]+) has no field or method (\w+)/, member(1, 2)],
  [/unknown field (\w+) in struct literal of type ([\w.]+)/, member(2, 1)],
  [/missing method (\w+)/, ([, name = '']) => ({ type: 'member', owner: undefined, member: name })],
  [/^undefined: (\w+)$/, named],
  [/no member named ['‘]([^'’]+)['’] in ['‘]([^'’]+)['’]/, member(2, 1)],
  [/undeclared identifier ['‘]([^'’]+)['’]/, named],
];

function named([, name = '']: readonly string[]): Named {
  return { type: 'name', name };
}

/** Reads a message, the innermost line of a chain of reasons first: it says what the others follow from. */
export function namedIn(message: string): Named {
  const lines = message.slice(0, 4_000).split('\n').reverse();
  for (const line of lines) {
    for (const [pattern, read] of forms) {
      const match = pattern.exec(line.slice(0, mostLine));
      const found = match && read(match);
      if (found && (found.type !== 'member' || isName(found.member))) return found;
    }
  }
  const target = /(?:parameter of type|to type) '(.+)'/.exec(lines.at(-1)?.slice(0, mostLine) ?? '')?.[1];
  const part = /Types of property '([^']+)' are incompatible/.exec(message.slice(0, 4_000))?.[1];
  const owner = target === undefined ? undefined : ownerName(target);
  if (part !== undefined && owner !== undefined && isName(part))
    return { type: 'member', owner, member: part };
  return { type: 'nothing' };
}

function isName(text: string): boolean {
  return /^[\w$#]+$/.test(text);
}

/** The name of the type that a text of a type is about; undefined where it has none. */
function ownerName(text: string): string | undefined {
  let type = text.split("'. Did you mean")[0]?.trim() ?? '';
  type = type.replace(/^(?:typeof|readonly|type\[|struct|class|enum|&mut|&|\*)\s*/, '').replace(/\]$/, '');
  const wrapped = /^(?:Readonly|Partial|Required|NonNullable|Awaited|Pick|Omit)<(.+)>$/.exec(type)?.[1];
  if (wrapped !== undefined) return ownerName(wrapped.split(',')[0] ?? '');
  const inUnion = type.split(' | ').find((part) => !/^(?:undefined|null)$/.test(part.trim()));
  const bare = /^(?:import\([^)]*\)\.)?(?:\w+(?:\.|::))*([A-Za-z_$][\w$]*)/.exec(inUnion ?? '')?.[1];
  return bare;
}
