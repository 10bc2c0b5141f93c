import assert from 'node:assert/strict';
import { applyPatch } from '../../../../src/core/edit/patch.ts';
import { updating } from './patchTexts.ts';

function check(text: string, body: string, expected: string): void {
  const result = applyPatch('v4a', updating(body), new Map([['a.ts', text]]));
  assert.equal(result.ok ? result.changes.get('a.ts') : result.error.code, expected);
}

const text = (line: string, next = 'old();'): string =>
  `f() {\n  begin();\n  ${line}\n  ${next}\n  end();\n}\n`;

/** A patch whose third line of context is not the file's. */
const patch = (line: string): string =>
  `@@\n f() {\n   begin();\n   ${line}\n-  old();\n+  next();\n   end();\n }`;

describe('a context line that differs from the file', () => {
  for (const [own, written] of [
    ['const result = start();', 'const reslt = start();'],
    ['const result = start();', 'const resulx = start();'],
    ['// Takes the first one', '// Takes teh frist one'],
    ['createLicenseFile();', 'createLicenceFile();'],
    ['call(a, b)', 'call(a, b);'],
  ] as const)
    it(`may be misspelt: ${written}`, () => check(text(own), patch(written), text(own, 'next();')));

  for (const [own, written] of [
    ['if (a1 > 3) {', 'if (a2 > 3) {'],
    ['x = Math.min(a, b);', 'x = Math.max(a, b);'],
    ['if (left < right) {', 'if (left <= right) {'],
    ['enable(true);', 'enable(false);'],
    ['if (isReady) go();', 'if (!isReady) go();'],
    ['retry(10);', 'retry(100);'],
    ['position.x = minX;', 'position.x = minY;'],
    ['get_user(name);', 'get_users(name);'],
    ['use(started);', 'use(stirred);'],
    ['read(begim);', 'read(begin);'],
  ] as const)
    it(`is another line where it says something else: ${written}`, () =>
      check(text(own), patch(written), 'context_not_found'));

  it('is never taken for a sibling of what was meant', () =>
    check(
      'def get_item1(id):\n    row = db[id]\n    return row\n',
      '@@\n def get_item2(id):\n     row = db[id]\n-    return row\n+    return [row]',
      'context_not_found',
    ));
});

describe('changes of one patch', () => {
  it('are refused where a line was put amid those to be removed', () =>
    check(
      'first();\nold1();\nnew();\nold2();\nlast();\n',
      '@@\n first();\n-old1();\n-old2();\n+both();\n last();',
      'context_not_found',
    ));
  it('add lines at one place in their order', () =>
    check('1\n2\n', '@@\n 1\n+x\n 2\n@@\n 1\n+y\n 2', '1\nx\ny\n2\n'));
  it('do not add the same twice', () => check('1\n2\n', '@@\n 1\n+x\n 2\n@@\n 1\n+x\n 2', 'invalid_patch'));
  it('add nothing amid what another takes out', () =>
    check('1\n2\n3\n4\n', '@@\n 1\n-2\n-3\n+q\n 4\n@@\n 2\n+y\n 3', 'invalid_patch'));
  it('are refused when more of them follow an end mark that was a line of the file', () =>
    check('a\n*** End Patch\nb\n', '@@\n-a\n+A\n*** End Patch\n-b\n+B', 'invalid_patch'));
  it('need more than blank lines to find their place', () => check('a\n\nb\n', '@@\n \n+x', 'invalid_patch'));
});

it('a line indented by a tab is as near to one indented by spaces as one further in', () =>
  check('\tx\n        x\n', '@@\n-    x\n+    y', 'ambiguous'));

it("a diff's remark on a missing last line break is no line", () =>
  check('x\ny', '@@\n x\n-y\n\\ No newline at end of file\n+z\n\\ No newline at end of file', 'x\nz'));

describe('an anchor', () => {
  const twins = 'def f1():\n    return 11\n\ndef f2():\n    return 1\n';
  it('names no sibling of what it begins', () => {
    check(twins, '@@ def f1():\n-    return 1\n+    return 2', 'context_not_found');
    check(
      'f1() {\n  return 11;\n}\nf2() {\n  return 1;\n}\n',
      '@@ f1() {\n-  return 1;\n+  return 2;',
      'context_not_found',
    );
  });
  it('may name what ends above the place', () =>
    check(
      'def f1():\n    return 11\n\nX = 1\n',
      '@@ def f1():\n-X = 1\n+X = 2',
      'def f1():\n    return 11\n\nX = 2\n',
    ));
  it('may end above a sibling that the lines themselves name', () =>
    check(
      twins,
      '@@ def f1():\n     return 11\n \n def f2():\n-    return 1\n+    return 2',
      twins.replace('return 1\n', 'return 2\n'),
    ));
  it('is no part of a longer name', () =>
    check('def f10():\n    return 1\n', '@@ def f1\n-    return 1\n+    return 2', 'context_not_found'));
  it('below another stands inside what that one begins', () =>
    check(
      'class A {\n  g() {\n    return 1;\n  }\n}\nclass B {\n  f() {\n    return 1;\n  }\n}\n',
      '@@ class A\n@@ f()\n-    return 1;\n+    return 2;',
      'context_not_found',
    ));
});
