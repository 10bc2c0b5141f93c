import { counted } from '../../../base/counted.ts';
import type { Overlay } from '../../edit/overlay.ts';
import type { ModelTier } from '../../model/tier.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { enclosingBlock, type LineSpan } from '../code/enclosingBlock.ts';
import { type FileLines, joinSpans } from '../code/fileLines.ts';
import { describeDiagnostic } from '../describeDiagnostic.ts';
import { fence, oneLine } from '../fence.ts';
import { declaredNames } from '../textIndex/declaredNames.ts';
import { estimateTokens } from '../tokenEstimate.ts';
import { withholdSecrets } from '../withhold/withhold.ts';
import type { Workspace } from '../workspace.ts';
import { declarationPieces, namesCalledIn, namesInMessage } from './declarations.ts';
import { importedSignatures } from './importedSignatures.ts';
import { callPieces, spokenOfPieces } from './involvedPieces.ts';
import { linesPiece, type Pack, type Piece, packBudget, packPieces, tokensOfPieces } from './pack.ts';
import { showFile } from './shownFile.ts';

export interface PackOptions {
  readonly tier: ModelTier;
  /** Estimated tokens; absent: what the tier is shown at most. */
  readonly budget?: number;
  readonly signal: AbortSignal;
}

export interface DiagnosticPackOptions extends PackOptions {
  /** The titles of the fixes that the language server offers for a problem. */
  readonly fixTitles?: (diagnostic: Diagnostic) => Promise<readonly string[]>;
}

/** Files up to this many lines are shown whole; of others the block around the problem. */
const wholeFileLines: Readonly<Record<ModelTier, number>> = { nano: 60, mini: 120, planner: 400 };
const blockLines: Readonly<Record<ModelTier, number>> = { nano: 40, mini: 60, planner: 120 };
const mostNames: Readonly<Record<ModelTier, number>> = { nano: 4, mini: 8, planner: 12 };
const mostImports: Readonly<Record<ModelTier, number>> = { nano: 2, mini: 5, planner: 8 };
/** Places that a problem speaks of, and calls of what it stands at. */
const mostRelated: Readonly<Record<ModelTier, number>> = { nano: 2, mini: 4, planner: 8 };
/** Problems that the server is asked for fixes of. */
const mostAsked = 5;
/** What the problem list may take of the budget, so that the files keep their room. */
const problemShare = 0.3;

/** What a worker is shown to remove diagnostics: where they are, what they say, what they name, and no more. */
export async function packForDiagnostics(
  task: RunTask,
  overlay: Overlay,
  workspace: Workspace,
  options: DiagnosticPackOptions,
): Promise<Pack> {
  const { tier, signal, budget = packBudget[tier] } = options;
  const read = (path: string) => overlay.read(path);
  const files = await readFiles(task, overlay);
  signal.throwIfAborted();
  const problems = problemList(task.targets, await titlesOf(task, options), budget * problemShare);
  signal.throwIfAborted();
  const targets = targetPieces(task, files, tier);
  const spoken = await spokenOfPieces(task.targets.slice(0, 10), read, mostRelated[tier]);
  const shown = [...targets.flatMap(({ pieces }) => pieces), ...spoken];
  const related = tier === 'nano' ? [] : relatedPieces(task, files, tier);
  const isShown = isIn(shown);
  const names = namesOf(task.targets, files).slice(0, mostNames[tier]);
  const declarations = await declarationPieces(names, 50, { overlay, workspace, signal, isShown, most: 15 });
  const calls = await callPieces(declaredAt(task.targets, files), {
    ...{ overlay, workspace, signal, isShown, value: 40 },
    most: mostRelated[tier],
  });
  signal.throwIfAborted();
  const targeted = files.filter((file) => targets.some(({ path }) => path === file.path));
  const signatures = await importedSignatures(targeted, read, {
    mostFiles: mostImports[tier],
    value: 30,
    signal,
    isShown: isIn([...shown, ...declarations, ...related]),
    near: ({ path, lines }) => linesAround(task.targets, path, lines, blockLines[tier]),
  });
  const room = budget - estimateTokens(problems);
  const pack = packPieces(
    [
      ...signatures,
      ...declarations,
      ...calls,
      ...related,
      ...spoken,
      ...targets.flatMap(({ pieces }) => pieces),
    ],
    room,
  );
  const text = pack.text === '' ? problems : `${pack.text}\n\n${problems}`;
  return { text, tokens: estimateTokens(text), leftOut: pack.leftOut };
}

