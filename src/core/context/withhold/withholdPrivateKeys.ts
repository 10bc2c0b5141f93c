const label = '(?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----';
const begin = new RegExp(`-----BEGIN ${label}`);
const end = new RegExp(`-----END ${label}`);
/** A whole key on one line, its line ends written as `\\n`. */
const onOneLine = new RegExp(`-----BEGIN ${label}[^\\r\\n]{0,20000}?-----END ${label}`, 'g');
/** What a line of a key looks like, after what a diff, a mail or a search puts before it. */
const body = /(?:^|[\s+>:-])[A-Za-z0-9+/=]{16,100}["',\\nr\s]*$/;
const anyBody = /^[\s+>-]*[A-Za-z0-9+/=]+\s*$/;
/** No key has more lines; a beginning with no end in so many is a word in a program. */
const mostLines = 200;

/**
 * Replaces private keys, each line by itself. A key whose end or beginning was cut away, as in a command's output, is
 * known by the lines that look like one.
 */
export function withholdPrivateKeys(text: string, mark: string): string {
  return withholdBare(withholdMarked(text, mark), mark);
}

/** A line of a key as its makers write them, 64 or 76 characters and nothing else, with what a diff puts before it. */
const bareBody = /^[ \t+>-]*(?:[A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{76})[ \t]*$/;

/**
 * Two such lines in a row are taken for the middle of a key, as a diff or a selection may hold it. Digests in a list
 * are of one case.
 */
function withholdBare(text: string, mark: string): string {
  if (!/[A-Za-z0-9+/]{64}/.test(text)) return text;
  const parts = text.split(/(\r\n|\n|\r)/);
  const isBare = (at: number) => {
    const line = parts[at] ?? '';
    return (
      line.length < 200 && bareBody.test(line) && [/[A-Z]/, /[a-z]/, /\d/].every((kind) => kind.test(line))
    );
  };
  const bare = new Set(parts.flatMap((_, at) => (at % 2 === 0 && isBare(at) ? [at] : [])));
  return parts
    .map((part, at) => (bare.has(at) && (bare.has(at - 2) || bare.has(at + 2)) ? mark : part))
    .join('');
}

function withholdMarked(text: string, mark: string): string {
  if (!text.includes('PRIVATE KEY') && !text.includes('Private-Lines:')) return text;
  const parts = text.split(/(\r\n|\n|\r)/);
  const line = (at: number) => parts[at] ?? '';
  const matches = (at: number, like: RegExp) => at >= 0 && like.test(line(at).slice(-500));
  for (let at = 0; at < parts.length; at += 2) {
    if (line(at).includes('-----END')) parts[at] = line(at).replace(onOneLine, mark);
    const opens = begin.exec(line(at));
    if (opens) {
      const last = endAfter(parts, at);
      // A word in a program: the literal ends where the key would begin.
      if (last === undefined && /^["'`)]/.test(line(at).slice(opens.index + opens[0].length))) continue;
      parts[at] = line(at).slice(0, opens.index) + mark;
      let next = at + 2;
      for (; next < parts.length && (last === undefined ? matches(next, anyBody) : next <= last); next += 2)
        parts[next] = mark;
      at = next - 2;
    } else if (end.test(line(at))) {
      parts[at] = mark;
      for (let before = at - 2; matches(before, body); before -= 2) parts[before] = mark;
    } else if (line(at).includes('Private-Lines:')) {
      for (let next = at + 2; matches(next, body); next += 2) parts[next] = mark;
    }
  }
  return parts.join('');
}

function endAfter(parts: readonly string[], at: number): number | undefined {
  for (let next = at + 2; next < Math.min(parts.length, at + 2 * mostLines); next += 2) {
    if (end.test(parts[next] ?? '')) return next;
    if (begin.test(parts[next] ?? '')) return undefined;
  }
  return undefined;
}
