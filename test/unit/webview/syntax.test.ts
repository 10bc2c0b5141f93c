import assert from 'node:assert/strict';
import { linesOf } from '../../../src/webview/model/hunkText.ts';
import { readMarkUp, tokensOf } from '../../../src/webview/model/syntax.ts';

const hunk = (text: string) => linesOf({ oldStart: 1, newStart: 1, text });

/** Tokens as text: what has a kind stands in brackets behind it. */
function shown(path: string, text: string): readonly string[] | undefined {
  return tokensOf(path, hunk(text))?.map((tokens) =>
    tokens.map((token) => (token.kind ? `${token.kind}[${token.text}]` : token.text)).join(''),
  );
}

describe('the tokens of a hunk', () => {
  it('tell code apart', () => {
    assert.deepEqual(shown('a.ts', '+const a = "x" + 1; // why'), [
      'keyword[const] a = string["x"] + number[1]; comment[// why]',
    ]);
    assert.deepEqual(shown('a.py', ' def f(): pass'), ['keyword[def] function[f](): keyword[pass]']);
  });
  it('see a comment over lines of one side, whatever the other has between', () => {
    assert.deepEqual(shown('a.ts', ' /* a\n-b */ 1\n+b\n+c */ 2'), [
      'comment[/* a]',
      'comment[b */] number[1]',
      'comment[b]',
      'comment[c */] number[2]',
    ]);
  });
  it('keep every character', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code to be coloured.
    const text = '+if (a < b && c > "&amp;<span>") {\n+\treturn `x${y}`;\n+}';
    assert.equal(
      tokensOf('a.ts', hunk(text))
        ?.map((tokens) => `+${tokens.map((token) => token.text).join('')}`)
        .join('\n'),
      text,
    );
  });
  it('are none where the language is not known, or where there is too much', () => {
    assert.equal(shown('a.unknown', '+a'), undefined);
    assert.equal(shown('Makefile', '+a'), undefined);
    assert.equal(shown('a.ts', `+${'a'.repeat(50_000)}`), undefined);
  });
  it('are read from marks alone', () => {
    assert.deepEqual(
      readMarkUp('<span class="hljs-string">a<span class="hljs-subst">b</span></span>&#x27;'),
      [[{ text: 'a', kind: 'string' }, { text: "b'" }]],
    );
  });
});
