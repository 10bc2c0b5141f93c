// The small build of zod: the page's bundle holds it, and the whole one is thirty times its size.
import * as z from 'zod/mini';

/** Problems with one root cause, as the panel and the tree show them. */
export const groupView = z.object({
  /** The address of the folder that it is of. */
  folder: z.string(),
  /** Set where several folders are open. */
  folderName: z.optional(z.string()),
  id: z.string(),
  title: z.string(),
  /** What it comes from, and where that is declared; `line` counts from 1. */
  root: z.optional(
    z.object({ name: z.string(), path: z.optional(z.string()), line: z.optional(z.number()) }),
  ),
  errors: z.number(),
  warnings: z.number(),
  files: z.number(),
  /** How many problems go when those of others in the group are mended. */
  followers: z.number(),
  /** Who reports it, such as "ts" and "Pyright". */
  sources: z.array(z.string()),
  /** "ts 2339" of its first problem. */
  code: z.string(),
  /** What a label said; absent where there is none yet. */
  category: z.optional(z.string()),
  effort: z.optional(z.string()),
  /** What fixing it costs as a rule, and at most; absent where no model may be asked. */
  forecast: z.optional(z.object({ tier: z.string(), lowUsd: z.number(), highUsd: z.number() })),
  /** The run that is fixing it. */
  run: z.optional(z.string()),
  /** The first of them; `line` counts from 1. */
  problems: z.array(
    z.object({ path: z.string(), line: z.number(), message: z.string(), severity: z.string() }),
  ),
});
export type GroupView = z.infer<typeof groupView>;

export const problemsView = z.object({ groups: z.array(groupView) });
export type ProblemsView = z.infer<typeof problemsView>;
