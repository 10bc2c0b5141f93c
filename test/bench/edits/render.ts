import type { PatchFormat } from '../../../src/core/edit/patch.ts';
import { type Hunk, newTexts, oldTexts } from './change.ts';

export interface Written {
  readonly path: string;
  readonly hunks: readonly Hunk[];
  /** All lines as they should become: what the whole-file format gives. */
  readonly after: readonly string[];
  /** The line that stands after "@@" in V4A, by the hunk's number from 0. */
  readonly anchors?: readonly string[];
}

/** A patch as a careful model writes it, or undefined where the format can't hold these lines. */
export function render(format: PatchFormat, written: Written): string | undefined {
  switch (format) {
    case 'v4a':
      return renderV4a(written);
    case 'search_replace':
      return renderSearchReplace(written);
    case 'whole_file':
      return renderWholeFile(written);
  }
}

function renderV4a({ path, hunks, anchors = [] }: Written): string {
  const body = hunks.flatMap((hunk, k) => [
    anchors[k] === undefined ? '@@' : `@@ ${anchors[k]}`,
    ...hunk.lines.map((line) => line.sign + line.text),
  ]);
  return ['*** Begin Patch', `*** Update File: ${path}`, ...body, '*** End Patch', ''].join('\n');
}

const markers = /^\s*(?:<{5,}|={5,}|>{5,}|-{5,}|\+{5,}|:(?:start|end)_line:)/;

function renderSearchReplace({ path, hunks }: Written): string | undefined {
  if (hunks.some((hunk) => hunk.lines.some((line) => markers.test(line.text)))) return undefined;
  const blocks = hunks.flatMap((hunk) => [
    '<<<<<<< SEARCH',
    ...oldTexts(hunk),
    '=======',
    ...newTexts(hunk),
    '>>>>>>> REPLACE',
  ]);
  return [path, ...blocks, ''].join('\n');
}

/** A fence that is longer than any in the text, as one has to be that holds others. */
export function fenceFor(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.map((line) => /^\s*(`{3,})/.exec(line)?.[1]?.length ?? 0));
  return '`'.repeat(longest + 1);
}

function renderWholeFile({ path, after }: Written): string {
  const fence = fenceFor(after);
  return [path, fence, ...after, fence, ''].join('\n');
}
