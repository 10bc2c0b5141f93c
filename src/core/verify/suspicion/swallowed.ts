import type { Suspicion } from '../evidence.ts';
import { isProductCode } from '../fileRoles.ts';
import type { AskedFor } from './askedFor.ts';
import { addedMatches, type ChangedText, lineAt, type TextView } from './changedText.ts';
import { closeOf } from './functionBodies.ts';

/** Words of a task that ask for failures to be let pass. */
export const asksToPass =
  /\b(?:ignor\w*|swallow\w*|tolerat\w*|fall(?:s|ing)?\s*back|fallback|default\w*|best.effort|optional|never throws?|(?:does|do|must|should)(?: not|n't) (?:throw|fail|crash)|missing|absent|not exist|invalid|malformed|corrupt\w*|unreadable|graceful\w*|robust\w*|if it fails|on failure|on error|(?:returns?|gives?|yields?) (?:None|null|undefined|nil|nothing|false|an? empty))\b/i;

/**
 * Failures that existing code comes to catch and let pass without a word of why: empty handlers, and those that only
 * log or give a constant. A new file hides nothing that was seen before.
 */
export function findSwallowed(files: readonly ChangedText[], task: AskedFor): readonly Suspicion[] {
  if (asksToPass.test(task.text)) return [];
  return files
    .filter(({ path, isGone, isNew }) => isProductCode(path) && !isGone && !isNew)
    .flatMap((file) => swallowedIn(file));
}

function swallowedIn({ path, before, after }: ChangedText): readonly Suspicion[] {
  const sign = (line: number, detail: string): Suspicion => ({
    kind: 'swallowedException',
    path,
    line,
    detail,
  });
  const simple = simplePatterns
    .filter(({ files }) => files.test(path))
    .flatMap(({ pattern, detail }) =>
      addedMatches(before.plain, after.plain, pattern).map(({ line }) => sign(line, detail)),
    );
  const handlers = path.endsWith('.py') ? pythonHandlers : bracedHandlers;
  const known = handlers(before).map(({ body }) => body);
  const fresh = handlers(after).filter(({ body }) => {
    const at = known.indexOf(body);
    if (at !== -1) known.splice(at, 1);
    return at === -1;
  });
  const skipped = path.endsWith('.rs') ? leavesOut(before, after) : [];
  return [
    ...simple,
    ...skipped.map(({ line }) => sign(line, 'leaves out what failed')),
    ...fresh.flatMap(({ line, body }) => {
      const detail = whatItDoes(body);
      return detail ? [sign(line, detail)] : [];
    }),
  ];
}

/** Calls of Rust that drop failures, where there is less that hands them on. */
function leavesOut(before: TextView, after: TextView) {
  const handsOn = ({ code }: TextView) =>
    code.match(/\bok_or(?:_else)?\(|\bmap_err\(|\?(?=[;.)\s])|\bErr\(/g)?.length ?? 0;
  if (handsOn(after) >= handsOn(before)) return [];
  return addedMatches(
    before.code,
    after.code,
    /\bfilter_map\(|\.flatten\(\)|\.ok\(\)|\bunwrap_or(?:_default|_else)?\(/g,
  );
}

const script = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;

const simplePatterns: readonly {
  readonly files: RegExp;
  readonly pattern: RegExp;
  readonly detail: string;
}[] = [
  {
    files: script,
    pattern:
      /\.catch\(\s*(?:async\s*)?(?:\(\s*_?\w*\s*\)|_?\w+)\s*=>\s*(?:\{\s*(?:return\s*(?:undefined|null|\[\]|false|true|''|"")?;?\s*)?\}|undefined|null|\[\]|false|true|''|""|\(\{\}\)|-?\d+)\s*\)/g,
    detail: 'lets a failed promise pass',
  },
  {
    files: /\.py$/,
    pattern: /\bcontextlib\.suppress\(\s*(?:Exception|BaseException)\s*\)/g,
    detail: 'lets every failure pass',
  },
  {
    files: /\.go$/,
    pattern:
      /\bif\s+err\s*!=\s*nil\s*\{\s*(?:return\s+nil\s*)?\}|^[ \t]*_\s*=\s*(?!\w[\w.]*\.(?:Close|Rollback|Remove|RemoveAll|Kill|Release|Stop|Unlock|Wait)\()\w[\w.]*\(|\brecover\(\)/gm,
    detail: 'drops an error',
  },
  {
    files: /\.go$/,
    pattern: /^[ \t]*\w+\s*,\s*_\s*:?=\s*(?!range\b)[\w.]+\(/gm,
    detail: 'drops an error',
  },
  {
    files: /\.rs$/,
    pattern:
      /\bErr\(_\)\s*=>\s*(?:\{\s*\}|\(\))|\bif\s+let\s+Err\(_?\w*\)\s*=[^{]*\{\s*\}|^[ \t]*let\s+_\s*=\s*[\w.:]+\(|\)\s*\.ok\(\);/gm,
    detail: 'drops an error',
  },
];

interface Handler {
  readonly line: number;
  readonly body: string;
}

/** Handlers of the languages of braces with what they do. */
function bracedHandlers({ code, plain }: TextView): readonly Handler[] {
  return [...code.matchAll(/\bcatch\s*(?:\([^)]*\)\s*)?\{/g)].flatMap((match) => {
    const open = match.index + match[0].length - 1;
    const close = closeOf(code, open);
    if (close === undefined) return [];
    return [{ line: lineAt(code, match.index), body: plain.slice(open + 1, close).trim() }];
  });
}

/** What ends a loop, a wait or an import is caught as a matter of course. */
const ordinary =
  /\b(?:Stop(?:Async)?Iteration|ImportError|ModuleNotFoundError|KeyboardInterrupt|CancelledError|Empty|Full|BlockingIOError|ProcessLookupError)\b/;

/** Handlers of Python with what they do. */
function pythonHandlers({ code, plain }: TextView): readonly Handler[] {
  const lines = plain.split('\n');
  return [...code.matchAll(/^([ \t]*)except\b([^\n]*?):[ \t]*(?=\S|\n)/gm)].flatMap((match) => {
    const [head, indent = '', caught = ''] = match;
    if (ordinary.test(caught)) return [];
    const line = lineAt(code, match.index);
    const end = lines.findIndex(
      (each, at) => at > line && each.trim() !== '' && each.search(/\S/) <= indent.length,
    );
    const own = (lines[line] ?? '').slice(head.length);
    const body = [own, ...lines.slice(line + 1, end === -1 ? lines.length : end)].map((each) => each.trim());
    return [{ line, body: body.filter((each) => each !== '').join('\n') }];
  });
}

const logs =
  /^(?:console|log|logger|logging|LOG|Log|warnings|System\.(?:err|out)|print)(?:\.\w+)*\(.*\)$|^\w+\.printStackTrace\(\)$|^traceback\.print_exc\(\)$/s;
const constant =
  /^(?:pass|continue|\.\.\.|return)$|^return\s+(?:undefined|null|None|[tT]rue|[fF]alse|-?\d[\d._]*[lLfFdDn]?|'[^']*'|"[^"]*"|``|\[\]|\{\}|new (?:Map|Set)\(\)|\(\)|(?:List|Map|Optional|Collections)\.(?:of|empty\w*)\(\))$/;

/** Something empty in the place of what could not be had. */
const emptied =
  /^[\w$.]+\s*=\s*(?:null|None|0|''|""|``|\[\]|\{\}|new (?:Map|Set|ArrayList|HashMap)(?:<>)?\(\))$/;

/** What is wrong with a handler, or undefined where it does something about the failure. */
function whatItDoes(body: string): string | undefined {
  const statements = body
    .split(/;|\n(?=\s*(?:return|console|log\w*|throw|raise|pass|continue|print)\b)/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (statements.length === 0) return 'catches a failure and does nothing';
  const gives = (each: string) => constant.test(each) || emptied.test(each);
  if (!statements.every((each) => logs.test(each) || gives(each))) return undefined;
  return statements.some(gives)
    ? 'catches a failure and gives a constant'
    : 'catches a failure and only logs it';
}
