import type { Verdict } from '../../../src/core/verify/verdict.ts';

/** Of a check that found nothing, for tests to which it is all one what was checked. */
export const passedVerdict: Verdict = {
  outcome: 'passed',
  fixed: [],
  introduced: [],
  remaining: [],
  checked: [],
  notChecked: [],
  servers: [],
  ms: 0,
};
