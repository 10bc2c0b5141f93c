import assert from 'node:assert/strict';
import { layoutOf } from '../../../../src/node/languageServer/layout.ts';

describe('the layout of a text', () => {
  const check = (text: string, expected: { readonly step?: string; readonly newLine?: string }) => {
    const { newLineCharacter, convertTabsToSpaces, indentSize } = layoutOf(text);
    const step = convertTabsToSpaces === false ? '\t' : ' '.repeat(indentSize ?? 0);
    assert.deepEqual({ step, newLine: newLineCharacter }, { step: '', newLine: '\n', ...expected });
  };

  it('is told by its steps to the right', () => {
    check('if (a) {\n  b();\n  if (c) {\n    d();\n  }\n}\n', { step: '  ' });
    check('if (a) {\n    b();\n}\nif (c) {\n    d();\n}\n', { step: '    ' });
    check('if (a) {\n\tb();\n\tif (c) {\n\t\td();\n\t}\n}\n', { step: '\t' });
  });
  it('is what most of them are', () =>
    check('f(a,\n  b);\ng(c,\n      d);\nif (a) {\n  b();\n}\n', { step: '  ' }));
  it('takes neither comments nor what is set under a word for steps', () => {
    check('/**\n * One.\n */\nif (a) {\n    b();\n}\n', { step: '    ' });
    check('const longName = call(one,\n                      two);\nif (a) {\n  b();\n}\n', { step: '  ' });
  });
  it('says nothing where there are none', () => {
    check('', {});
    check('a();\nb();\n', {});
  });
  it('has the line ends of the text', () =>
    check('if (a) {\r\n  b();\r\n}\r\n', { step: '  ', newLine: '\r\n' }));
});
