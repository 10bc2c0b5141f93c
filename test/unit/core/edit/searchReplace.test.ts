import assert from 'node:assert/strict';
import { applyEdits, applyPatch, detectFormat, pathsInPatch } from '../../../../src/core/edit/patch.ts';

const block = (old: string, next: string): string =>
  `<<<<<<< SEARCH\n${old}=======\n${next}>>>>>>> REPLACE\n`;

function check(files: Record<string, string>, patch: string, expected: object | string): void {
  const result = applyPatch('search_replace', patch, new Map(Object.entries(files)));
  assert.deepEqual(result.ok ? Object.fromEntries(result.changes) : result.error.code, expected);
}

describe('search/replace blocks', () => {
  describe('are read', () => {
    const b = block('b\n', 'B\n');
    for (const [name, patch] of [
      ['with a file name', `a.ts\n${b}`],
      ['without one, for the only file', b],
      ['in a fence below the name', `a.ts\n\`\`\`ts\n${b}\`\`\``],
      ['with the name inside the fence', `Prose.\n\`\`\`ts\na.ts\n${b}\`\`\``],
      ['below a heading', `### \`a.ts\`\n\n${b}`],
      ['with dash lines', '------- SEARCH\nb\n=======\nB\n+++++++ REPLACE\n'],
      ['with the older words', '<<<<<<< ORIGINAL\nb\n=======\nB\n>>>>>>> UPDATED\n'],
      ['with line numbers', '<<<<<<< SEARCH\n:start_line:2\n-------\nb\n=======\nB\n>>>>>>> REPLACE'],
      ['with numbered lines', block('1 | a\n2 | b\n', 'a\nB\n')],
      ['with CRLF', b.replaceAll('\n', '\r\n')],
    ] as const)
      it(name, () => check({ 'a.ts': 'a\nb\n' }, patch, { 'a.ts': 'a\nB\n' }));
    it('several to a file and to several files', () =>
      check(
        { a: '1\n2\n', 'b.c': '3\n' },
        `a\n${block('1\n', 'x\n')}\n${block('2\n', 'y\n')}\nb.c\n${block('3\n', 'z\n')}`,
        { a: 'x\ny\n', 'b.c': 'z\n' },
      ));
    it('for a new file', () => check({}, `n.ts\n${block('', 'new\n')}`, { 'n.ts': 'new\n' }));
    it('with nothing to put in', () => check({ a: 'x\ny\n' }, block('x\n', ''), { a: 'y\n' }));
  });

  describe('are placed', () => {
    it('by the same ladder', () =>
      check({ a: 'if\n    x\n    y\n' }, block('x\ny\n', 'x\nz\n'), { a: 'if\n    x\n    z\n' }));
    it('with repeated lines left as the file has them', () =>
      check({ a: 'say \u2018hi\u2019\nb\n' }, block("say 'hi'\nb\n", "say 'hi'\nB\n"), {
        a: 'say \u2018hi\u2019\nB\n',
      }));
    it('in the file that the text above mentions', () =>
      check(
        { 'a.ts': 'x\n', 'b.ts': 'y\n' },
        `a.ts\n${block('x\n', 'X\n')}Now in \`b.ts\`:\n${block('y\n', 'Y\n')}`,
        { 'a.ts': 'X\n', 'b.ts': 'Y\n' },
      ));
    it("by numbers of the file's own, not as line numbers", () =>
      check({ a: '1 | x\n2 | y\nx\n' }, block('1 | x\n', '1 | z\n'), { a: '1 | z\n2 | y\nx\n' }));
    it('where only white space at the end of a line changes', () => {
      check({ a: 'x  \ny\n' }, block('x  \n', 'x\n'), { a: 'x\ny\n' });
      check({ a: 'x\ny\n' }, block('x\n', 'x  \n'), { a: 'x  \ny\n' });
    });
    it('in any order', () =>
      check({ a: '1\n2\n' }, block('2\n', 'y\n') + block('1\n', 'x\n'), { a: 'x\ny\n' }));
    it('by their line, of equal places', () =>
      check({ a: 'x\n1\nx\n' }, '<<<<<<< SEARCH\n:start_line:3\n-------\nx\n=======\ny\n>>>>>>> REPLACE', {
        a: 'x\n1\ny\n',
      }));
  });

  describe('are refused', () => {
    it('broken off', () => check({ a: 'b\n' }, '<<<<<<< SEARCH\nb\n=======\nB\n', 'truncated'));
    it('without a divider', () =>
      check({ a: 'b\n' }, '<<<<<<< SEARCH\nb\n>>>>>>> REPLACE\n', 'invalid_patch'));
    it('one inside the other', () =>
      check(
        { a: 'b\n' },
        '<<<<<<< SEARCH\n<<<<<<< SEARCH\nb\n=======\nB\n>>>>>>> REPLACE\n',
        'invalid_patch',
      ));
    it('with a line number below the divider', () =>
      check({ a: 'b\n' }, block('b\n', ':start_line:1\nB\n'), 'invalid_patch'));
    it('as text without any', () => check({ a: 'b\n' }, 'Nothing here.', 'invalid_patch'));
    it('for no file', () => check({ a: '1', b: '1' }, block('1\n', '2\n'), 'invalid_patch'));
    it('for an unknown file', () => check({ a: '1' }, `b.ts\n${block('1\n', '2\n')}`, 'file_not_found'));
    it('as a new file over an old one', () => check({ a: '1' }, block('', '2\n'), 'file_exists'));
    it('that search for blank lines alone', () =>
      check({ a: 'x\n\ny\n' }, block('\n', 'z\n'), 'invalid_patch'));
    it('two with the same replacement', () =>
      check({ a: 'x\ny\n' }, block('x\n', 'z\n').repeat(2), 'invalid_patch'));
    it('where the text above mentions another file that fits as well', () =>
      check(
        { 'a.ts': 'x\ny\n', 'b.ts': 'y\n' },
        `a.ts\n${block('x\n', 'X\n')}Now in \`b.ts\`:\n${block('y\n', 'Y\n')}`,
        'invalid_patch',
      ));
    it('at equal places', () => check({ a: 'x\n1\nx\n' }, block('x\n', 'y\n'), 'ambiguous'));
    it('when applied', () => check({ a: 'y\n' }, block('x\n', 'y\n'), 'already_applied'));
    it('when they change nothing', () => check({ a: 'x\n' }, block('x\n', 'x\n'), 'invalid_patch'));
    it('all, when one fails', () =>
      check({ a: '1\n2\n' }, block('1\n', 'x\n') + block('nowhere\n', 'y\n'), 'context_not_found'));
  });

  describe('over conflict markers', () => {
    const conflict = '<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n';
    it('find their own divider', () =>
      check({ a: `top\n${conflict}end\n` }, block(conflict, 'ours\n'), { a: 'top\nours\nend\n' }));
    it('put in no divider line unless it is escaped', () => {
      for (const next of ['y\n=======\nz\n', 'y\n=======\n', '=======\ny\n'])
        check({ a: 'x\n' }, block('x\n', next), 'invalid_patch');
      check({ a: 'x\n' }, block('x\n', 'y\n\\=======\nz\n'), { a: 'y\n=======\nz\n' });
    });
    it('keep a divider line that the file has', () =>
      check({ a: 'T\n=======\nx\n' }, block('T\n=======\nx\n', 'T\n=======\ny\n'), {
        a: 'T\n=======\ny\n',
      }));
    it('may put in a line of equals signs of another length', () =>
      check({ a: 'x\n' }, block('x\n', 'T\n=====\nx\n'), { a: 'T\n=====\nx\n' }));
    it('are refused for the first half of a conflict', () =>
      check(
        { a: conflict },
        '<<<<<<< SEARCH\n<<<<<<< HEAD\nours\n=======\nours\n>>>>>>> REPLACE\n',
        'invalid_patch',
      ));
    it('may be escaped', () =>
      check({ a: 'x\n=======\ny\n' }, '<<<<<<< SEARCH\nx\n\\=======\n=======\nz\n>>>>>>> REPLACE', {
        a: 'z\ny\n',
      }));
    it('leave those alone that they do not name', () =>
      check({ a: `${conflict}end\n` }, block('end\n', 'END\n'), { a: `${conflict}END\n` }));
  });
});

