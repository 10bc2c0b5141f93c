/**
 * Makes a test for workspace paths out of the globs of `files.exclude` and `search.exclude`. A glob that matches a
 * folder hides all that is below it. Conditions (`when`) are not looked at: such a glob hides nothing.
 */
export function excludeTest(settings: readonly unknown[]): (path: string) => boolean {
  const globs = new Set<string>();
  for (const setting of settings) {
    if (typeof setting !== 'object' || setting === null) continue;
    for (const [glob, value] of Object.entries(setting)) if (value === true) globs.add(glob);
  }
  if (globs.size === 0) return () => false;
  const pattern = new RegExp(`^(?:${[...globs].map(globSource).join('|')})(?:/|$)`, 'u');
  return (path) => pattern.test(path);
}

/** A glob as the source of a regular expression: `**`, `*`, `?`, `{a,b}`, `[a-z]` and `[!a-z]`. */
function globSource(glob: string): string {
  let source = '';
  let depth = 0;
  for (const [token] of glob.replace(/\/$/, '').matchAll(/\*\*\/|\/\*\*$|\*+|\[[^\]]+\]|./gsu)) {
    if (token === '**/') source += '(?:[^/]+/)*';
    else if (token === '/**') source += '(?:/.*)?';
    else if (token === '**') source += '.*';
    else if (token.startsWith('*')) source += '[^/]*';
    else if (token === '?') source += '[^/]';
    else if (token.length > 1 && token.startsWith('[')) source += classSource(token);
    else if (token === '{') {
      depth += 1;
      source += '(?:';
    } else if (token === '}' && depth > 0) {
      depth -= 1;
      source += ')';
    } else if (token === ',' && depth > 0) source += '|';
    else source += literal(token);
  }
  return source + ')'.repeat(depth);
}

function classSource(token: string): string {
  const negated = token[1] === '!' || token[1] === '^';
  const members = token.slice(negated ? 2 : 1, -1).replace(/[\\\]^[&]/g, '\\$&');
  return members === '' ? literal(token) : `[${negated ? '^' : ''}${members}]`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