async function readFiles(task: RunTask, overlay: Overlay): Promise<readonly FileLines[]> {
  const paths = new Set([...task.targets.map((target) => target.path), ...task.files]);
  const files: FileLines[] = [];
  for (const path of paths) {
    const file = await showFile(path, (each) => overlay.read(each));
    if (file.type === 'text') files.push({ path, lines: file.lines });
  }
  return files;
}

/** What problems of a file say, and the code around them: the modules that these use have to do with them. */
function linesAround(
  targets: readonly Diagnostic[],
  path: string,
  lines: readonly string[],
  most: number,
): readonly string[] {
  return targets
    .filter((target) => target.path === path)
    .map(({ range }) => enclosingBlock(lines, { first: range.start.line, last: range.start.line }, most))
    .flatMap(({ first, last }) => lines.slice(first, last + 1))
    .concat(targets.map(({ message }) => message));
}

/** Whether pieces hold a line (from 0) of a file. */
function isIn(pieces: readonly Piece[]): (path: string, line: number) => boolean {
  return (path, line) =>
    pieces.some(({ name, span }) => name === path && span && line >= span.first && line <= span.last);
}

/** Fixes by their titles, which say what the server believes to be wrong; those that only silence are left out. */
async function titlesOf(
  task: RunTask,
  { fixTitles }: DiagnosticPackOptions,
): Promise<ReadonlyMap<Diagnostic, string>> {
  const titles = new Map<Diagnostic, string>();
  for (const target of fixTitles ? task.targets.slice(0, mostAsked) : []) {
    const offered = ((await fixTitles?.(target)) ?? []).filter((title) => !silences.test(title));
    const short = [...new Set(offered)].slice(0, 4).map((title) => oneLine(title).slice(0, 100));
    if (short.length > 0) titles.set(target, short.join('; '));
  }
  return titles;
}

const silences = /\b(?:ignore|disable|suppress|noqa|nocheck|nolint|expect-error)\b/i;

/** A problem with all that the server says of it, a line each. */
function describeWhole(target: Diagnostic, titles: ReadonlyMap<Diagnostic, string>): string {
  const line = describeDiagnostic(target);
  const offered = titles.get(target);
  return [
    line.length > 1_200 ? `${line.slice(0, 1_200)} …` : line,
    ...(target.related ?? []).slice(0, 3).map(({ path, range, message }) => {
      const place = `${path}:${range.start.line + 1}`;
      return `  ${place}: ${withholdSecrets(oneLine(message)).slice(0, 300)}`;
    }),
    ...(target.link === undefined ? [] : [`  explained at ${oneLine(target.link).slice(0, 200)}`]),
    ...(offered === undefined ? [] : [`  fixes on offer: ${withholdSecrets(offered)}`]),
  ].join('\n');
}

function problemList(
  targets: readonly Diagnostic[],
  titles: ReadonlyMap<Diagnostic, string>,
  budget: number,
): string {
  const shown: string[] = [];
  let tokens = 0;
  for (const target of targets) {
    const short = describeWhole(target, titles);
    tokens += estimateTokens(short);
    if (tokens > budget && shown.length > 0) break;
    shown.push(short);
  }
  const rest = targets.length - shown.length;
  const more =
    rest > 0
      ? `\n${counted(rest, 'more problem of this task is', 'more problems of this task are')} not listed.`
      : '';
  return `Remove ${targets.length === 1 ? 'this problem' : 'these problems'}:\n${fence(shown.join('\n'))}${more}`;
}