describe('edits as arguments', () => {
  const edit = (text: string, old: string, next: string, all = false): string => {
    const result = applyEdits([{ path: 'a', old, new: next, all }], new Map([['a', text]]));
    return result.ok ? (result.changes.get('a') ?? '(deleted)') : result.error.code;
  };
  it('replace a part of a line', () => assert.equal(edit('let x = 1;\n', 'x = 1', 'x = 2'), 'let x = 2;\n'));
  it('keep CRLF', () => assert.equal(edit('a\r\nb\r\n', 'a\nb', 'a\nc'), 'a\r\nc\r\n'));
  it('replace all when told', () => assert.equal(edit('x x\n', 'x', 'y', true), 'y y\n'));
  it('take no part of a word for the end of what was meant', () => {
    assert.equal(edit('x = a10;\n', 'x = a1', 'x = b'), 'context_not_found');
    assert.equal(edit('let foo1 = 2;\n', 'let foo', 'let bar'), 'context_not_found');
    assert.equal(edit('fooBar();\n', 'foo', 'get'), 'getBar();\n');
  });
  it('refuse several when not told', () => assert.equal(edit('x x\n', 'x', 'y'), 'ambiguous'));
  it('take a line away with its break', () => assert.equal(edit('a\nb\nc\n', 'b', ''), 'a\nc\n'));
  it('fall back on the ladder', () =>
    assert.equal(edit('if\n    a\n    b\n', 'a\nb', 'a\nc'), 'if\n    a\n    c\n'));
  it('refuse what is there already', () => assert.equal(edit('a\nb\n', 'a', 'a\nb'), 'already_applied'));
  it('refuse a new text without an old one', () => assert.equal(edit('a\n', '', 'b'), 'invalid_patch'));
  it('create a file', () => {
    const result = applyEdits([{ path: 'n', old: '', new: 'text\n' }], new Map());
    assert.deepEqual(result.ok && [...result.changes], [['n', 'text\n']]);
  });
  it('build on each other', () => {
    const edits = [
      { path: 'a', old: 'one', new: 'two' },
      { path: 'a', old: 'two', new: 'three' },
    ];
    const result = applyEdits(edits, new Map([['a', 'one\n']]));
    assert.deepEqual(result.ok && [...result.changes], [['a', 'three\n']]);
  });
});

