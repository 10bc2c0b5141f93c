import assert from 'node:assert/strict';
import { applyPatch } from '../../../../src/core/edit/patch.ts';
import { replacing, searching, updating } from './patchTexts.ts';

const two = 'def f():\n    x = 1\n    y = 2\n\ndef g():\n    x = 1\n    z = 3\n';
const siblings =
  'get(id) {\n  call(\n    path,\n    ...optionsAnew,\n    auth,\n  )\n}\ndelete(id) {\n  drop(\n    path,\n    ...options,\n    auth,\n  )\n}\n';

type Case = readonly [
  what: string,
  format: 'v4a' | 'search_replace' | 'whole_file',
  text: string,
  patch: string,
  error: string,
];

/** Each leaves the file as it was, and says in words that a model can act on what is amiss. */
const cases: readonly Case[] = [
  ['equal places', 'v4a', two, updating('-    x = 1\n+    x = 9'), 'ambiguous .* lines 2 and 6'],
  ['equal places', 'search_replace', two, searching('    x = 1', '    x = 9'), 'ambiguous .* lines 2 and 6'],
  [
    'equal places but for indentation',
    'v4a',
    'a\n  x\nb\n    x\n',
    updating('-x\n+y'),
    'ambiguous .* lines 2 and 4',
  ],
  ['places that overlap', 'v4a', 'x\nx\nx\n', updating('-x\n-x\n+y'), 'ambiguous .* lines 1 and 2'],
  ['many places', 'v4a', 'x\n'.repeat(9), updating('-x\n+y'), 'ambiguous .* 1, 2, 3, 4, 5, 6 and 3 more'],
  ['very many places', 'v4a', 'x\n'.repeat(2000), updating('-x\n+y'), 'ambiguous .* and many more'],
  [
    'very many places, with an anchor',
    'v4a',
    `def f\n${'  x\n'.repeat(2000)}`,
    updating('@@ def f\n-  x\n+  y'),
    'ambiguous',
  ],
  ['a removed line that changed since', 'v4a', 'a\nB2\nc\n', updating(' a\n-b\n+B\n c'), 'context_not_found'],
  [
    'a removed line that changed since',
    'search_replace',
    'alpha\nbeta2\ngamma\n',
    searching('alpha\nbeta\ngamma', 'alpha\nB\ngamma'),
    'context_not_found .* line 2 of the file is "beta2" and the patch has "beta"',
  ],
  [
    'a place that is alike, where the one meant changed since',
    'v4a',
    siblings,
    updating('   call(\n     path,\n-    ...options,\n+    ...next,\n     auth,\n   )'),
    'context_not_found',
  ],
  [
    'lines that are nowhere',
    'v4a',
    'a\n',
    updating('-x\n+y'),
    'context_not_found .* fits nowhere in the file \\(1 line\\)',
  ],
  [
    'a line that is nearly there',
    'v4a',
    'const total = 1;\nreturn total;\n',
    updating('-const totl = 1;\n+const total = 2;'),
    'context_not_found .* closest at line 1.* line 1 of the file is "const total = 1;"',
  ],
  ['lines in another order', 'v4a', 'a\nb\nc\n', updating(' b\n a\n-c\n+C'), 'context_not_found'],
  ['an anchor that is not there', 'v4a', two, updating('@@ def h():\n-    x = 1\n+    x = 9'), 'anchor'],
  ['an anchor below the place', 'v4a', 'a\nb\n', updating('@@ b\n-a\n+A'), 'stand above its anchor'],
  [
    'stacked anchors in the wrong order',
    'v4a',
    two,
    updating('@@ def g():\n@@ def f():\n-    x = 1\n+    x = 9'),
    'anchor',
  ],
  ['what is there already', 'v4a', 'a\nB\nc\n', updating(' a\n-b\n+B\n c'), 'already_applied .* line 1'],
  [
    'what is there already',
    'search_replace',
    'a\nb\nnew\nc\n',
    searching('a\nb\nc', 'a\nb\nnew\nc'),
    'already_applied',
  ],
  ['new lines that stand there already', 'v4a', 'a\nnew\nb\n', updating(' a\n+new'), 'already_applied'],
  ['a file that reads so already', 'whole_file', 'x\n', 'x\n', 'already_applied'],
  ['no change at all', 'v4a', 'a\n', updating(' a'), 'invalid_patch'],
  ['no change at all', 'search_replace', 'a\n', searching('a', 'a'), 'invalid_patch'],
  ['no end mark', 'v4a', 'a\nb\n', updating('-a\n+A').replace('*** End Patch\n', ''), 'truncated'],
  ['an end in mid-line', 'v4a', 'a\nb\n', '*** Begin Patch\n*** Update File: a.ts\n-a\n+A\n b', 'truncated'],
  [
    'an end in the end mark',
    'v4a',
    'a\nb\n',
    '*** Begin Patch\n*** Update File: a.ts\n-a\n+A\n*** End Pa',
    'truncated',
  ],
  ['an end after a header', 'v4a', 'a\n', '*** Begin Patch\n*** Update File: a.ts\n', 'truncated'],
  ['no beginning', 'v4a', 'a\n', '-a\n+A\n*** End Patch', 'invalid_patch'],
  ['an end before the divider', 'search_replace', 'a\n', '<<<<<<< SEARCH\na\n', 'truncated'],
  ['an end after the divider', 'search_replace', 'a\n', '<<<<<<< SEARCH\na\n=======\nA\n', 'truncated'],
  [
    'an end in the last mark',
    'search_replace',
    'a\n',
    '<<<<<<< SEARCH\na\n=======\nA\n>>>>>>> REP',
    'truncated',
  ],
  [
    'an end in a later block',
    'search_replace',
    'a\nb\n',
    `${searching('a', 'A')}<<<<<<< SEARCH\nb\n=======\nB`,
    'truncated',
  ],
  ['a fence left open', 'whole_file', 'a\n', '```ts\nb\n', 'truncated'],
  [
    'a header of no kind',
    'v4a',
    'a\n',
    '*** Begin Patch\n*** Change File: a.ts\n-a\n*** End Patch',
    'invalid',
  ],
  ['no file', 'v4a', 'a\n', '*** Begin Patch\n*** End Patch', 'invalid_patch'],
  ['a file that is not there', 'v4a', 'a\n', updating('-a\n+A', 'b.ts'), 'file_not_found'],
  [
    'a new file over one that is there',
    'v4a',
    'a\n',
    '*** Begin Patch\n*** Add File: a.ts\n+b\n*** End Patch',
    'file_exists',
  ],
  ['a file outside', 'v4a', 'a\n', '*** Begin Patch\n*** Add File: ../b.ts\n+b\n*** End Patch', 'outside'],
  ['a move outside', 'v4a', 'a\n', updating('*** Move to: /etc/b\n-a\n+A'), 'outside'],
  [
    'lines left out of the new ones',
    'v4a',
    'a\nb\n',
    updating('-a\n+// ... existing code ...'),
    'in place of lines',
  ],
  ['lines left out of a whole file', 'whole_file', 'a\n', 'b\n// ... rest unchanged\n', 'in place of lines'],
  ['two changes of one line', 'v4a', 'a\nb\n', updating('-a\n+1\n@@\n-a\n+2'), 'both replace line 1'],
  ['no divider', 'search_replace', 'a\n', '<<<<<<< SEARCH\na\n>>>>>>> REPLACE', 'no line "======="'],
  [
    'two dividers',
    'search_replace',
    'x\n',
    '<<<<<<< SEARCH\na\n=======\nb\n=======\nc\n>>>>>>> REPLACE',
    'several lines',
  ],
  ['a replace mark alone', 'search_replace', 'a\n', '>>>>>>> REPLACE', 'without a SEARCH'],
  [
    'two search marks',
    'search_replace',
    'a\n',
    '<<<<<<< SEARCH\na\n<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE',
    'second SEARCH',
  ],
  ['two whole texts', 'whole_file', 'a\n', replacing('b\n') + replacing('c\n'), 'two texts'],
];

