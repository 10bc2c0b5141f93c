import * as z from 'zod';
import { messageOf } from '../base/messageOf.ts';
import type { FileChanges } from '../core/edit/fileChanges.ts';
import type { Diagnostic } from '../core/verify/diagnostic.ts';
import { judge } from '../core/verify/verdict.ts';
import { createDiskWorkspace } from '../node/diskWorkspace.ts';
import type { ServerSettings } from '../node/languageServer/find/chooseServer.ts';
import { languageOf } from '../node/languageServer/languages.ts';
import { createCliChecker } from './cliChecker.ts';
import { fileRecord } from './fileRecord.ts';
import { insidePath } from './insidePath.ts';
import { UsageError } from './usage.ts';

/** The machine output of `tiercel verify`. */
export interface VerifyOutput {
  /** False when an error is new, when nothing was checked, or when a changed program was not. */
  readonly ok: boolean;
  readonly before: readonly Diagnostic[];
  readonly after: readonly Diagnostic[];
  readonly fixed: number;
  readonly introduced: number;
  readonly checked: readonly string[];
  readonly notChecked: readonly string[];
  readonly ms: number;
}

const inputSchema = z.object({ files: fileRecord(z.string().nullable()) });

/**
 * Checks the contents in `input` (`{ "files": { path: content | null } }`) against the workspace without writing
 * them. Throws UsageError for input that can't be read or that names a path outside the workspace.
 */
export async function verify(options: {
  readonly workspaceDir: string;
  readonly input: string;
  /** Language servers that are named rather than found. */
  readonly servers: ServerSettings;
  readonly signal: AbortSignal;
}): Promise<{ readonly exitCode: number; readonly output: VerifyOutput }> {
  const changes = await parseInput(options.input, options.workspaceDir);
  const workspace = createDiskWorkspace(options.workspaceDir);
  const checker = createCliChecker(options.workspaceDir, workspace, options.servers);
  try {
    const report = await checker.check(changes, { signal: options.signal });
    const verdict = judge(report, [], [...changes.keys()]);
    const checked = new Set(verdict.checked);
    const programs = [...changes.keys()].filter((file) => languageOf(file).code);
    const ok =
      verdict.outcome !== 'failed' && checked.size > 0 && programs.every((file) => checked.has(file));
    const output: VerifyOutput = {
      ok,
      before: report.before,
      after: report.after,
      fixed: verdict.fixed.length,
      introduced: verdict.introduced.length,
      checked: verdict.checked,
      notChecked: verdict.notChecked.map((entry) => entry.path),
      ms: Math.round(verdict.ms),
    };
    if (changes.size === 0) process.stderr.write('not checked: "files" names no file\n');
    for (const { path: file, reason } of verdict.notChecked) {
      process.stderr.write(`not checked: ${file}: ${reason}\n`);
    }
    return { exitCode: ok ? 0 : 1, output };
  } finally {
    await checker.dispose();
  }
}

async function parseInput(input: string, root: string): Promise<FileChanges> {
  let json: unknown;
  try {
    json = JSON.parse(input);
  } catch (error) {
    throw new UsageError(`stdin is no JSON: ${messageOf(error)}`);
  }
  const parsed = inputSchema.safeParse(json);
  if (!parsed.success) {
    throw new UsageError(
      `stdin must be {"files": {PATH: CONTENT or null}}:\n${z.prettifyError(parsed.error)}`,
    );
  }
  const changes = new Map<string, string | null>();
  for (const [file, content] of Object.entries(parsed.data.files)) {
    const inside = await insidePath(root, file);
    if (changes.has(inside)) throw new UsageError(`"files" names ${inside} twice, in two spellings.`);
    changes.set(inside, content);
  }
  return changes;
}