/** What must be shown of the problems' own files for a tier to do the task, in estimated tokens. */
export async function tokensOfTargets(task: RunTask, overlay: Overlay, tier: ModelTier): Promise<number> {
  const targets = targetPieces(task, await readFiles(task, overlay), tier);
  return tokensOfPieces(targets.flatMap(({ pieces }) => pieces));
}

interface TargetPieces {
  readonly path: string;
  readonly pieces: readonly Piece[];
}

function targetPieces(task: RunTask, files: readonly FileLines[], tier: ModelTier): TargetPieces[] {
  return files.flatMap(({ path, lines }) => {
    const targets = task.targets.filter((target) => target.path === path);
    if (targets.length === 0) return [];
    if (lines.length <= wholeFileLines[tier]) {
      const whole = { first: 0, last: lines.length - 1 };
      return [{ path, pieces: [linesPiece(path, lines, whole, 100)] }];
    }
    const blocks = targets.map(({ range }) =>
      enclosingBlock(lines, { first: range.start.line, last: range.start.line }, blockLines[tier]),
    );
    const imports = importSpans(lines, targets.some(asksForName) ? 60 : 12);
    const spans = joinSpans([...imports, ...blocks]);
    return [{ path, pieces: spans.map((span) => linesPiece(path, lines, span, 100)) }];
  });
}

/** Whether the fix may be a line at the top of the file. */
function asksForName(target: Diagnostic): boolean {
  return /cannot find|not found|not defined|no exported member|did you mean|unresolved|undeclared/i.test(
    target.message,
  );
}

/** The imports at the top of a file, which say what is in scope; none where they are longer than that is worth. */
function importSpans(lines: readonly string[], most: number): readonly LineSpan[] {
  let last = -1;
  for (const [at, line] of lines.slice(0, 60).entries()) {
    if (/^(import\b|from\b|\}? ?from\b|const .*\brequire\(|use\b|using\b|#include\b)/.test(line)) last = at;
  }
  return last === -1 || last >= most ? [] : [{ first: 0, last }];
}

/** Names to look up: those in the messages first, then what the lines in question call. */
function namesOf(targets: readonly Diagnostic[], files: readonly FileLines[]): readonly string[] {
  const told = targets.flatMap((target) => namesInMessage(target.message));
  const called = targets.flatMap((target) => {
    const file = files.find((each) => each.path === target.path);
    return namesCalledIn(file?.lines[target.range.start.line] ?? '');
  });
  return [...new Set([...told, ...called])];
}

/** The names that are declared on the lines in question: a problem there is often about how they are used. */
function declaredAt(targets: readonly Diagnostic[], files: readonly FileLines[]): readonly string[] {
  const names = targets.flatMap(({ path, range }) => {
    const line = files.find((file) => file.path === path)?.lines[range.start.line] ?? '';
    return [...declaredNames(line.slice(0, 2_000))].filter((name) => isCallable(line, name));
  });
  return [...new Set(names)].slice(0, 3);
}

function isCallable(line: string, name: string): boolean {
  const at = line.indexOf(name);
  const after = line.slice(at + name.length, at + name.length + 200);
  return (
    /\b(?:function\*?|class|def|fn|func)[ \t]+$/.test(line.slice(0, at)) ||
    /^[ \t]*(?:\(|<|=[ \t]*(?:async[ \t]*)?(?:\(|function))/.test(after)
  );
}

/** Files of the task without a problem of their own: whole where small, else their beginning. */
function relatedPieces(task: RunTask, files: readonly FileLines[], tier: ModelTier): readonly Piece[] {
  const targeted = new Set(task.targets.map((target) => target.path));
  return files
    .filter((file) => !targeted.has(file.path))
    .map(({ path, lines }) => {
      const last = Math.min(lines.length, wholeFileLines[tier]) - 1;
      return linesPiece(path, lines, { first: 0, last }, 60);
    });
}
