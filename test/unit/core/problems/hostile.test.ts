import assert from 'node:assert/strict';
import { groupProblems } from '../../../../src/core/problems/groups.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { processorMs } from '../../support/processorMs.ts';

/** Files and messages are data, and may be made to take long. */
describe('grouping hostile problems', () => {
  const texts: Record<string, string> = {
    blanks: `import${' '.repeat(100_000)}x`,
    imports: 'import {'.repeat(20_000),
    names: `import ${'a, '.repeat(50_000)}`,
    froms: 'export * from '.repeat(20_000),
    words: `${'x = '.repeat(50_000)}`,
    brackets: '(['.repeat(50_000),
    types: `type A${'<A'.repeat(50_000)}`,
    braces: `const {${'{'.repeat(100_000)}`,
    members: `interface A {\n${'  readonly readonly readonly '.repeat(20_000)}`,
    quotes: `f(${"'".repeat(100_000)})`,
    includes: '#include "'.repeat(20_000),
    lines: '\n'.repeat(200_000),
    indents: Array.from({ length: 20_000 }, (_, k) => `${' '.repeat(k % 50)}a:`).join('\n'),
  };
  const messages = [
    "Property 'a' does not exist on type '",
    `Property 'a' is missing in type '${"' but required in type '".repeat(5_000)}`,
    `Module '${'"'.repeat(50_000)}' has no exported member`,
    `${"Types of property 'a' are incompatible.\n".repeat(5_000)}`,
    `Readonly<${'Readonly<'.repeat(5_000)}`,
    `Property 'a' does not exist on type '${'Readonly<'.repeat(300)}A'.`,
    "'a' is possibly 'undefined'.",
  ];
  for (const [name, text] of Object.entries(texts)) {
    it(`is quick with ${name}`, async () => {
      const problems = messages.map(
        (message): Diagnostic => ({
          path: 'a.ts',
          range: { start: { line: 0, character: 8 }, end: { line: 0, character: 50_000 } },
          severity: 'error',
          message,
        }),
      );
      const start = processorMs();
      const groups = await groupProblems(problems, new InMemoryWorkspace({ 'a.ts': text }), {
        signal: new AbortController().signal,
      });
      const ms = processorMs() - start;
      assert.equal(
        groups.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0),
        problems.length,
      );
      // Some 20 ms.
      assert.ok(ms < 2_000, `${ms} ms`);
    });
  }
});