describe('refused', () => {
  for (const [what, format, text, patch, error] of cases)
    it(`in ${format}: ${what}`, () => {
      const result = applyPatch(format, patch, new Map([['a.ts', text]]));
      assert.ok(!result.ok, 'it was applied');
      assert.match(`${result.error.code} ${result.error.message}`, new RegExp(error, 's'));
      assert.equal(result.changes, undefined);
    });
});

it('looks for the closest place of the first changes alone, where many fit nowhere', () => {
  const body = Array.from({ length: 7 }, (_, k) => `@@\n-const someValue${k} = makeOne();\n+x`).join('\n');
  const result = applyPatch('v4a', updating(body), new Map([['a.ts', 'const someValues = makeOne();\n']]));
  const messages = result.ok ? [] : (result.files?.[0]?.failed ?? []).map(({ message }) => message);
  assert.equal(messages.length, 7);
  assert.deepEqual(
    messages.map((message) => message.includes('comes closest at line 1')),
    [true, true, true, true, true, false, false],
  );
});

it('quotes of long lines the stretch where they differ', () => {
  const long = 'word '.repeat(1000);
  const texts = [
    [`a\n${long}one\n`, updating(`@@\n a\n-${long}two\n+x`)],
    ['a\n', updating(`@@ ${long}\n-a\n+b`)],
    ['a\n', updating(`@@\n-a\n+b\n*** ${long}`)],
    ['a\n', `*** Begin Patch\n${long}\n*** End Patch`],
    ['a\n', updating(`@@\n-a\n+// ... existing code ${long}`)],
  ] as const;
  const messages = texts.map(([text, patch]) => {
    const result = applyPatch('v4a', patch, new Map([['a.ts', text]]));
    return result.ok ? '' : result.error.message;
  });
  for (const message of messages) assert.ok(message !== '' && message.length < 500, message);
  assert.match(
    messages[0] ?? '',
    /line 2 of the file is "\.\.\.[^"]*one" and the patch has "\.\.\.[^"]*two"/,
  );
});
