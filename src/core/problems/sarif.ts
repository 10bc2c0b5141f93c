import { withoutMark } from '../../base/byteOrderMark.ts';
import { lineChanges, linesWithEnds, withoutEnd } from '../edit/lineDiff.ts';
import type { Proposal, ProposedFile } from '../edit/proposal/proposal.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import { sameProblems } from '../verify/matchDiagnostics.ts';
import type { KnownLabel } from './labelCache.ts';
import { templateOf } from './template.ts';

export interface SarifInput {
  /** Of this program. */
  readonly version: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Those that were verified are the fixes. */
  readonly proposals: readonly Proposal[];
  /** By the keys of templates. */
  readonly labels: ReadonlyMap<string, KnownLabel>;
}

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/**
 * Problems with their labels and fixes as a log of the Static Analysis Results Interchange Format 2.1.0, which code
 * hosts read. Places count from 1, and a region's end is the place after it.
 */
export function sarifLog({ version, diagnostics, proposals, labels }: SarifInput) {
  const rules = new Map<string, { readonly index: number; readonly diagnostic: Diagnostic }>();
  for (const diagnostic of diagnostics) {
    const id = ruleOf(diagnostic);
    if (!rules.has(id)) rules.set(id, { index: rules.size, diagnostic });
  }
  const mending = proposals
    .filter(({ verdict }) => verdict.outcome === 'passed')
    .map((proposal) => ({ proposal, mends: mendedBy(proposal, diagnostics) }));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Tiercel',
            semanticVersion: version,
            rules: [...rules].map(([id, { diagnostic }]) => ({
              id,
              shortDescription: { text: templateOf(diagnostic).text || id },
              ...(diagnostic.link !== undefined && { helpUri: diagnostic.link }),
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder of the workspace.' } } },
        results: diagnostics.map((diagnostic) => {
          const label = labels.get(templateOf(diagnostic).key);
          const own = mending.filter(({ mends }) => mends.has(diagnostic));
          const fixes = fixesOf(
            diagnostic,
            own.map(({ proposal }) => proposal),
          );
          return {
            ruleId: ruleOf(diagnostic),
            ruleIndex: rules.get(ruleOf(diagnostic))?.index ?? -1,
            level: levels[diagnostic.severity],
            message: { text: diagnostic.message || 'No message' },
            locations: [{ physicalLocation: placeOf(diagnostic) }],
            ...(diagnostic.related && {
              relatedLocations: diagnostic.related.map((place, id) => ({
                id,
                physicalLocation: placeOf(place),
                message: { text: place.message },
              })),
            }),
            ...(fixes.length > 0 && { fixes }),
            ...(label && { properties: label }),
          };
        }),
      },
    ],
  };
}

function ruleOf({ source, code }: Diagnostic): string {
  return [source, code].filter((part) => part !== undefined && part !== '').join('/') || 'problem';
}

function placeOf({ path, range: { start, end } }: Pick<Diagnostic, 'path' | 'range'>) {
  return {
    artifactLocation: artifact(path),
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
  };
}

/** A path as a relative reference; a colon in its first part would make a scheme of that. */
function artifact(path: string) {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return { uri, uriBaseId: '%SRCROOT%' };
}

/** The problems that a proposal removes: of several in a file that say the same, those whose places it does. */
function mendedBy({ verdict }: Proposal, diagnostics: readonly Diagnostic[]): ReadonlySet<Diagnostic> {
  return new Set(sameProblems(verdict.fixed, diagnostics).values());
}

/**
 * What mends a problem: of the proposal that removes it what stands in its own file, or all of it where the cause lies
 * elsewhere. The whole of a large group would be repeated with each of its problems.
 */
function fixesOf(diagnostic: Diagnostic, proposals: readonly Proposal[]) {
  return proposals
    .map(({ title, files }) => {
      const own = files.filter(({ path }) => path === diagnostic.path);
      const changes = (own.length > 0 ? own : files).flatMap(changeOf);
      return { description: { text: title }, artifactChanges: changes };
    })
    .filter(({ artifactChanges }) => artifactChanges.length > 0);
}

/**
 * The format has no word for a file that comes or goes whole: a new one is text put into it, and an old one emptied. A
 * byte-order mark is no part of what it counts and puts in.
 */
function changeOf({ path, base, content }: ProposedFile) {
  const old = linesWithEnds(withoutMark(base ?? ''));
  const next = linesWithEnds(withoutMark(content ?? ''));
  const replacements = lineChanges(old, next).map(({ oldStart, oldEnd, newStart, newEnd }) => ({
    deletedRegion: { ...startOf(old, oldStart), ...endOf(old, oldEnd) },
    insertedContent: { text: next.slice(newStart, newEnd).join('') },
  }));
  return replacements.length === 0 ? [] : [{ artifactLocation: artifact(path), replacements }];
}

function startOf(lines: readonly string[], at: number) {
  const { line, column } = placeBefore(lines, at);
  return { startLine: line, startColumn: column };
}

function endOf(lines: readonly string[], at: number) {
  const { line, column } = placeBefore(lines, at);
  return { endLine: line, endColumn: column };
}

/** Before a line; behind the last one where that has no end. */
function placeBefore(
  lines: readonly string[],
  at: number,
): { readonly line: number; readonly column: number } {
  const last = lines.at(-1) ?? '';
  const isOpen = at === lines.length && last !== '' && withoutEnd(last) === last;
  return isOpen ? { line: at, column: last.length + 1 } : { line: at + 1, column: 1 };
}
