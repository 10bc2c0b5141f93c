import assert from 'node:assert/strict';
import { applyOperation, applyPatch, type PatchFormat } from '../../../../src/core/edit/patch.ts';
import { searching, updating } from './patchTexts.ts';

function check(format: PatchFormat, text: string, patch: string, expected: string): void {
  const result = applyPatch(format, patch, new Map([['a.ts', text]]));
  assert.equal(result.ok ? result.changes.get('a.ts') : result.error.message, expected);
}

type Case = readonly [what: string, text: string, body: string, expected: string];

function cases(title: string, list: readonly Case[]): void {
  describe(title, () => {
    for (const [what, text, body, expected] of list)
      it(what, () => check('v4a', text, updating(body), expected));
  });
}

cases('line ends', [
  ['LF', 'a\nb\nc\n', '-b\n+B\n+B2', 'a\nB\nB2\nc\n'],
  ['CRLF', 'a\r\nb\r\nc\r\n', '-b\n+B\n+B2', 'a\r\nB\r\nB2\r\nc\r\n'],
  ['CRLF, with a patch in CRLF', 'a\r\nb\r\n', '-b\r\n+B\r', 'a\r\nB\r\n'],
  ['LF, with a patch in CRLF', 'a\nb\n', '-b\r\n+B\r', 'a\nB\n'],
  ['mixed: a replaced line keeps its own', 'a\r\nb\nc\r\n', '-b\n+B', 'a\r\nB\nc\r\n'],
  ['mixed: each replaced line keeps its own', 'a\nb\r\nc\nd\n', '-b\n-c\n+B\n+C', 'a\nB\r\nC\nd\n'],
  ['mixed: a new line ends as the one above', 'a\nb\r\nc\n', ' b\n+n\n c', 'a\nb\r\nn\r\nc\n'],
  ['mixed, no last break, with lines added', 'a\nb\r\nc', ' c\n+d', 'a\nb\r\nc\r\nd'],
  ['carriage returns alone', 'a\rb\rc\r', '-b\n+B\n+B2', 'a\rB\rB2\rc\r'],
  ['carriage returns alone, no last one', 'a\rb', '-b\n+B', 'a\rB'],
  ['a carriage return inside a line', 'a\rx\nb\nc\n', '-b\n+B', 'a\rx\nB\nc\n'],
  ['a carriage return inside a line of context', 'a\rx\nb\n', ' a x\n-b\n+B', 'a\rx\nB\n'],
  ['two carriage returns before a break', 'a\r\r\nb\r\n', ' a\n-b\n+B', 'a\r\r\nB\r\n'],
  ['form feeds and line separators', 'a\fx\u2028y\nb\n', '-b\n+B', 'a\fx\u2028y\nB\n'],
  ['no last break', 'a\nb', '-b\n+B', 'a\nB'],
  ['no last break, with lines added', 'a\nb', ' b\n+c', 'a\nb\nc'],
  ['no last break in CRLF, with lines added', 'a\r\nb', ' b\n+c', 'a\r\nb\r\nc'],
  ['no last break, with the last line removed', 'a\nb', ' a\n-b', 'a'],
  ['no last break, with all lines replaced', 'a', '-a\n+b\n+c', 'b\nc'],
  ['no last break, far from the change', 'a\nb\nc', '-a\n+A', 'A\nb\nc'],
  ['several last breaks', 'a\nb\n\n\n', '-b\n+B', 'a\nB\n\n\n'],
  ['a lone last line removed', 'a\n', '-a', ''],
  ['a byte-order mark', '\uFEFFa\nb\n', '-a\n+A', '\uFEFFA\nb\n'],
  ['a byte-order mark, with a line put first', '\uFEFFa\nb\n', '+n\n a', '\uFEFFn\na\nb\n'],
  ['an empty file', '', '+a', 'a\n'],
]);

