import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { storyOf } from '../../../../src/host/runs/runStory.ts';

describe('what the log is told of a run', () => {
  const check = (event: RunEvent, expected: string) =>
    it(expected, () => assert.equal(storyOf(event), expected));
  const found = { type: 'quick-fixes-end', remaining: [] } as const;
  check(found, "0 problems left after the language server's own fixes");
  check(
    { ...found, unworkable: [{ path: 'a.ts', reason: 'it is not UTF-8 text', problems: 3 }] },
    "0 problems left after the language server's own fixes; 3 problems left in a file that can't be worked on (a.ts: it is not UTF-8 text)",
  );
});
