import assert from 'node:assert/strict';
import { escapeMarkdown } from '../../../src/base/escapeMarkdown.ts';

describe('text as Markdown', () => {
  const check = (text: string, expected: string) => assert.equal(escapeMarkdown(text), expected);

  it('keeps words and the blanks between them', () => check('two  words', 'two words'));
  it('makes no link, picture, command or heading of it', () => {
    check('[a](command:b)', '\\[a\\]\\(command\\:b\\)');
    check('# <b> `c` ![d]', '\\# \\<b\\> \\`c\\` \\!\\[d\\]');
  });
  it('makes no code of lines that begin with blanks', () => check('a\r\n\n    b', 'a\n\nb'));
});
