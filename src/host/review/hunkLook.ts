import * as vscode from 'vscode';
import { counted } from '../../base/counted.ts';
import { escapeMarkdown } from '../../base/escapeMarkdown.ts';
import { fence } from '../../core/context/fence.ts';
import type { PlacedHunk } from './placeHunks.ts';

/** How open hunks look in an editor: what goes is marked, what comes is told behind it, and whole in the hover. */
export interface HunkLook {
  readonly removed: vscode.TextEditorDecorationType;
  readonly place: vscode.TextEditorDecorationType;
  readonly stale: vscode.TextEditorDecorationType;
}

/** How hunks look in an editor, in the theme's own colours. */
export function createHunkLook(extensionUri: vscode.Uri): HunkLook {
  const gutter = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
  const ruler = (color: string) => ({
    overviewRulerColor: new vscode.ThemeColor(color),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  return {
    removed: vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor('diffEditor.removedTextBackground'),
      // Themes of high contrast have a border in place of a background; the others have none.
      outline: '1px dashed',
      outlineColor: new vscode.ThemeColor('diffEditor.removedTextBorder'),
      textDecoration: 'line-through',
      ...ruler('editorOverviewRuler.modifiedForeground'),
    }),
    place: vscode.window.createTextEditorDecorationType({
      gutterIconPath: gutter('gutterHunk.svg'),
      gutterIconSize: 'contain',
      ...ruler('editorOverviewRuler.modifiedForeground'),
    }),
    stale: vscode.window.createTextEditorDecorationType({
      gutterIconPath: gutter('gutterStale.svg'),
      gutterIconSize: 'contain',
      ...ruler('editorOverviewRuler.warningForeground'),
    }),
  };
}

/** Puts the marks of hunks into an editor, in place of those it has. */
export function paintHunks(editor: vscode.TextEditor, look: HunkLook, hunks: readonly PlacedHunk[]): void {
  const { lineCount } = editor.document;
  const clamp = (line: number) => Math.min(Math.max(0, line), lineCount - 1);
  const live = hunks.filter(({ stale }) => stale === undefined);
  const whole = (first: number, count: number) =>
    new vscode.Range(clamp(first), 0, clamp(first + count - 1), Number.MAX_SAFE_INTEGER);
  editor.setDecorations(
    look.removed,
    live.flatMap((hunk) =>
      hunk.removed.map((_, at) => {
        const { range, firstNonWhitespaceCharacterIndex: first } = editor.document.lineAt(
          clamp(hunk.line + at),
        );
        return { range: range.with(range.start.translate(0, first)), hoverMessage: hover(hunk) };
      }),
    ),
  );
  editor.setDecorations(
    look.place,
    live.map((hunk) => {
      // Lines that only come are told at the end of the line above them.
      const at = clamp(hunk.removed.length > 0 ? hunk.line + hunk.removed.length - 1 : hunk.line - 1);
      const text = editor.document.lineAt(at);
      return {
        range: new vscode.Range(text.range.end, text.range.end),
        hoverMessage: hover(hunk),
        renderOptions: { after: ghost(hunk) },
      };
    }),
  );
  editor.setDecorations(
    look.stale,
    hunks.flatMap((hunk) =>
      hunk.stale === undefined
        ? []
        : [
            {
              range: whole(hunk.line, 1),
              hoverMessage: new vscode.MarkdownString(escapeMarkdown(hunk.stale)),
            },
          ],
    ),
  );
}

const mostGhost = 90;

function ghost({ added, removed }: PlacedHunk): vscode.ThemableDecorationAttachmentRenderOptions {
  const [first] = added.filter((line) => line.trim() !== '');
  const shown = (first ?? '').trim();
  const cut = shown.length > mostGhost ? `${shown.slice(0, mostGhost)}…` : shown;
  const words =
    added.length === 0
      ? `removed (${counted(removed.length, 'line')})`
      : // First what an editor that is narrow would cut off.
        `${added.length > 1 ? `${counted(added.length, 'line')}: ` : ''}${cut}`;
  return {
    contentText: `→ ${words}`,
    margin: '0 0 0 2em',
    color: new vscode.ThemeColor('editor.foreground'),
    fontStyle: 'italic',
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
    border: '1px dashed',
    borderColor: new vscode.ThemeColor('diffEditor.insertedTextBorder'),
  };
}

const mostHoverLines = 40;

function hover({ title, removed, added }: PlacedHunk): vscode.MarkdownString {
  const lines = [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)];
  const shown = lines.slice(0, mostHoverLines);
  const more = lines.length > shown.length ? [`(${counted(lines.length - shown.length, 'more line')})`] : [];
  const text = new vscode.MarkdownString(escapeMarkdown(title));
  // The fence is longer than any inside, so that the file's own text can't end it.
  const block = fence([...shown, ...more].join('\n')).replace('\n', 'diff\n');
  return text.appendMarkdown(`\n\n${block}\n`);
}
