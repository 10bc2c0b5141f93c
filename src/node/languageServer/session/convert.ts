import type * as lsp from 'vscode-languageserver-protocol';
import { getOrMake } from '../../../base/getOrMake.ts';
import type { RangeEdit } from '../../../base/textRange.ts';
import type { QuickFix } from '../../../core/verify/checker.ts';
import type { Diagnostic, DiagnosticTag, RelatedPlace, Severity } from '../../../core/verify/diagnostic.ts';
import { fromFileUri } from '../fileUri.ts';

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** What is told by numbers, from 1 on. */
const tags: readonly DiagnosticTag[] = ['unnecessary', 'deprecated'];

/**
 * A server's diagnostic in the core's words. Without a severity it counts as an error, as editors take it.
 *
 * @param root the workspace's folder, by which related places are known to be inside
 */
export function toDiagnostic(path: string, raw: lsp.Diagnostic, root: string): Diagnostic {
  const related = (raw.relatedInformation ?? []).flatMap((info) => toRelatedPlace(root, info));
  const told = (raw.tags ?? []).flatMap((tag) => tags[tag - 1] ?? []);
  return {
    path,
    range: raw.range,
    severity: severities[(raw.severity ?? 1) - 1] ?? 'error',
    message: plainText(raw.message),
    ...(raw.code === undefined ? {} : { code: String(raw.code) }),
    ...(raw.source === undefined ? {} : { source: raw.source }),
    ...(related.length > 0 && { related }),
    ...(told.length > 0 && { tags: told }),
    ...(raw.codeDescription && { link: raw.codeDescription.href }),
  };
}

function toRelatedPlace(
  root: string,
  { location, message }: lsp.DiagnosticRelatedInformation,
): readonly RelatedPlace[] {
  const path = fromFileUri(root, location.uri);
  return path === undefined ? [] : [{ path, range: location.range, message }];
}

/** The text of a message that may be marked up: marks of code and emphasis are left out. */
function plainText(message: string | lsp.MarkupContent): string {
  if (typeof message === 'string') return message;
  if (message.kind === 'plaintext') return message.value;
  return message.value
    .replace(/^```.*$\n?/gm, '')
    .replace(/`([^`\n]*)`/g, '$1')
    .replace(/\*\*([^*\n]*)\*\*/g, '$1')
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .trim();
}

/**
 * A code action as edits of files of the workspace. Undefined when it is more than text: a command, a file made, moved
 * or deleted, an edit outside the workspace, or when it is disabled.
 */
export function toQuickFix(root: string, action: lsp.CodeAction): QuickFix | undefined {
  if (action.disabled || action.command || !action.edit) return undefined;
  const edits = new Map<string, RangeEdit[]>();
  for (const [uri, list] of documentEdits(action.edit)) {
    const path = list && fromFileUri(root, uri);
    if (!list || path === undefined) return undefined;
    getOrMake(edits, path, () => []).push(...list);
  }
  if (edits.size === 0) return undefined;
  return { title: action.title, preferred: action.isPreferred ?? false, edits };
}

/** Edits by document; undefined in place of edits for what is no text edit. */
function documentEdits(
  edit: lsp.WorkspaceEdit,
): readonly (readonly [uri: string, edits: readonly RangeEdit[] | undefined])[] {
  if (edit.documentChanges === undefined) return Object.entries(edit.changes ?? {});
  return edit.documentChanges.map((change) => {
    if (!('textDocument' in change)) return ['', undefined];
    const plain = change.edits.flatMap((item) =>
      'newText' in item ? [{ range: item.range, newText: item.newText }] : [],
    );
    return [change.textDocument.uri, plain.length === change.edits.length ? plain : undefined];
  });
}
