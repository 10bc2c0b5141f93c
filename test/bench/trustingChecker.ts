import type { Checker } from '../../src/core/verify/checker.ts';

/** Finds nothing wrong in no time, for what is measured beside checks. */
export const trustingChecker: Checker = {
  survey: async () => ({ diagnostics: [], checked: [], notChecked: [], servers: [] }),
  check: async (changes) => ({
    ...{ before: [], after: [], notChecked: [], servers: ['none'], ms: 0 },
    checked: [...changes.keys()],
  }),
  quickFixes: async () => [],
};
