import type { ReadFile } from '../../edit/overlay.ts';
import type { LineSpan } from '../code/enclosingBlock.ts';
import { outline } from '../code/outline.ts';
import { wordSpans } from '../code/wordSpans.ts';
import { fence, label } from '../fence.ts';
import { estimateTokens } from '../tokenEstimate.ts';
import { showFile } from './shownFile.ts';

/** Files up to this many lines are read whole; of others what the question's words lead to. */
const wholeFileLines = 220;
/** Estimated tokens of one file at most. */
const mostOfFile = 3_500;

export interface QuestionPackOptions {
  /** Estimated tokens that one reader may be given. */
  readonly partTokens: number;
  readonly mostParts: number;
  readonly signal: AbortSignal;
}

/**
 * What there is to read for a question, best file first, with numbered lines so that places can be cited, shared out to
 * readers who work side by side. One part where all of it is short.
 */
export async function packForQuestion(
  question: string,
  files: readonly string[],
  read: ReadFile,
  { partTokens, mostParts, signal }: QuestionPackOptions,
): Promise<readonly string[]> {
  const excerpts: { readonly path: string; readonly text: string; readonly tokens: number }[] = [];
  for (const path of files) {
    const file = await showFile(path, read);
    signal.throwIfAborted();
    if (file.type !== 'text' || file.lines.length === 0) continue;
    const text = excerptOf(path, file.lines, question);
    excerpts.push({ path, text, tokens: estimateTokens(text) });
  }
  const parts: { texts: string[]; room: number }[] = [];
  const leftOut: string[] = [];
  for (const { path, text, tokens } of excerpts) {
    const open = parts.find(({ room }) => room >= tokens);
    if (open) {
      open.texts.push(text);
      open.room -= tokens;
    } else if (parts.length < mostParts) parts.push({ texts: [text], room: partTokens - tokens });
    else leftOut.push(label(path));
  }
  if (leftOut.length > 0) parts.at(-1)?.texts.push(`Not read for length: ${leftOut.join(', ')}.`);
  return parts.map(({ texts }) => texts.join('\n\n'));
}

function excerptOf(path: string, lines: readonly string[], question: string): string {
  const shown: string[] = [];
  let room = mostOfFile;
  for (const span of spansFor(lines, question)) {
    const text = `${label(path)} lines ${span.first + 1}-${span.last + 1}:\n${fence(numbered(lines, span))}`;
    if (estimateTokens(text) > room) continue;
    room -= estimateTokens(text);
    shown.push(text);
  }
  if (shown.length > 0) return shown.join('\n');
  return `${label(path)}, what it declares:\n${fence(outline(lines, 60).join('\n'))}`;
}

function spansFor(lines: readonly string[], question: string): readonly LineSpan[] {
  if (lines.length <= wholeFileLines) return [{ first: 0, last: lines.length - 1 }];
  return wordSpans(lines, question, 40);
}

function numbered(lines: readonly string[], span: LineSpan): string {
  return lines
    .slice(span.first, span.last + 1)
    .map((line, index) => `${span.first + index + 1}: ${line.slice(0, 300)}`)
    .join('\n');
}
