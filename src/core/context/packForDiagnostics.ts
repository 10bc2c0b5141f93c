import type { Overlay } from '../edit/overlay.ts';
import type { ModelTier } from '../model/tier.ts';
import type { RunTask } from '../request/runTask.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import { declarationPieces, namesCalledIn, namesInMessage } from './declarations.ts';
import { enclosingBlock, type LineSpan } from './enclosingBlock.ts';
import { fence } from './fence.ts';
import { type FileLines, joinSpans } from './fileLines.ts';
import { importedSignatures } from './importedSignatures.ts';
import { linesPiece, type Pack, type Piece, packBudget, packPieces } from './pack.ts';
import { showFile } from './shownFile.ts';
import { estimateTokens } from './tokenEstimate.ts';
import { withholdSecrets } from './withhold.ts';
import type { Workspace } from './workspace.ts';

export interface PackOptions {
  readonly tier: ModelTier;
  readonly signal: AbortSignal;
}

/** Files up to this many lines are shown whole; of others the block around the problem. */
const wholeFileLines: Readonly<Record<ModelTier, number>> = { nano: 60, mini: 120, planner: 400 };
const blockLines: Readonly<Record<ModelTier, number>> = { nano: 40, mini: 60, planner: 120 };
const mostNames: Readonly<Record<ModelTier, number>> = { nano: 4, mini: 8, planner: 12 };
const mostImports: Readonly<Record<ModelTier, number>> = { nano: 2, mini: 5, planner: 8 };
/** What the problem list may take of the budget, so that the files keep their room. */
const problemShare = 0.3;

/** A problem as one line, with the place counted from 1 as people do. */
export function describeDiagnostic(diagnostic: Diagnostic): string {
  const { path, range, severity, code, message } = diagnostic;
  const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
  const name = [diagnostic.source, code].filter((part) => part !== undefined && part !== '').join(' ');
  return withholdSecrets(`${place} ${severity}${name ? ` ${name}` : ''}: ${oneLine(message)}`);
}

function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
}

/** What a worker is shown to remove diagnostics: where they are, what they say, what they name, and no more. */
export async function packForDiagnostics(
  task: RunTask,
  overlay: Overlay,
  workspace: Workspace,
  options: PackOptions,
): Promise<Pack> {
  const { tier, signal } = options;
  const budget = packBudget[tier];
  const files = await readFiles(task, overlay);
  signal.throwIfAborted();
  const problems = problemList(task.targets, budget * problemShare);
  const pieces = targetPieces(task, files, tier);
  const shown = new Map(pieces.map((each) => [each.path, each.spans]));
  const isShown = (path: string, line: number) =>
    (shown.get(path) ?? []).some((span) => line >= span.first && line <= span.last);
  const names = namesOf(task.targets, files).slice(0, mostNames[tier]);
  const declarations = await declarationPieces(names, 50, { overlay, workspace, signal, isShown, most: 15 });
  signal.throwIfAborted();
  const targeted = files.filter((file) => shown.has(file.path));
  const read = (path: string) => overlay.read(path);
  const signatures = await importedSignatures(targeted, read, {
    mostFiles: mostImports[tier],
    value: 30,
    signal,
  });
  const related = tier === 'nano' ? [] : relatedPieces(task, files, tier);
  const room = budget - estimateTokens(problems);
  const pack = packPieces(
    [...signatures, ...declarations, ...related, ...pieces.flatMap((each) => each.pieces)],
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

function problemList(targets: readonly Diagnostic[], budget: number): string {
  const shown: string[] = [];
  let tokens = 0;
  for (const target of targets) {
    const line = describeDiagnostic(target);
    const short = line.length > 1_200 ? `${line.slice(0, 1_200)} …` : line;
    tokens += estimateTokens(short);
    if (tokens > budget && shown.length > 0) break;
    shown.push(short);
  }
  const rest = targets.length - shown.length;
  const more = rest > 0 ? `\n${rest} more problems of this task are not listed.` : '';
  return `Remove ${targets.length === 1 ? 'this problem' : 'these problems'}:\n${fence(shown.join('\n'))}${more}`;
}

interface TargetPieces {
  readonly path: string;
  readonly spans: readonly LineSpan[];
  readonly pieces: readonly Piece[];
}

function targetPieces(task: RunTask, files: readonly FileLines[], tier: ModelTier): TargetPieces[] {
  return files.flatMap(({ path, lines }) => {
    const targets = task.targets.filter((target) => target.path === path);
    if (targets.length === 0) return [];
    if (lines.length <= wholeFileLines[tier]) {
      const whole = { first: 0, last: lines.length - 1 };
      return [{ path, spans: [whole], pieces: [linesPiece(path, lines, whole, 100)] }];
    }
    const blocks = targets.map(({ range }) =>
      enclosingBlock(lines, { first: range.start.line, last: range.start.line }, blockLines[tier]),
    );
    const imports = importSpans(lines, targets.some(asksForName) ? 60 : 12);
    const spans = joinSpans([...imports, ...blocks]);
    return [{ path, spans, pieces: spans.map((span) => linesPiece(path, lines, span, 100)) }];
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
