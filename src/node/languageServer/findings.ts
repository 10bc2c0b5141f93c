import type * as lsp from 'vscode-languageserver-protocol';
import type { FileChanges } from '../../core/edit/fileChanges.ts';
import type { NotChecked } from '../../core/verify/checker.ts';
import type { Diagnostic } from '../../core/verify/diagnostic.ts';
import { sameProblems } from '../../core/verify/matchDiagnostics.ts';
import type { AskedFiles } from './askedFiles.ts';
import type { ImportGraph } from './project/importGraph.ts';
import type { FileFindings, ServerSession } from './serverSession.ts';
import { toDiagnostic } from './session/convert.ts';

/** What one server found; `server` is its name and version. */
export interface ServerFindings {
  readonly before: readonly Diagnostic[];
  readonly after: readonly Diagnostic[];
  readonly checked: readonly string[];
  readonly notChecked: readonly NotChecked[];
  readonly server: string | undefined;
}

/** No finding, and why. */
export function silent(paths: readonly string[], reason: string): ServerFindings {
  const notChecked = paths.map((path) => ({ path, reason }));
  return { before: [], after: [], checked: [], notChecked, server: undefined };
}

/** Puts together what a server said before and after. What it did not say of both times is not checked. */
export function combine(said: {
  readonly root: string;
  readonly session: ServerSession;
  readonly asked: AskedFiles;
  readonly before: ReadonlyMap<string, FileFindings>;
  readonly after: ReadonlyMap<string, FileFindings>;
  readonly changes: FileChanges;
  /** Undefined where nothing is deleted. */
  readonly graph: ImportGraph | undefined;
}): ServerFindings {
  const { root, session, asked, changes } = said;
  const doubts = new Map<string, string>();
  for (const [path, findings] of [...said.before, ...said.after]) {
    if (findings.type === 'refused') doubts.set(path, findings.reason);
  }
  for (const { path, reason } of deletionDoubts(said)) doubts.set(path, reason);
  const sure = asked.paths.filter((path) => !doubts.has(path));
  return {
    before: flatten(sure, said.before, root),
    after: flatten(sure, said.after, root),
    checked: sure,
    notChecked: [
      ...asked.notChecked,
      ...settingsDoubts(session, asked),
      ...asked.paths.flatMap((path) => {
        const reason = doubts.get(path);
        return reason === undefined ? [] : [{ path, reason: reason }];
      }),
    ],
    server: session.label,
  };

  function deletionDoubts(of: { readonly graph: ImportGraph | undefined }): readonly NotChecked[] {
    const deleted = [...changes].flatMap(([path, content]) => (content === null ? [path] : []));
    if (deleted.length === 0 || !of.graph) return [];
    if (!session.readsDisk) {
      return deleted.map((path) => ({ path, reason: `${session.label} can't be shown that a file is gone` }));
    }
    // A file that names a deleted one and has no error: the server may have found that on disk after all.
    return of.graph.danglingImporters(changes).flatMap(({ file, gone }) => {
      const found = said.after.get(file);
      const isClean = found?.type === 'found' && found.diagnostics.every(({ severity }) => severity !== 1);
      return isClean
        ? [{ path: file, reason: `it imports ${gone}, which ${session.label} still finds` }]
        : [];
    });
  }
}

/** TypeScript checks programs under its settings, also under broken ones, and is silent on most that is wrong in them. */
function settingsDoubts(session: ServerSession, asked: AskedFiles): readonly NotChecked[] {
  if (session.reach !== 'imports') return [];
  const reason = `${session.label} checks programs under it, and does not tell what is wrong in it`;
  return asked.settings.map((path) => ({ path, reason }));
}

/** Hints are a server's remarks for the editor's looks, such as greyed names; they are no problems. */
function flatten(
  paths: readonly string[],
  findings: ReadonlyMap<string, FileFindings>,
  root: string,
): readonly Diagnostic[] {
  return paths.flatMap((path) => {
    const found = findings.get(path);
    if (found?.type !== 'found') return [];
    return found.diagnostics
      .map((raw) => toDiagnostic(path, raw, root))
      .filter(({ severity }) => severity !== 'hint');
  });
}

/** Whether the diagnostics are those of the findings, all told but for the places they speak of. */
export function sameDiagnostics(
  diagnostics: readonly Diagnostic[],
  findings: ReadonlyMap<string, FileFindings>,
): boolean {
  const others = flatten([...findings.keys()], findings, '');
  const written = (list: readonly Diagnostic[]) =>
    list.map(({ related: _, ...item }) => JSON.stringify(item)).sort();
  return JSON.stringify(written(diagnostics)) === JSON.stringify(written(others));
}

/** The server's own diagnostic for the one given. */
export function ownDiagnostic(diagnostic: Diagnostic, findings: FileFindings): lsp.Diagnostic | undefined {
  if (findings.type !== 'found') return undefined;
  const raws = new Map(
    findings.diagnostics.map((raw) => [toDiagnostic(diagnostic.path, raw, ''), raw] as const),
  );
  const same = sameProblems([diagnostic], [...raws.keys()]).get(diagnostic);
  return same && raws.get(same);
}
