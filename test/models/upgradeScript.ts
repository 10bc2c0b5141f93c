import { lineChanges } from '../../src/core/edit/lineDiff.ts';
import type { Script, ScriptCall, ScriptReply } from './script.ts';

/**
 * A model that adapts TypeScript to changed declarations. It knows no project: it reads problems, files and
 * declarations off the request, and mends by the code and the words of each problem what a reader could mend who sees
 * no more than that. Where something that it needs is not shown, it says so and patches nothing.
 */
export const upgradeScript: Script = (call) => {
  if (call.role === 'label') return { output: [{ type: 'json', value: { labels: labels(call.text) } }] };
  if (call.role !== 'work' && call.role !== 'shadow') return say('There is nothing to do for me here.');
  return lastInputIsResult(call) ? finish() : work(call.text);
};

/** The name under which the endpoint's own program looks for it. */
export const script = upgradeScript;

const say = (text: string): ScriptReply => ({ output: [{ type: 'text', text }] });
const finish = (): ScriptReply => ({
  output: [{ type: 'tool', name: 'finish', arguments: { summary: 'Adapted what uses the declaration.' } }],
});

function lastInputIsResult({ body }: ScriptCall): boolean {
  const last: unknown = Array.isArray(body.input) ? body.input.at(-1) : undefined;
  return typeof last === 'object' && last !== null && 'type' in last && String(last.type).endsWith('_output');
}

function labels(text: string) {
  return [...text.matchAll(/^\{"id".*\}$/gm)].map(([line]) => {
    const { id, code, template } = JSON.parse(line) as Record<string, string>;
    const rootCause = `what is used has changed: ${template}`;
    return { id, category: `error ${code}`, rootCause, effort: 'nano', confidence: 0.9 };
  });
}

interface Problem {
  readonly path: string;
  /** From 0. */
  readonly line: number;
  readonly character: number;
  readonly code: string;
  readonly message: string;
}

function work(text: string): ScriptReply {
  const problems = [...text.matchAll(/^(\S+):(\d+):(\d+) error ts (\d+): (.*)$/gm)].map(
    ([, path = '', line, character, code = '', message = '']): Problem => ({
      path,
      line: Number(line) - 1,
      character: Number(character) - 1,
      code,
      message,
    }),
  );
  const patches: string[] = [];
  for (const path of new Set(problems.map((problem) => problem.path))) {
    const shown = fileIn(text, path);
    if (shown === undefined) return say(`${path} is not shown.`);
    const lines = [...shown];
    const own = problems.filter((problem) => problem.path === path);
    // From below, so that what is put in moves nothing that is still to come.
    for (const problem of own.sort((a, b) => b.line - a.line || b.character - a.character)) {
      const missing = mend(lines, problem, text);
      if (missing !== undefined) return say(missing);
    }
    patches.push(updateOf(path, shown, lines));
  }
  if (patches.length === 0) return say('No problem is named.');
  return { output: [{ type: 'patch', patch: `*** Begin Patch\n${patches.join('')}*** End Patch\n` }] };
}

/** The lines of a file that is shown whole. */
function fileIn(text: string, path: string): readonly string[] | undefined {
  const escaped = path.replace(/[.\\/]/g, '\\$&');
  const found = new RegExp(
    `^\`?${escaped}\`?(?: lines [\\d-]+ \\(the whole file\\))?:\\n(\`{3,})[^\\n]*\\n([\\s\\S]*?)\\n\\1$`,
    'm',
  ).exec(text);
  return found?.[2]?.split('\n');
}

/** Lines round a change that are sent with it. */
const contextLines = 2;

/** A hunk for each stretch of lines that differ. */
function updateOf(path: string, before: readonly string[], after: readonly string[]): string {
  const hunks: string[] = [];
  for (const { oldStart, oldEnd, newStart, newEnd } of lineChanges(before, after)) {
    const above = before.slice(Math.max(0, oldStart - contextLines), oldStart);
    const below = before.slice(oldEnd, oldEnd + contextLines);
    hunks.push(
      '@@',
      ...above.map((line) => ` ${line}`),
      ...before.slice(oldStart, oldEnd).map((line) => `-${line}`),
      ...after.slice(newStart, newEnd).map((line) => `+${line}`),
      ...below.map((line) => ` ${line}`),
    );
  }
  return `*** Update File: ${path}\n${hunks.join('\n')}\n`;
}