describe('the files of a patch', () => {
  const check = (
    format: Parameters<typeof pathsInPatch>[0],
    text: string,
    expected: readonly string[],
  ): void => assert.deepEqual(pathsInPatch(format, text), expected);
  it('are named by V4A headers', () =>
    check(
      'v4a',
      '*** Begin Patch\r\n*** Update File: a.ts\r\n*** Move to: ./b.ts\r\n@@\n*** Delete File: c',
      ['a.ts', 'b.ts', 'c'],
    ));
  it('are named behind a byte-order mark, as it is no part of a header', () =>
    check('v4a', '*** Begin Patch\n\uFEFF*** Update File: a.ts\n@@\n', ['a.ts']));
  it('are named above blocks', () =>
    check('search_replace', `Do it:\n\nsrc/a.ts\n${block('x\n', 'y\n')}`, ['src/a.ts']));
  it('are named above fences', () => check('whole_file', 'src/a.ts\n```ts\nx\n```', ['src/a.ts']));
  it('are none in bad text', () => check('search_replace', '<<<<<<< SEARCH', []));
});

describe('the format of a free text', () => {
  for (const [text, expected] of [
    ['Sure.\n*** Begin Patch\n', 'v4a'],
    ['a.ts\n<<<<<<< SEARCH\n', 'search_replace'],
    ['`src/a.ts`\n```ts\nx\n```', 'whole_file'],
    ['Use `x` instead:\n```\nx\n```', undefined],
  ] as const)
    it(`is ${expected}`, () => assert.equal(detectFormat(text), expected));
});
