import assert from 'node:assert/strict';
import { applyOperation, applyPatch } from '../../../../src/core/edit/patch.ts';

const file = 'a.ts';

/** An update of one file, by the body of its section: the new text, or the code of the refusal. */
function update(text: string, body: string): string {
  const patch = `*** Begin Patch\n*** Update File: ${file}\n${body}\n*** End Patch\n`;
  const result = applyPatch('v4a', patch, new Map([[file, text]]));
  return result.ok ? (result.changes.get(file) ?? '(deleted)') : result.error.code;
}

function check(text: string, body: string, expected: string): void {
  assert.equal(update(text, body), expected);
}

/** A whole patch over files: all changes, or the code of the refusal. */
function checkPatch(files: Record<string, string>, patch: string, expected: object | string): void {
  const result = applyPatch('v4a', patch, new Map(Object.entries(files)));
  assert.deepEqual(result.ok ? Object.fromEntries(result.changes) : result.error.code, expected);
}

describe('V4A', () => {
  describe('the place', () => {
    it('is where the lines stand', () => check('a\nb\nc\n', '@@\n a\n-b\n+B\n c', 'a\nB\nc\n'));
    it('needs no first anchor', () => check('a\nb\n', ' a\n-b\n+B', 'a\nB\n'));
    it('is found for each of several hunks', () =>
      check('a\nb\nc\nd\n', '@@\n-a\n+A\n@@\n c\n-d\n+D', 'A\nb\nc\nD\n'));
    it('is found in whatever order the hunks come', () =>
      check('a\nb\nc\n', '@@\n-c\n+C\n@@\n-a\n+A', 'A\nb\nC\n'));
    it('is found but for trailing white space', () => check('a  \nb\n', ' a\n-b\n+B', 'a  \nB\n'));
    it('is found though the patch has trailing white space', () =>
      check('a\nb\n', ' a \t\n-b \n+B', 'a\nB\n'));
    it('is found when all is shifted, and the new lines are shifted back', () =>
      check('{\n    a\n      b\n}\n', ' a\n-  b\n+  B\n+    c', '{\n    a\n      B\n        c\n}\n'));
    it('is found with tabs for spaces, and the new lines get spaces', () =>
      check(
        'if\n    a\n        b\n',
        ' if\n \ta\n-\t\tb\n+\t\tB\n+\t\t\tc',
        'if\n    a\n        B\n            c\n',
      ));
    it('shows other hunks of the patch how tabs are meant', () =>
      check('f\n  a\ng\n', '@@\n f\n-\ta\n+\tA\n@@\n g\n+\tb', 'f\n  A\ng\n  b\n'));
    it('is found with other inner white space', () => check('a = 1\nb\n', ' a  =  1\n-b\n+B', 'a = 1\nB\n'));
    it('is found with other quotes, dashes and spaces', () =>
      check("say 'a-b'\u2026\nb\n", ' say \u2019a\u2011b\u2019...\n-b\n+B', "say 'a-b'\u2026\nB\n"));
    it('is found when context lines lack their first space', () =>
      check('  if\n    a\n}\n', '  if\n-    a\n+    A\n}', '  if\n    A\n}\n'));
    it('is found with a misspelt context line, which stays as it is', () =>
      check(
        'const first = 1\nconst second = 2\nc\n',
        ' const frist = 1\n const second = 2\n-c\n+C',
        'const first = 1\nconst second = 2\nC\n',
      ));
    it('is found with a forgotten blank line, which stays', () =>
      check('alpha\n\nbeta\ngamma\n', ' alpha\n-beta\n+BETA\n gamma', 'alpha\n\nBETA\ngamma\n'));
    it('is found round left-out lines, which stay', () =>
      check(
        'top\n1\n2\n3\nend\n',
        '-top\n+TOP\n // ... existing code ...\n-end\n+END',
        'TOP\n1\n2\n3\nEND\n',
      ));
    it('may be a blank line short at its rim', () => check('a\nb', ' a\n-b\n+B\n ', 'a\nB'));
  });

  describe('anchors and order', () => {
    const twice = 'def f():\n    x = 1\n\ndef g():\n    x = 1\n';
    it('decide between equal places', () =>
      check(twice, '@@ def g():\n-    x = 1\n+    x = 2', 'def f():\n    x = 1\n\ndef g():\n    x = 2\n'));
    it('are needed for equal places', () => check(twice, '@@\n-    x = 1\n+    x = 2', 'ambiguous'));
    it('may be stacked', () =>
      check(
        'class A\n  def f\n    1\nclass B\n  def f\n    1\n',
        '@@ class B\n@@   def f\n-    1\n+    2',
        'class A\n  def f\n    1\nclass B\n  def f\n    2\n',
      ));
    it('must be there', () => check(twice, '@@ def h():\n-    x = 1\n+    x = 2', 'context_not_found'));
    it('must stand above the place', () => check('a\nb\n', '@@ b\n-a\n+A', 'context_not_found'));
    it('do not decide between two places inside what they name', () =>
      check('def f():\n  a\n  b\n  a\n', '@@ def f():\n-  a\n+  c', 'ambiguous'));
    it('leave the only place between two hunks that are certain', () =>
      check('x\n1\nx\n2\nx\n', '@@\n-1\n+one\n@@\n-x\n+y\n@@\n-2\n+two', 'x\none\ny\ntwo\nx\n'));
    it('do not count where the certain hunks come in another order', () =>
      check('x\n1\nx\n2\nx\n', '@@\n-2\n+two\n@@\n-x\n+y\n@@\n-1\n+one', 'ambiguous'));
    it('do not count below certain hunks in another order either', () =>
      check('x\n1\n2\nx\n', '@@\n-2\n+two\n@@\n-1\n+one\n@@\n-x\n+y', 'ambiguous'));
    it('mean every place when asked as often', () =>
      check('x\n1\nx\n', '@@\n-x\n+y\n@@\n-x\n+y', 'y\n1\ny\n'));
    it('do not include the numbers of a unified diff', () =>
      check('a\nb\n', '@@ -70,2 +70,2 @@\n a\n-b\n+B', 'a\nB\n'));
    it('put the end of the file before other places', () =>
      check('a\nb\na\n', '@@\n-a\n+A\n*** End of File', 'a\nb\nA\n'));
  });

  describe('refuses', () => {
    it('a line that was changed meanwhile', () =>
      check('alpha\nbeta_renamed\ngamma\n', ' alpha\n-beta\n+BETA\n gamma', 'context_not_found'));
    it('what is already there', () => check('a\nB\nc\n', ' a\n-b\n+B\n c', 'already_applied'));
    it('what comes to the same once indented as the file is', () =>
      check('f\n    x = 1\n', ' f\n-\tx  =  1\n+\tx = 1', 'already_applied'));
    it('lines already added below their context', () => check('a\nnew\nc\n', ' a\n+new', 'already_applied'));
    it('an indentation already changed', () => check('f\n    x\n', ' f\n-  x\n+    x', 'already_applied'));
    it('new lines whose place has other lines in between', () =>
      check('alpha\nother\nbeta\n', ' alpha\n+new\n beta', 'context_not_found'));
    it('lines indented by no rule', () =>
      check('  a\n      b\n    c\n', ' a\n b\n-c\n+C', 'context_not_found'));
    it('left-out lines among the new ones', () =>
      check('a\nb\n', ' a\n-b\n+// ... rest of the code ...', 'invalid_patch'));
    it('lines next to left-out ones', () =>
      check('a\nb\n', '-a\n+A\n // ... existing code ...\n+new', 'invalid_patch'));
    it('a change to nothing', () => check('a\n', ' a', 'invalid_patch'));
    it('an anchor without lines', () => check('a\n', '@@ a', 'invalid_patch'));
    it('an unknown header', () => check('a\n', '*** Frobnicate File: b', 'invalid_patch'));
    it('a patch without its end', () =>
      checkPatch({ a: 'b\n' }, '*** Begin Patch\n*** Update File: a\n-b\n+B\n', 'truncated'));
    it('a patch without its beginning', () => checkPatch({ a: 'b\n' }, '-b\n+B\n', 'invalid_patch'));
    it('an update of no file', () =>
      checkPatch({}, '*** Begin Patch\n*** Update File: a\n-b\n+B\n*** End Patch', 'file_not_found'));
    it('a new file over an old one', () =>
      checkPatch({ a: 'b\n' }, '*** Begin Patch\n*** Add File: a\n+c\n*** End Patch', 'file_exists'));
    it('a new file that is there already', () =>
      checkPatch({ a: 'b\n' }, '*** Begin Patch\n*** Add File: a\n+b\n*** End Patch', 'already_applied'));
    it('a new file without its plus signs', () =>
      checkPatch({}, '*** Begin Patch\n*** Add File: a\nb\n*** End Patch', 'invalid_patch'));
    it('a file outside the workspace', () =>
      checkPatch({}, '*** Begin Patch\n*** Add File: ../a\n+b\n*** End Patch', 'invalid_patch'));
    it('a move over another file', () =>
      checkPatch(
        { a: 'x\n', b: 'y\n' },
        '*** Begin Patch\n*** Update File: a\n*** Move to: b\n*** End Patch',
        'file_exists',
      ));
    it('to delete no file', () =>
      checkPatch({}, '*** Begin Patch\n*** Delete File: a\n*** End Patch', 'file_not_found'));
  });

  describe('files', () => {
    it('are added, updated, moved and deleted', () =>
      checkPatch(
        { u: 'a\n', m: 'x\n', d: 'y\n' },
        '*** Begin Patch\n*** Add File: n/e.ts\n+1\n+\n+2\n*** Update File: u\n-a\n+b\n*** Update File: m\n*** Move to: m2\n-x\n+z\n*** Delete File: d\n*** End Patch',
        { 'n/e.ts': '1\n\n2\n', u: 'b\n', m: null, m2: 'z\n', d: null },
      ));
    it('are moved without a change', () =>
      checkPatch({ a: 'x\n' }, '*** Begin Patch\n*** Update File: a\n*** Move to: b\n*** End Patch', {
        a: null,
        b: 'x\n',
      }));
    it('are known by ./ and a/ too', () =>
      checkPatch(
        { 'src/a.ts': 'x\n' },
        '*** Begin Patch\n*** Update File: ./src/a.ts\n-x\n+y\n*** Update File: a/src/a.ts\n-y\n+z\n*** End Patch',
        { 'src/a.ts': 'z\n' },
      ));
    it('that fit are told apart from those that did not', () => {
      const patch =
        '*** Begin Patch\n*** Update File: a\n-x\n+y\n*** Update File: b\n-1\n+2\n@@\n-no\n+yes\n*** End Patch';
      const result = applyPatch(
        'v4a',
        patch,
        new Map([
          ['a', 'x\n'],
          ['b', '1\n'],
        ]),
      );
      assert.ok(!result.ok);
      assert.deepEqual([result.error.path, result.error.code], ['b', 'context_not_found']);
      assert.deepEqual(
        [...(result.changes ?? [])],
        [
          ['a', 'y\n'],
          ['b', '2\n'],
        ],
      );
    });
  });

  describe('wrapping', () => {
    const body = '*** Begin Patch\n*** Update File: a\n-b\n+B\n*** End Patch';
    for (const [name, patch] of [
      ['a heredoc', `apply_patch <<'EOF'\n${body}\nEOF\n`],
      ['a fence and prose', `Here it is:\n\`\`\`diff\n${body}\n\`\`\`\nDone.`],
      ['padding round the marks', '  *** Begin Patch\n  *** Update File: a\n-b\n+B\n *** End Patch '],
      ['CRLF', body.replaceAll('\n', '\r\n')],
    ] as const)
      it(`may be ${name}`, () => checkPatch({ a: 'b\n' }, patch, { a: 'B\n' }));
  });

  describe('the rest of the file', () => {
    it('keeps CRLF', () => check('a\r\nb\r\n', ' a\n-b\n+B\n+c', 'a\r\nB\r\nc\r\n'));
    it('keeps mixed line ends', () => check('a\r\nb\nc\r\n', '-b\n+B\n+x', 'a\r\nB\nx\nc\r\n'));
    it('keeps the line end of each replaced line', () =>
      check('a\r\nb\nc\r\n', '-a\n-b\n+A\n+B', 'A\r\nB\nc\r\n'));
    it('keeps a missing last line break', () => check('a\nb', ' a\n-b\n+B\n+c', 'a\nB\nc'));
    it('keeps a byte-order mark', () => check('\uFEFFa\nb\n', '-a\n+A', '\uFEFFA\nb\n'));
    it('keeps patch marks of its own', () =>
      check(
        '*** End Patch\n<<<<<<< HEAD\nb\n',
        ' *** End Patch\n <<<<<<< HEAD\n-b\n+B',
        '*** End Patch\n<<<<<<< HEAD\nB\n',
      ));
  });

  describe('a new line without context', () => {
    it('goes to the end of the file', () => check('a\n', '@@\n+b', 'a\nb\n'));
    it('goes below its anchor', () => check('a\nb\n', '@@ a\n+x', 'a\nx\nb\n'));
    it('goes into an empty file', () => check('', '@@\n+a', 'a\n'));
  });

  describe('messages', () => {
    it('tell the closest place and the first line that differs', () => {
      const patch = `*** Begin Patch\n*** Update File: a\n one\n two\n-thre\n+3\n*** End Patch`;
      const result = applyPatch('v4a', patch, new Map([['a', 'zero\none\ntwo\nthree\n']]));
      assert.match(
        result.ok ? '' : result.error.message,
        /line 2, where line 4 of the file is "three" and the patch has "thre"/,
      );
    });
    it('tell both lines of two places', () => {
      const patch = `*** Begin Patch\n*** Update File: a\n-x\n+y\n*** End Patch`;
      const result = applyPatch('v4a', patch, new Map([['a', 'x\n1\nx\n']]));
      assert.match(result.ok ? '' : result.error.message, /lines 1 and 3/);
    });
  });
});

describe("the endpoint's own operations", () => {
  const files = new Map([['a', 'x\ny\n']]);
  const changes = (operation: Parameters<typeof applyOperation>[0]): object | string => {
    const result = applyOperation(operation, files);
    return result.ok ? Object.fromEntries(result.changes) : result.error.code;
  };
  it('update', () =>
    assert.deepEqual(changes({ type: 'update_file', path: 'a', diff: '@@\n x\n-y\n+Y\n' }), { a: 'x\nY\n' }));
  it('create', () =>
    assert.deepEqual(changes({ type: 'create_file', path: 'b', diff: '+1\n+2\n' }), { b: '1\n2\n' }));
  it('delete', () => assert.deepEqual(changes({ type: 'delete_file', path: 'a' }), { a: null }));
  it('create what is there', () =>
    assert.equal(changes({ type: 'create_file', path: 'a', diff: '+1\n' }), 'file_exists'));
  it('update to nothing', () =>
    assert.equal(changes({ type: 'update_file', path: 'a', diff: '' }), 'invalid_patch'));
});