/** Mends one problem in the lines; gives what would have to be seen for it where that is not shown. */
function mend(lines: string[], problem: Problem, text: string): string | undefined {
  const { line, character, code, message } = problem;
  const at = lines[line] ?? '';
  const put = (next: string) => {
    lines[line] = next;
    return undefined;
  };
  const names = [...message.matchAll(/'([^']*)'/g)].map(([, name = '']) => name);
  const [first = '', second = ''] = names;
  switch (code) {
    case '2339': {
      const variable = /(\w+)\??\.$/.exec(at.slice(0, character))?.[1] ?? '';
      if (second.startsWith('Promise<')) return awaitValue(lines, variable, line);
      const type = second.replace(/^typeof /, '');
      const member = likeMember(type, first, text);
      return member === undefined
        ? `The declaration of ${type} is not shown.`
        : put(at.slice(0, character) + at.slice(character).replace(first, member));
    }
    case '2353': {
      const member = likeMember(second, first, text);
      return member === undefined
        ? `The declaration of ${second} is not shown.`
        : put(at.slice(0, character) + at.slice(character).replace(first, member));
    }
    case '2305': {
      const words = second.split(/(?=[A-Z])/);
      const exported = [
        ...text.matchAll(/^export (?:async )?(?:function|interface|type|class|enum|const) (\w+)/gm),
      ];
      // What a module has instead is told with the task, or stands in its text.
      const told = / has ([\w, ]+), and no /.exec(text)?.[1]?.split(', ') ?? [];
      const all = [...told, ...exported.map(([, each = '']) => each)];
      const name = all.find((each) => each !== second && each.endsWith(words.at(-1) ?? '?'));
      if (name === undefined) return `What the module of ${second} exports is not shown.`;
      return put(at.replace(new RegExp(`\\b${second}\\b`), `${name} as ${second}`));
    }
    case '2554': {
      const name = /(\w+)\($/.exec(at.slice(0, at.indexOf('(', character) + 1))?.[1] ?? '';
      const parameters = new RegExp(`function ${name}\\(([^)]*)\\)`).exec(text)?.[1]?.split(', ');
      if (!parameters) return `The declaration of ${name} is not shown.`;
      return put(
        at.replace(new RegExp(`\\b${name}\\(([^()]*)\\)`), (_, given: string) => {
          const missing = parameters.slice(given.split(', ').length);
          return `${name}(${[given, ...missing.map((each) => someValue(each))].join(', ')})`;
        }),
      );
    }
    case '18048':
      return guard(lines, first, line);
    case '2345': {
      const argument = /^[\w.]+|^'[^']*'/.exec(at.slice(character))?.[0] ?? '';
      if (first.endsWith('| undefined')) return guard(lines, argument, line);
      const wrapped = second === 'Date' ? `new Date(${argument})` : `Number.parseFloat(${argument})`;
      if (first === 'string')
        return put(at.slice(0, character) + wrapped + at.slice(character + argument.length));
      return addMember(lines, problem, text);
    }
    case '2322':
      return put(at.replace(/= (.*);$/, '= Number.parseFloat($1);'));
    case '2362': {
      const operand = /^[\w.]+/.exec(at.slice(character))?.[0] ?? '';
      return put(
        `${at.slice(0, character)}Number.parseFloat(${operand})${at.slice(character + operand.length)}`,
      );
    }
    case '2741':
      return addMember(lines, problem, text);
    case '2420': {
      const [, wanted] = /Property '(\w+)' is missing/.exec(message) ?? [];
      const signature = new RegExp(`^  (${wanted}\\([^)]*\\): void);`, 'm').exec(text)?.[1];
      const end = lines.findIndex((each, index) => index > line && each === '}');
      if (signature === undefined || end === -1) return `The declaration of ${second} is not shown.`;
      lines.splice(end, 0, '', `  ${signature} {`, '    this.kept.clear();', '  }');
      return undefined;
    }
    case '2314':
      return put(at.replace(/\bResult<(\w+)>/, 'Result<$1, Error>'));
    case '2540':
      return put(at.replace(/(\w+)\.(\w+) = (.*);/, '$1 = { ...$1, $2: $3 };'));
    default:
      return `I can't mend error ${code}.`;
  }
}

/** A value for a parameter, by how it is declared. */
function someValue(parameter: string): string {
  const [name = '', type] = parameter.split(': ');
  if (type === 'number') return '0';
  return name.includes('currency') ? "'EUR'" : "''";
}

/** The member of a declared type that was called otherwise. */
function likeMember(type: string, missing: string, text: string): string | undefined {
  const body = new RegExp(`(?:interface|enum|class) ${type}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\s*\\}`).exec(
    text,
  )?.[1];
  const members = [...(body ?? '').matchAll(/^\s+(?:readonly )?(\w+)\??\s*[:=]/gm)].map(
    ([, name = '']) => name,
  );
  return members.find((name) => name.toLowerCase().includes(missing.toLowerCase())) ?? members[0];
}

function addMember(lines: string[], { line, message }: Problem, text: string): string | undefined {
  const wanted = /Property '(\w+)' is missing/.exec(message)?.[1];
  const declared = new RegExp(`^\\s+(?:readonly )?(${wanted}: \\w+);`, 'm').exec(text)?.[1];
  if (wanted === undefined || declared === undefined) return `The declaration of ${wanted} is not shown.`;
  lines[line] = (lines[line] ?? '').replace(/\{ ([^{}]*) \}/, `{ $1, ${wanted}: ${someValue(declared)} }`);
  return undefined;
}

function awaitValue(lines: string[], variable: string, below: number): string | undefined {
  const line = lines.findLastIndex((each, index) => index <= below && each.includes(`const ${variable} = `));
  if (line === -1) return `Where ${variable} comes from is not shown.`;
  lines[line] = (lines[line] ?? '').replace(/= (?!await )/, '= await ');
  return undefined;
}

function guard(lines: string[], variable: string, line: number): undefined {
  const indent = /^\s*/.exec(lines[line] ?? '')?.[0] ?? '';
  lines.splice(
    line,
    0,
    `${indent}if (${variable} === undefined) throw new Error('There is no ${variable}.');`,
  );
}
