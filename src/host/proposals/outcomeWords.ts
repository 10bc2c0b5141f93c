import type { Verdict } from '../../core/verify/verdict.ts';

/** What a check came to, in words short enough to stand behind a title. */
export const outcomeWords = {
  passed: 'checked',
  failed: 'fails its check',
  unchecked: 'not checked',
} as const satisfies Record<Verdict['outcome'], string>;
