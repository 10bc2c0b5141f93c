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
 * all else stays as it was written.
 */
export function readAnswer(answer: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let code: string[] | undefined;
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ type: 'paragraph', pieces: readPieces(paragraph.join('\n')) });
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

/** Finds the places and the code in a line or a paragraph. */
export function readPieces(text: string): Piece[] {
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
    if (code !== undefined) pieces.push(placeIn(code) ?? { type: 'code', text: code });
    else {
      const found = place(whole, path, line);
      if (found) pieces.push(found);
      else addText(whole);
    }
  }
  addText(text.slice(end));
  return pieces;
}

function placeIn(code: string): Piece | undefined {
  const match = placeAlone.exec(code);
  return match ? place(code, match[1], match[2]) : undefined;
}

function place(text: string, written: string | undefined, line: string | undefined): Piece | undefined {
  const path = written?.replace(/^(?:\.\/)+/, '');
  if (path === undefined || path.split('/').includes('..')) return undefined;
  if (!path.includes('/') && line === undefined) return undefined;
  return { type: 'place', text, path, line: Math.max(1, Number(line ?? 1)) };
}
