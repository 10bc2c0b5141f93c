import type { ChangedFile } from '../core/edit/fileChanges.ts';
import { combineFiles } from '../core/edit/merge/combineFiles.ts';
import { gitPatch } from '../core/edit/proposal/gitPatch.ts';
import type { Proposal } from '../core/edit/proposal/proposal.ts';
import { sarifLog } from '../core/problems/sarif.ts';
import { isDecided } from '../core/run/state/proposalDecisions.ts';
import type { RunState } from '../core/run/state/runState.ts';
import { type OutputFiles, writeTexts } from './outputFiles.ts';
import { version } from './version.ts';

/** What may be taken over without a look: verified, not decided on yet, and not one of several to choose from. */
function takeable(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.filter(
    (proposal) => proposal.verdict.outcome === 'passed' && !proposal.alternative && !isDecided(proposal),
  );
}

/** All that may be taken over, file by file. */
export function changesOf(proposals: readonly Proposal[]): readonly ChangedFile[] {
  const files = combineFiles(takeable(proposals).flatMap((proposal) => proposal.files));
  // Proposals of one run are made to fit together.
  if (!files) throw new Error('two proposals change the same lines');
  return files;
}

/**
 * Writes what pipelines take over: problems with labels and fixes, and a patch of all that was verified. Gives what
 * could not be written.
 */
export async function writeOutputs(end: RunState, { sarif, patch }: OutputFiles): Promise<readonly string[]> {
  const outputs: (readonly [file: string, text: string])[] = [];
  if (sarif !== undefined) {
    const log = sarifLog({
      version,
      diagnostics: end.found?.diagnostics ?? [],
      proposals: takeable(end.proposals),
      labels: new Map(end.labels?.map(({ id, ...label }) => [id, label])),
    });
    outputs.push([sarif, `${JSON.stringify(log, undefined, 1)}\n`]);
  }
  if (patch !== undefined) outputs.push([patch, gitPatch(changesOf(end.proposals))]);
  return writeTexts(outputs);
}
