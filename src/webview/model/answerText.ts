/** A piece of a line that a model or a language server wrote. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  /** A place in a file; `line` counts from 1. */
  | { readonly type: 'place'; readonly text: string; readonly path: string; readonly line: number };

export type Block =
  | { readonly type: 'paragraph'; readonly pieces: readonly Piece[] }
  | { readonly type: 'code'; readonly text: string };

/**
 * Reads an answer into paragraphs and code. Only what helps reading is understood of Markdown (fences, backticks);
 * all else stays as it was written. Places need a line: those with one were looked up before the answer was shown, and
 * a path alone may be of a file that is not there.
 */
export function readAnswer(answer: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let code: string[] | undefined;
  const endParagraph = () => {
    if (paragraph.length > 0)
      blocks.push({ type: 'paragraph', pieces: readPieces(paragraph.join('\n'), { needsLine: true }) });
    paragraph = [];
  };
  for (const line of answer.replaceAll('\r\n', '\n').split('\n')) {
    if (/^\s*```/.test(line)) {
      if (code) {
        blocks.push({ type: 'code', text: code.join('\n') });
        code = undefined;
      } else {
        endParagraph();
        code = [];
      }
    } else if (code) code.push(line);
    else if (line.trim() === '') endParagraph();
    else paragraph.push(line);
  }
  endParagraph();
  if (code) blocks.push({ type: 'code', text: code.join('\n') });
  return blocks;
}

// A place needs a folder or a line number, so that "e.g.", "Node.js" and `order.total` stay what they are.
const backticksOrPlace =
  /`([^`\n]+)`|(?<![\p{L}\p{N}_/.@:-])([\p{L}\p{N}_.@[\]-]+(?:\/[\p{L}\p{N}_.@[\]-]+)*\.[A-Za-z]\w{0,9})(?:(?::|#L)(\d+))?/gu;
const placeAlone =
  /^([\p{L}\p{N}_.@()[\]+~ -]+(?:\/[\p{L}\p{N}_.@()[\]+~ -]+)*\.[A-Za-z]\w{0,9})(?:(?::|#L)(\d+)(?:[:-]\d+)?)?$/u;

interface PlaceRule {
  /** Whether a path alone is no place. */
  readonly needsLine: boolean;
}

/** Finds the places and the code in a line or a paragraph. */
export function readPieces(text: string, rule: PlaceRule = { needsLine: false }): Piece[] {
  const pieces: Piece[] = [];
  const addText = (more: string) => {
    const last = pieces.at(-1);
    if (last?.type === 'text') pieces[pieces.length - 1] = { type: 'text', text: last.text + more };
    else if (more) pieces.push({ type: 'text', text: more });
  };
  let end = 0;
  for (const match of text.matchAll(backticksOrPlace)) {
    addText(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [whole, code, path, line] = match;
    if (code !== undefined) pieces.push(placeIn(code, rule) ?? { type: 'code', text: code });
    else {
      const found = place(whole, { path, line }, rule);
      if (found) pieces.push(found);
      else addText(whole);
    }
  }
  addText(text.slice(end));
  return pieces;
}

function placeIn(code: string, rule: PlaceRule): Piece | undefined {
  const match = placeAlone.exec(code);
  return match ? place(code, { path: match[1], line: match[2] }, rule) : undefined;
}

function place(
  text: string,
  written: { readonly path: string | undefined; readonly line: string | undefined },
  { needsLine }: PlaceRule,
): Piece | undefined {
  const path = written.path?.replace(/^(?:\.\/)+/, '');
  if (path === undefined || path.split('/').includes('..')) return undefined;
  if (written.line === undefined && (needsLine || !path.includes('/'))) return undefined;
  return { type: 'place', text, path, line: Math.max(1, Number(written.line ?? 1)) };
}
