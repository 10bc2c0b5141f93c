import * as z from 'zod';
import { messageOf } from '../base/messageOf.ts';
import { applyEdits, applyPatch, type PatchResult } from '../core/edit/patch.ts';
import { fileRecord } from './fileRecord.ts';
import { linesOf } from './linesOf.ts';

const caseSchema = z
  .object({
    format: z.enum(['v4a', 'search_replace', 'whole_file']),
    files: fileRecord(z.string()),
    patch: z.string().nullish(),
    partial: z.boolean().optional(),
    edits: z
      .array(z.object({ path: z.string(), old: z.string(), new: z.string(), all: z.boolean().optional() }))
      .nullish(),
  })
  .refine(({ patch, edits }) => typeof patch === 'string' || edits, 'either patch or edits is needed');

/**
 * Applies one patch a line and answers one a line, as each arrives. Gives the exit code: 0 when every line could be
 * read, be its patch applied or refused, and 2 when one could not.
 */
export async function apply(
  input: AsyncIterable<string | Uint8Array>,
  write: (line: string) => Promise<void> | void,
): Promise<number> {
  let code = 0;
  for await (const line of linesOf(input)) {
    if (line.trim() === '') continue;
    const { answer, isBad } = answerLine(line);
    if (isBad) code = 2;
    await write(`${JSON.stringify(answer)}\n`);
  }
  return code;
}

function answerLine(line: string): { readonly answer: unknown; readonly isBad: boolean } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return bad(undefined, `The line is no JSON: ${messageOf(error)}`);
  }
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  const parsed = caseSchema.safeParse(value);
  if (!parsed.success) return bad(id, z.prettifyError(parsed.error));
  const { format, patch, edits, partial = false } = parsed.data;
  const files = new Map(Object.entries(parsed.data.files));
  if (edits && format !== 'search_replace') return bad(id, 'edits come with the format search_replace alone');
  const result = edits ? applyEdits(edits, files) : applyPatch(format, patch ?? '', files);
  return { answer: { ...(id === undefined ? {} : { id }), ...toAnswer(result, partial) }, isBad: false };
}

/**
 * Of a refused patch `files` holds those that fit whole, so that no file is half changed without the caller's asking;
 * with `partial` also those of which some changes fit. `hunks` says in any case which changes these are.
 */
function toAnswer(result: PatchResult, partial: boolean): object {
  if (result.ok) return { ok: true, files: Object.fromEntries(result.changes) };
  const { code, message } = result.error;
  const outcomes = result.files ?? [];
  const hunks = outcomes.filter(({ applied, failed }) => applied.length + failed.length > 0);
  const inPart = new Set(
    outcomes.filter(({ failed, problem }) => failed.length > 0 || problem).map(({ path }) => path),
  );
  const files = [...(result.changes ?? [])].filter(([path]) => partial || !inPart.has(path));
  return {
    ok: false,
    error: { code, message },
    ...(hunks.length > 0 && { hunks: hunks.map(({ path, applied, failed }) => ({ path, applied, failed })) }),
    ...(files.length > 0 && { files: Object.fromEntries(files) }),
  };
}

function bad(id: unknown, message: string): { readonly answer: unknown; readonly isBad: true } {
  return {
    answer: { ...(id === undefined ? {} : { id }), ok: false, error: { code: 'bad_input', message } },
    isBad: true,
  };
}
