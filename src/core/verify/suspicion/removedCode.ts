import type { Suspicion } from '../evidence.ts';
import { isProductCode } from '../fileRoles.ts';
import type { AskedFor } from './askedFor.ts';
import {
  addedMatches,
  type ChangedText,
  linesBeyond,
  type NumberedLine,
  type TextView,
} from './changedText.ts';
import { type FunctionBody, functionBodies } from './functionBodies.ts';
import { asksToPass } from './swallowed.ts';

/** Words of a task that ask for code to go, or to go elsewhere. */
const asksForIt =
  /\b(?:remov\w*|delet\w*|drop\w*|dead|unused|obsolete|deprecat\w*|simplif\w*|refactor\w*|split\w*|mov(?:e|es|ed|ing)|extract\w*|replac\w*|dedup\w*|inlin\w*|clean\w*|rewrit\w*|consolidat\w*|merge\w*|shorten\w*|renam\w*|stub\w*|no longer|instead of|use the|reuse\w*|get rid|never (?:read|used|called)|not used|unreachable|redundant|duplicate\w*|unnecessary)\b/i;
/** Words that ask for a check to go. */
const asksToAllow =
  /\b(?:allow\w*|accept\w*|permit\w*|relax\w*|lenient|tolerat\w*|support\w*|without (?:throw|fail)\w*|(?:not|n't|never)(?: be)? (?:throw|reject|refus|fail)\w*|wrongly|falsely|too strict|valid|legal)\b/i;

const notImplemented =
  /\b(?:throw\b[^;\n]*not.{0,4}implemented|raise\s+NotImplementedError|panic\([^)\n]*not.{0,4}implemented|(?:todo|unimplemented)!\(|throw\s+new\s+UnsupportedOperationException)/gi;
/** A condition that was put out of use and left standing. */
const deadCondition: readonly RegExp[] = [
  /\b(?:if|while)\s*\(\s*(?:(?:false|0)\s*(?:&&|\))|true\s*\|\|)|&&\s*(?:false|0)\s*\)/g,
  /\b(?:el)?if\s+(?:False\b|True\s+or\b)|\band\s+False\s*:/g,
  /\bif\s+(?:false\s*(?:&&|\{)|true\s*\|\|)/g,
  /<=?\s*(?:-\s*Infinity|Number\.NEGATIVE_INFINITY|float\(\s*['"]-inf|-\s*math\.inf|math\.Inf\(-1\)|f(?:32|64)::NEG_INFINITY)/g,
  />=?\s*(?:Infinity|Number\.POSITIVE_INFINITY|float\(\s*['"]inf|math\.inf|math\.Inf\(1\)|f(?:32|64)::INFINITY)/g,
];
/** An arm of a choice that does nothing. */
const emptyArm = /^(?:_|\w+|default)\s*(?:=>\s*(?:\{\s*\}|\(\)),?|:\s*break;?)$/;
/** A refusal as a statement, with the condition or the arm of a choice that it stands behind on its line. */
const refusal = new RegExp(
  String.raw`^(?:if\s*\(.*\)\s*|if .*:\s*|[^\s=][^=]*=>\s*|(?:case\b.*|default):\s*)?` +
    String.raw`(?:throw\b|raise\b|panic\(|return\s+(?:[\w."'{}()[\]]+,\s*)?(?:err\b|fmt\.Errorf|errors\.New|Err\())`,
);

/** Removed code as large as this needs a word in the task. */
const manyLines = 25;
const someLines = 8;
const largePart = 0.4;

/** Code that is gone where nobody asked for it to go: bodies emptied, checks taken out, whole paths deleted. */
export function findRemovedCode(files: readonly ChangedText[], task: AskedFor): readonly Suspicion[] {
  const asked = asksForIt.test(task.text);
  const everywhere = files.map(({ after }) => after.plain).join('\n');
  return files
    .filter(({ path }) => isProductCode(path))
    .flatMap((file): readonly Suspicion[] => {
      const sign = (line: number, detail: string): Suspicion => ({
        kind: 'removedCode',
        path: file.path,
        line,
        detail,
      });
      const stubs = addedMatches(file.before.plain, file.after.plain, notImplemented).map(({ line }) =>
        sign(line, 'only throws that it is not implemented'),
      );
      const stubsAsked = /\b(?:stub|skeleton|scaffold|not implemented|abstract|placeholder)\w*/i.test(
        task.text,
      );
      const found = stubsAsked ? [] : [...stubs];
      for (const pattern of deadCondition)
        for (const { line } of addedMatches(file.before.plain, file.after.plain, pattern))
          found.push(sign(line, 'puts a condition out of use'));
      const bodies = {
        old: functionBodies(file.before, file.path),
        now: functionBodies(file.after, file.path),
      };
      for (const { line, name } of leftEarly(bodies))
        found.push(sign(line, `returns from ${name} before its work`));
      if (asked) return found;
      found.push(...emptied(bodies).map(({ line, detail }) => sign(line, detail)));
      const gone = linesBeyond(file.after.plain, file.before.plain).filter(
        ({ text }) => !isMoved(text, everywhere) && !isNoise(text),
      );
      if (found.length === 0) {
        const bulk = bulkOf(file, gone.length);
        const [first] = gone;
        if (bulk && first) found.push(sign(first.line, bulk));
      }
      const added = linesBeyond(file.before.plain, file.after.plain);
      const muted = added.find(
        ({ text }) =>
          logged.test(text) &&
          gone.some((old) => refusal.test(old.text) && headOf(old.text) === headOf(text)),
      );
      if (muted && found.length === 0 && !asksToAllow.test(task.text))
        found.push(sign(muted.line, 'only logs what it refused'));
      const guard = gone.find(({ text }) => refusal.test(text));
      if (
        guard &&
        found.length === 0 &&
        !asksToAllow.test(task.text) &&
        added.every(({ text }) => emptyArm.test(text) || !hasLogic(text))
      )
        found.push(sign(guard.line, 'takes out a check and puts nothing in its place'));
      const passed = found.length === 0 && !asksToAllow.test(task.text) && !asksToPass.test(task.text);
      for (const { line } of passed ? refusalsPassed(file) : [])
        found.push(sign(line, 'goes on where it refused'));
      const [call] = gone.filter(({ text }) => isCall.test(text));
      if (call && found.length === 0 && added.length === 0 && task.mends?.includes(file.path))
        found.push(sign(call.line, 'takes out the call that was complained of'));
      return found;
    });
}

/** A call as a statement of its own. */
const isCall = /^(?:await\s+|return\s+)?[\w$.]+(?:\.|::)?[\w$]+\(.*\);?$/;
const passes =
  /^(?:continue|break|pass|return(?:\s+(?:undefined|null|None|nil|[tT]rue|[fF]alse|-?\d+|''|""|\[\]|\{\}))?);?$/;

/** Where something stood that refused, under the same line before it, there is now what goes on. */
function refusalsPassed({ before, after }: ChangedText): readonly NumberedLine[] {
  const under = (view: TextView, line: number) => {
    const above = view.plain
      .split('\n')
      .slice(0, line)
      .filter((each) => each.trim() !== '');
    return above.at(-1)?.trim();
  };
  const gone = linesBeyond(after.plain, before.plain).filter(({ text }) => refusal.test(text));
  const heads = new Set(gone.map(({ line }) => under(before, line)));
  return linesBeyond(before.plain, after.plain).filter(
    ({ text, line }) => passes.test(text) && heads.has(under(after, line)),
  );
}

const logged =
  /^(?:if\b.*[):]\s*)?(?:console|log|logger|logging|System\.(?:out|err)|fmt|print|eprintln!|println!|warn)\b[.\w!]*\(/i;

/** The condition that a statement stands under on its own line. */
function headOf(line: string): string {
  return /^(?:if\s*\(.*?\)\s*(?=\w)|if .*?:\s*)/.exec(line)?.[0].trim() ?? '';
}

function isMoved(line: string, everywhere: string): boolean {
  return line.length > 12 && everywhere.includes(line);
}

function isNoise(line: string): boolean {
  return /^(?:import\b|from\b|use\b|\}|\)|else\b|export \*|package\b)/.test(line);
}

function hasLogic(line: string): boolean {
  return /\b(?:if|else|for|while|return|throw|raise|case|when|match|try)\b|[=(]/.test(line);
}

function bulkOf({ before, after, isGone }: ChangedText, gone: number): string | undefined {
  const had = linesBeyond('', before.plain).length;
  if (isGone) return gone > had / 2 ? 'deletes the file' : undefined;
  const added = linesBeyond(before.plain, after.plain).length;
  const isMuch = gone >= manyLines || (gone >= someLines && gone >= had * largePart);
  return isMuch && added < gone / 4 ? `removes ${gone} lines and adds ${added}` : undefined;
}

const trivial =
  /^(?:return\b\s*(?:[\w$.]+|-?\d[\d._]*|'[^']*'|"[^"]*"|`[^`]*`|\[\s*\]|\{\s*\}|\(\s*\)|(?:vec!|Vec::new|String::new)\S*|Ok\(\(?\)?\)|nil(?:,\s*nil)?)?\s*;?|pass|\.\.\.|throw\b[^\n;]*;?|raise\b[^\n]*|-?\d[\d._]*|true|false|None|"[^"]*"(?:\.to_string\(\))?)$/;

/** The functions of a file before and after. */
interface Bodies {
  readonly old: readonly FunctionBody[];
  readonly now: readonly FunctionBody[];
}

/** Functions that did something before and whose body is now a constant, nothing, or a refusal. */
function emptied({ old, now: bodies }: Bodies): readonly { line: number; detail: string }[] {
  const now = new Map(bodies.map((each) => [each.name, each]));
  return old.flatMap(({ name, body }) => {
    const left = now.get(name);
    if (!left || statements(body) < 3 || left.body === body) return [];
    const rest = left.body.trim();
    if (rest !== '' && !trivial.test(rest)) return [];
    const detail = rest === '' ? `empties ${name}` : `leaves of ${name} only "${rest.slice(0, 60)}"`;
    return [{ line: left.line, detail }];
  });
}

/** Functions that come to return on their first line, with what they did before still standing below. */
function leftEarly({ old, now }: Bodies): readonly { line: number; name: string }[] {
  const leaves = /^\s*(?:return\b[^\n{([]*(?:\([^\n()]*\))?;?|pass)[ \t]*\n(?=\s*[\w$])/;
  const before = new Map(old.map(({ name, body }) => [name, body]));
  return now.filter(({ name, body }) => {
    const was = before.get(name);
    return was !== undefined && !leaves.test(was) && leaves.test(body) && !isOneStatement(body);
  });
}

/** Whether what follows the first line only goes on with it. */
function isOneStatement(body: string): boolean {
  const [first = '', ...rest] = body.split('\n').filter((line) => line.trim() !== '');
  const indent = first.search(/\S/);
  return rest.every((line) => line.search(/\S/) > indent || /^\s*[.?:&|+*/)}\]-]/.test(line));
}

function statements(body: string): number {
  return body.split('\n').filter((line) => /\w/.test(line)).length;
}