cases('white space', [
  ['trailing, on context', 'a \t\nb\n', ' a\n-b\n+B', 'a \t\nB\n'],
  ['trailing, elsewhere', 'x  \na\ny\t\n', '-a\n+A', 'x  \nA\ny\t\n'],
  ['tabs', '\tif\n\t\ta\n', ' \tif\n-\t\ta\n+\t\tb', '\tif\n\t\tb\n'],
  ['tabs where the patch has spaces', '\tif\n\t\ta\n', '     if\n-        a\n+        b', '\tif\n\t\tb\n'],
  ['spaces where the patch has tabs', '  if\n    a\n', ' \tif\n-\t\ta\n+\t\tb', '  if\n    b\n'],
  ['depth, where the patch is shifted left', 'f\n    a\n    b\n', ' a\n-b\n+c', 'f\n    a\n    c\n'],
  ['depth, where the patch is shifted right', 'a\n  b\n', '     a\n-      b\n+      c', 'a\n  c\n'],
  ['blank lines of spaces', 'a\n   \nb\n', ' a\n \n-b\n+B', 'a\n   \nB\n'],
  ['inner white space of context', 'a  =  1\nb\n', ' a = 1\n-b\n+B', 'a  =  1\nB\n'],
]);

cases('characters that are alike', [
  ['quotes', 'say(“x”)\nb\n', ' say("x")\n-b\n+B', 'say(“x”)\nB\n'],
  ['quotes the other way', 'say("x")\nb\n', ' say(“x”)\n-b\n+B', 'say("x")\nB\n'],
  ['apostrophes', 'it’s\nb\n', " it's\n-b\n+B", 'it’s\nB\n'],
  ['dashes', 'a – b\nc\n', ' a - c\n-c\n+C'.replace('a - c', 'a - b'), 'a – b\nC\n'],
  ['an ellipsis', 'wait… now\nb\n', ' wait... now\n-b\n+B', 'wait… now\nB\n'],
  ['a hard space', 'a\u00A0b\nc\n', ' a b\n-c\n+C', 'a\u00A0b\nC\n'],
  ['a space of no width', 'a\u200Bb\nc\n', ' ab\n-c\n+C', 'a\u200Bb\nC\n'],
  ['letters composed in two ways', 'cafe\u0301\nc\n', ' caf\u00E9\n-c\n+C', 'cafe\u0301\nC\n'],
  ['pairs of surrogates', '\u{1F600} x\nb\n', ' \u{1F600} x\n-b\n+B', '\u{1F600} x\nB\n'],
]);

cases('marks of patches in the file', [
  [
    'a conflict',
    '<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> b\nx\n',
    '-x\n+y',
    '<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> b\ny\n',
  ],
  [
    'a conflict, resolved',
    '<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> b\nx\n',
    '-<<<<<<< HEAD\n ours\n-=======\n-theirs\n->>>>>>> b\n x',
    'ours\nx\n',
  ],
  [
    'headers of a patch',
    '*** Begin Patch\n*** End Patch\nx\n',
    ' *** End Patch\n-x\n+y',
    '*** Begin Patch\n*** End Patch\ny\n',
  ],
  ['an end mark that is added', 'x\n', ' x\n+*** End Patch', 'x\n*** End Patch\n'],
  ['an anchor', '@@ f\nx\n', ' @@ f\n-x\n+y', '@@ f\ny\n'],
  ['lines that begin with signs', '+a\n-b\nc\n', ' +a\n--b\n+-B\n c', '+a\n-B\nc\n'],
  ['an end-of-file mark', '*** End of File\nx\n', ' *** End of File\n-x\n+y', '*** End of File\ny\n'],
]);

describe('marks of blocks in the file', () => {
  const conflict = '<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> b\n';
  const list: readonly Case[] = [
    ['a conflict elsewhere', `${conflict}x\n`, searching('x', 'y'), `${conflict}y\n`],
    ['a conflict, resolved', `${conflict}x\n`, searching(conflict.trimEnd(), 'ours'), 'ours\nx\n'],
    [
      'an underline',
      'Title\n=======\ntext\n',
      searching('Title\n=======\ntext', 'Title\n=======\nmore'),
      'Title\n=======\nmore\n',
    ],
    [
      'an underline, escaped',
      'Title\n=======\nx\n',
      searching('\\=======\nx', '\\=======\ny'),
      'Title\n=======\ny\n',
    ],
    [
      'a longer underline',
      'T\n==========\nx\n',
      searching('==========\nx', '==========\ny'),
      'T\n==========\ny\n',
    ],
    ['fences', '```\nx\n```\n', searching('```\nx\n```', '```\ny\n```'), '```\ny\n```\n'],
  ];
  for (const [what, text, patch, expected] of list)
    it(what, () => {
      const result = applyPatch('search_replace', patch, new Map([['a.ts', text]]));
      assert.equal(result.ok ? result.changes.get('a.ts') : 'refused', expected);
    });
});

