import { createScratch } from '../../../../src/node/worktree/createScratch.ts';

// A process that runs a command in a scratch copy and is killed in the middle of it by the test.
const [root = '', storage = '', code = ''] = process.argv.slice(2);
const scratch = createScratch({ root, storage, environment: process.env });
await scratch.run([process.execPath, '-e', code], {
  changes: new Map([['a.txt', 'changed']]),
  limits: { timeMs: 60_000, outputBytes: 1e6 },
  signal: new AbortController().signal,
});
