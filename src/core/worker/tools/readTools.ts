import { messageOf } from '../../../base/messageOf.ts';
import { outline } from '../../context/code/outline.ts';
import { describeDiagnostic } from '../../context/describeDiagnostic.ts';
import { fence, label, oneLine } from '../../context/fence.ts';
import { searchOverlay } from '../../context/pack/searchOverlay.ts';
import { showFile } from '../../context/pack/shownFile.ts';
import { isWithheldFile } from '../../context/withhold/withhold.ts';
import { readWorkspacePath } from '../../context/workspacePath.ts';
import type { WorkerAttempt } from '../attempt.ts';
import { checkWork, describeCheck } from '../checkWork.ts';
import { noteRefusal } from './noteRefusal.ts';
import type { ToolUse } from './tools.ts';

export interface ToolAnswer {
  readonly ok: boolean;
  readonly output: string;
}

type Arguments<Name extends ToolUse['name']> = Extract<ToolUse, { name: Name }>['arguments'];

/** The most characters of one answer. */
export const maxToolOutput = 16_000;
const mostMatches = 40;

/** The worker's `read_file`: lines of a file as the task's overlay has it. */
export async function readFile(args: Arguments<'read_file'>, attempt: WorkerAttempt): Promise<ToolAnswer> {
  const reading = readWorkspacePath(args.path);
  if (!reading.ok) {
    noteRefusal(`${JSON.stringify(args.path.slice(0, 200))} can't be read: ${reading.reason}`, attempt);
    return { ok: false, output: `It can't be read: ${reading.reason}.` };
  }
  const { path } = reading;
  attempt.options.onNote(`reads ${path}`);
  const file = await showFile(path, (each) => attempt.overlay.read(each));
  if (file.type === 'missing')
    return { ok: false, output: `${path} does not exist. Use search to find files.` };
  if (file.type === 'folder')
    return { ok: false, output: `${path} is a folder. Use search to find files in it.` };
  if (file.type === 'hidden') {
    noteRefusal(`${path} can't be read: ${file.reason}`, attempt);
    return { ok: false, output: `${path} can't be read: ${file.reason}.` };
  }
  const { lines } = file;
  if (lines.length === 0) return { ok: true, output: `${path} is empty.` };
  const first = Math.min(Math.max(args.from ?? 1, 1), lines.length);
  const wanted = Math.min(Math.max(args.to ?? lines.length, first), lines.length);
  let last = first - 1;
  for (let length = 0; last < wanted; last++) {
    length += (lines[last]?.length ?? 0) + 1;
    if (length > maxToolOutput * 0.75 && last >= first) break;
  }
  const text = lines.slice(first - 1, last).join('\n');
  const shown = `${label(path)} lines ${first}-${last} of ${lines.length}:\n${fence(text)}`;
  if (last >= wanted) return { ok: true, output: shown };
  const rest = outline(lines.slice(last), 30).map((each) => shiftLine(each, last));
  const hint = rest.length > 0 ? ` It declares further down:\n${fence(rest.join('\n'))}` : '';
  return { ok: true, output: `${shown}\nToo long to show at once: go on with from ${last + 1}.${hint}` };
}

const shiftLine = (entry: string, by: number): string =>
  entry.replace(/^\d+/, (number) => String(Number(number) + by));

/** The worker's `search`, over the workspace and the overlay. */
export async function search(args: Arguments<'search'>, attempt: WorkerAttempt): Promise<ToolAnswer> {
  const { workspace } = attempt.deps;
  const { signal, onNote } = attempt.options;
  onNote(`searches for ${oneLine(JSON.stringify(args.text.slice(0, 60)))}`);
  if (args.regex) {
    const problem = regexProblem(args.text);
    if (problem) return { ok: false, output: problem };
  }
  const query = { text: args.text, isRegex: args.regex, limit: mostMatches };
  const matches = await searchOverlay(query, attempt.overlay, workspace, signal);
  if (matches.length === 0) return { ok: true, output: 'Nothing found.' };
  const lines = matches.map(
    (match) => `${oneLine(match.path)}:${match.line}: ${match.text.trim().slice(0, 240)}`,
  );
  const more = matches.length === mostMatches ? '\nThere may be more: narrow the search.' : '';
  return { ok: true, output: `${fence(lines.join('\n'))}${more}` };
}

function regexProblem(text: string): string | undefined {
  if (text.length > 500) return 'The expression is too long.';
  // Such an expression can take years on one line: `(a+)+b`.
  if (/\([^)]*[+*}][^)]*\)[+*{]/.test(text))
    return 'A repeated group with a repetition inside is not allowed.';
  try {
    new RegExp(text);
    return undefined;
  } catch (error) {
    return `The expression is not valid: ${messageOf(error)}`;
  }
}

/** The worker's `symbols`: where a name is declared. */
export async function symbols(args: Arguments<'symbols'>, attempt: WorkerAttempt): Promise<ToolAnswer> {
  attempt.options.onNote(`looks for ${oneLine(args.name.slice(0, 60))}`);
  const found = await attempt.deps.workspace.symbols(args.name, attempt.options.signal);
  attempt.options.signal.throwIfAborted();
  const lines = found
    .filter((symbol) => !isWithheldFile(symbol.path))
    .slice(0, mostMatches)
    .map((symbol) => `${symbol.kind} ${symbol.name} ${symbol.path}:${symbol.line}`);
  return { ok: true, output: lines.length === 0 ? 'Nothing found; try search.' : fence(lines.join('\n')) };
}

/** The worker's `diagnostics`: what the language servers say of its files as they are now. */
export async function diagnostics(attempt: WorkerAttempt): Promise<ToolAnswer> {
  if (attempt.overlay.changes().size > 0) {
    return { ok: true, output: describeCheck(attempt, await checkWork(attempt)) };
  }
  attempt.options.onNote('asks for the problems');
  const { diagnostics: found, servers } = await attempt.deps.checker.survey({
    signal: attempt.options.signal,
  });
  attempt.options.signal.throwIfAborted();
  const errors = found.filter((each) => each.severity === 'error');
  const server = servers.join(', ') || 'The checker';
  if (errors.length === 0) return { ok: true, output: `${server} finds no errors; nothing is changed yet.` };
  const shown = errors.slice(0, 30).map((each) => describeDiagnostic(each).slice(0, 400));
  const more = errors.length > shown.length ? `\nand ${errors.length - shown.length} more.` : '';
  return { ok: true, output: `${server} finds:\n${fence(shown.join('\n'))}${more}` };
}