describe('blocks as other tools write them', () => {
  const marks: readonly (readonly [string, string, string])[] = [
    ['<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE'],
    ['<<<<<<< ORIGINAL', '=======', '>>>>>>> UPDATED'],
    ['------- SEARCH', '=======', '+++++++ REPLACE'],
    ['<<<<< SEARCH', '=====', '>>>>> REPLACE'],
    ['<<<<<<< SEARCH>', '=======', '>>>>>>> REPLACE'],
    ['<<<<<<< SEARCH\n:start_line:2\n-------', '=======', '>>>>>>> REPLACE'],
    ['a.ts\n<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE'],
    ['a.ts\n```ts\n<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE\n```'],
    ['```ts\na.ts\n<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE\n```'],
    ['```ts a.ts\n<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE\n```'],
    ['### `a.ts`:\n\n<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE'],
    ['Here it is.\n\n**a.ts**\n<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE\nDone.'],
  ];
  for (const [open, divide, close] of marks)
    it(JSON.stringify(`${open} ${divide} ${close}`), () =>
      check('search_replace', 'a\nb\nc\n', `${open}\nb\n${divide}\nB\n${close}\n`, 'a\nB\nc\n'),
    );
});

describe('names', () => {
  for (const name of ['_app.tsx', '__init__.py', '__tests__/x.ts', '_vendor/a.ts', 'a_b_.ts'])
    for (const form of [name, `**${name}**`, `\`${name}\``, `_${name}_`, `${name}:`])
      it(form, () => {
        const result = applyPatch(
          'search_replace',
          `${form}\n${searching('x', 'y')}`,
          new Map([
            [name, 'x\n'],
            ['other', 'x\n'],
          ]),
        );
        assert.deepEqual(result.ok ? [...result.changes] : result.error.message, [[name, 'y\n']]);
      });
});

it('a name that is all emphasis', () => {
  const files = new Map([
    ['__main__', 'x\n'],
    ['main', 'x\n'],
  ]);
  const result = applyPatch('search_replace', `__main__\n${searching('x', 'y')}`, files);
  assert.deepEqual(result.ok && [...result.changes], [['__main__', 'y\n']]);
});

describe('operations of the endpoint', () => {
  const files = new Map([['a.ts', 'a\nb\n']]);
  const list = [
    [{ type: 'create_file', path: 'n.ts', diff: '+x\n+y\n' }, { 'n.ts': 'x\ny\n' }],
    [{ type: 'create_file', path: 'a.ts', diff: '+x\n' }, 'file_exists'],
    [{ type: 'create_file', path: 'n.ts', diff: 'x\n' }, 'invalid_patch'],
    [{ type: 'update_file', path: 'a.ts', diff: '@@\n a\n-b\n+B\n' }, { 'a.ts': 'a\nB\n' }],
    [{ type: 'update_file', path: 'a.ts', diff: ' a\n-b\n+B\n*** End of File' }, { 'a.ts': 'a\nB\n' }],
    [{ type: 'update_file', path: 'a.ts', diff: '' }, 'invalid_patch'],
    [{ type: 'update_file', path: 'n.ts', diff: '-b\n+B' }, 'file_not_found'],
    [{ type: 'delete_file', path: 'a.ts' }, { 'a.ts': null }],
    [{ type: 'delete_file', path: 'n.ts' }, 'file_not_found'],
  ] as const;
  for (const [operation, expected] of list)
    it(`${JSON.stringify(operation)} gives ${JSON.stringify(expected)}`, () => {
      const result = applyOperation(operation, files);
      assert.deepEqual(result.ok ? Object.fromEntries(result.changes) : result.error.code, expected);
    });
});

describe('a whole file below an explanation', () => {
  const files = new Map([['a.ts', 'x\n']]);
  for (const patch of [
    'I have found it:\n\na.ts\n```ts\ny\n```\n',
    'a.ts\n```ts\ny\n```\n\nThis mends it.\n',
    '```ts\ny\n```\nThis mends it.\n',
    '`a.ts`:\n\n```ts\ny\n```\n',
  ])
    it(JSON.stringify(patch), () => {
      const result = applyPatch('whole_file', patch, files);
      assert.deepEqual(result.ok ? [...result.changes] : result.error.message, [['a.ts', 'y\n']]);
    });
});
