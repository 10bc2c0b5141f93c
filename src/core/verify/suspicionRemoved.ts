import { addedMatches, type ChangedText, linesBeyond } from './changedText.ts';
import type { Suspicion } from './evidence.ts';
import { isProductCode } from './fileRoles.ts';
import { functionBodies } from './functionBodies.ts';
import type { AskedFor } from './suspicion.ts';

/** Words of a task that ask for code to go, or to go elsewhere. */
const asksForIt =
  /\b(?:remov\w*|delet\w*|drop\w*|dead|unused|obsolete|deprecat\w*|simplif\w*|refactor\w*|split\w*|mov(?:e|es|ed|ing)|extract\w*|replac\w*|dedup\w*|inlin\w*|clean\w*|rewrit\w*|consolidat\w*|merge\w*|shorten\w*|renam\w*|stub\w*|no longer|instead of|use the|reuse\w*|get rid)\b/i;
/** Words that ask for a check to go. */
const asksToAllow =
  /\b(?:allow\w*|accept\w*|permit\w*|relax\w*|lenient|tolerat\w*|support\w*|without (?:throw|fail)\w*|(?:not|n't|never) throw\w*|reject\w*|wrongly|too strict)\b/i;

const notImplemented =
  /\b(?:throw\b[^;\n]*not.{0,4}implemented|raise\s+NotImplementedError|panic\([^)\n]*not.{0,4}implemented|(?:todo|unimplemented)!\(|throw\s+new\s+UnsupportedOperationException)/gi;
/** A condition that was put out of use and left standing. */
const deadCondition =
  /\b(?:if|while)\s*\(\s*(?:(?:false|0)\s*(?:&&|\))|true\s*\|\|)|&&\s*(?:false|0)\s*\)|\b(?:el)?if\s+(?:False\b|True\s+or\b)|\band\s+False\s*:|\bif\s+false\s*(?:&&|\{)|\bif\s+true\s*\|\|/g;
const refusal =
  /^(?:if\s*\(.*\)\s*|if .*:\s*)?(?:throw\b|raise\b|panic\(|return\s+(?:err\b|fmt\.Errorf|errors\.New|Err\())/;

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
      for (const { line } of addedMatches(file.before.code, file.after.code, deadCondition))
        found.push(sign(line, 'puts a condition out of use'));
      if (asked) return found;
      found.push(...emptied(file).map(({ line, detail }) => sign(line, detail)));
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
        added.every(({ text }) => !hasLogic(text))
      )
        found.push(sign(guard.line, 'takes out a check and puts nothing in its place'));
      return found;
    });
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

/** Functions that did something before and whose body is now a constant, nothing, or a refusal. */
function emptied({ before, after, path }: ChangedText): readonly { line: number; detail: string }[] {
  const old = functionBodies(before, path);
  const now = new Map(functionBodies(after, path).map((each) => [each.name, each]));
  return old.flatMap(({ name, body }) => {
    const left = now.get(name);
    if (!left || statements(body) < 3 || left.body === body) return [];
    const rest = left.body.trim();
    if (rest !== '' && !trivial.test(rest)) return [];
    const detail = rest === '' ? `empties ${name}` : `leaves of ${name} only "${rest.slice(0, 60)}"`;
    return [{ line: left.line, detail }];
  });
}

function statements(body: string): number {
  return body.split('\n').filter((line) => /\w/.test(line)).length;
}
