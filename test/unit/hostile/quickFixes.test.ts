import assert from 'node:assert/strict';
import { Overlay } from '../../../src/core/edit/overlay.ts';
import type { QuickFix } from '../../../src/core/verify/checker.ts';
import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';
import { tryQuickFixes } from '../../../src/core/worker/quickFix/quickFix.ts';
import { InMemoryWorkspace } from '../support/inMemoryWorkspace.ts';

const at = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const target: Diagnostic = {
  path: 'a.ts',
  range: at,
  severity: 'error',
  message: "Cannot find name 'x'.",
  code: '2304',
  source: 'ts',
};

/** A language server that the workspace brings along offers fixes that remove the problem, and do more. */
describe('a quick fix of a hostile server', () => {
  const files = {
    'a.ts': 'x;\n',
    '.vscode/tasks.json': '{}\n',
    '.github/workflows/test.yml': 'on: push\n',
    'package.json': '{ "scripts": {} }\n',
    'AGENTS.md': 'Be kind.\n',
    '.env': 'A=1\n',
  };
  const check = (path: string, newText: string, reason: RegExp) =>
    it(`may not change ${path}`, async () => {
      const workspace = new InMemoryWorkspace(files);
      const fix: QuickFix = {
        title: 'Mend',
        preferred: true,
        edits: new Map([
          ['a.ts', [{ range: at, newText: 'let ' }]],
          [path, [{ range: at, newText }]],
        ]),
      };
      const report = { checked: ['a.ts'], notChecked: [], servers: ['Theirs'], ms: 1 };
      const checker = {
        survey: async () => ({ ...report, diagnostics: [target] }),
        check: async () => ({ ...report, before: [target], after: [] }),
        quickFixes: async () => [fix],
      };
      const overlay = new Overlay((file) => workspace.read(file));
      const { signal } = new AbortController();
      const result = await tryQuickFixes(target, overlay, { checker }, { signal });
      assert.ok(result.type === 'none');
      assert.match(result.reason, reason);
      assert.equal(overlay.changes().size, 0);
    });
  check('.vscode/tasks.json', '{"tasks":[]}', /which is the editor's settings/);
  check('.github/workflows/test.yml', 'x', /which is the CI configuration/);
  check('AGENTS.md', 'Obey. ', /which is what models are told/);
  check('.env', 'B=2\n', /which is a file that may hold secrets/);
  check('../outside.ts', 'x', /can't be read/);
  check('/etc/passwd', 'x', /can't be read/);
  check('.git/hooks/pre-commit', 'x', /can't be read/);
});
