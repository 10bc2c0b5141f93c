import * as z from 'zod';
import { messageOf } from '../base/messageOf.ts';
import { isSystemError } from '../base/systemError.ts';
import { FolderIndex } from '../node/textIndex/folderIndex.ts';
import { linesOf } from './linesOf.ts';
import { UsageError } from './usage.ts';
import { workspaceFolder } from './workspaceFolder.ts';

/** One look-up. `root` and `k` are other tools' names for `workspace` and a limit of its own. */
const lookupSchema = z.object({
  query: z.string(),
  workspace: z.string().optional(),
  root: z.string().optional(),
  k: z.number().int().positive().optional(),
});

export interface ContextOptions {
  readonly workspace: string | undefined;
  /** The most files of an answer. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/**
 * What changed together is worth waiting for where a request is the only one, and not for long: a repository with a
 * huge history is answered without it (milliseconds).
 */
const historyWaitMs = 2_000;

/** A folder's index, kept while its lines are answered: the newest few folders, as one may follow another. */
const mostFolders = 4;

/** Files for requests, best first, in folders that may change between two requests. */
export function createFinder(options: ContextOptions) {
  const indexes = new Map<string, FolderIndex>();
  const find = async (query: string, workspace = options.workspace, limit = options.limit) => {
    const root = await workspaceFolder(workspace);
    const start = performance.now();
    const index = indexes.get(root) ?? new FolderIndex({ root, historyWaitMs });
    indexes.delete(root);
    indexes.set(root, index);
    const [oldest] = indexes.keys();
    if (indexes.size > mostFolders && oldest !== undefined) {
      await indexes.get(oldest)?.close();
      indexes.delete(oldest);
    }
    const files = await index.find(query, limit, {}, options.signal);
    return { files, ms: Math.round((performance.now() - start) * 10) / 10 };
  };
  const close = async () => {
    for (const index of indexes.values()) await index.close();
  };
  return { find, close };
}

/**
 * Answers one request a line with the files it is about. Gives the exit code: 0, or 2 when a line could not be read
 * or named no folder that can be.
 */
export async function contextLines(
  input: AsyncIterable<string | Uint8Array>,
  write: (line: string) => Promise<void> | void,
  options: ContextOptions,
): Promise<number> {
  const { find, close } = createFinder(options);
  let code = 0;
  try {
    for await (const line of linesOf(input)) {
      if (line.trim() === '') continue;
      const answer = await answerLine(line, find);
      if ('error' in answer) code = 2;
      await write(JSON.stringify(answer));
    }
  } finally {
    await close();
  }
  return code;
}

async function answerLine(line: string, find: ReturnType<typeof createFinder>['find']): Promise<object> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { error: { code: 'bad_input', message: `The line is no JSON: ${messageOf(error)}` } };
  }
  const id = typeof value === 'object' && value !== null && 'id' in value ? { id: value.id } : {};
  const parsed = lookupSchema.safeParse(value);
  if (!parsed.success) return { ...id, error: { code: 'bad_input', message: z.prettifyError(parsed.error) } };
  const { query, workspace, root, k } = parsed.data;
  try {
    return { ...id, ...(await find(query, workspace ?? root, k)) };
  } catch (error) {
    if (error instanceof UsageError) return { ...id, error: { code: 'bad_input', message: error.message } };
    // A folder that may not be read is no reason to leave the other lines.
    if (isSystemError(error)) return { ...id, error: { code: 'unreadable', message: error.message } };
    throw error;
  }
}
