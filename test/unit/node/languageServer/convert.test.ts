import assert from 'node:assert/strict';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-protocol';
import { toDiagnostic, toQuickFix } from '../../../../src/node/languageServer/session/convert.ts';

const start = { line: 1, character: 2 };
const range = { start, end: start };

describe('toDiagnostic', () => {
  const check = (raw: Partial<Diagnostic>, expected: object) =>
    assert.deepEqual(toDiagnostic('a.ts', { range, message: 'm', ...raw }, '/w'), {
      path: 'a.ts',
      range,
      severity: 'error',
      message: 'm',
      ...expected,
    });

  it('takes over what there is', () => {
    check({}, {});
    check({ severity: 2, code: 2322, source: 'ts' }, { severity: 'warning', code: '2322', source: 'ts' });
  });
  it('takes over where a problem comes from, as far as that is in the workspace', () => {
    const at = (uri: string) => ({ location: { uri, range }, message: 'declared here' });
    check(
      { relatedInformation: [at('file:///w/src/b.ts'), at('file:///elsewhere/c.ts')] },
      { related: [{ path: 'src/b.ts', range, message: 'declared here' }] },
    );
    check(
      { tags: [1, 2], codeDescription: { href: 'https://example.org/2322' } },
      { tags: ['unnecessary', 'deprecated'], link: 'https://example.org/2322' },
    );
  });
  it('makes plain text of marked-up messages', () => {
    check({ message: { kind: 'plaintext', value: '*m*' } }, { message: '*m*' });
    check(
      { message: { kind: 'markdown', value: 'Use **let**, not `var` ([why](http://x))\n```ts\nlet a\n```' } },
      { message: 'Use let, not var (why)\nlet a' },
    );
  });
});

describe('toQuickFix', () => {
  const edits = [{ range, newText: 'x' }];
  const check = (action: Partial<CodeAction>, expected: readonly [string, typeof edits][] | undefined) => {
    const fix = toQuickFix('/w', { title: 't', ...action });
    assert.deepEqual(fix && [...fix.edits], expected);
  };
  const textDocument = { uri: 'file:///w/a.ts', version: 1 };

  it('takes text edits in both forms', () => {
    check({ edit: { changes: { 'file:///w/a.ts': edits } } }, [['a.ts', edits]]);
    check({ edit: { documentChanges: [{ textDocument, edits }] } }, [['a.ts', edits]]);
    check(
      {
        edit: {
          documentChanges: [
            { textDocument, edits },
            { textDocument, edits },
          ],
        },
      },
      [['a.ts', [...edits, ...edits]]],
    );
  });
  it('drops what is more than text', () => {
    const edit = { changes: { 'file:///w/a.ts': edits } };
    check({ edit, command: { title: 't', command: 'c' } }, undefined);
    check({ edit, disabled: { reason: 'r' } }, undefined);
    check({ edit: { documentChanges: [{ kind: 'create', uri: 'file:///w/b.ts' }] } }, undefined);
    check({ edit: { changes: { 'file:///other/a.ts': edits } } }, undefined);
    check({ edit: {} }, undefined);
    check({}, undefined);
  });
});
