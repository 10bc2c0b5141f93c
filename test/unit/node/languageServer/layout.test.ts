import assert from 'node:assert/strict';
import { layoutOf } from '../../../../src/node/languageServer/layout.ts';

describe('the layout of a text', () => {
  const check = (text: string, { step = '' }: { readonly step?: string }) => {
    const { convertTabsToSpaces, indentSize } = layoutOf(text);
    assert.equal(convertTabsToSpaces === false ? '\t' : ' '.repeat(indentSize ?? 0), step);
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
  it('is told where lines end with a carriage return too', () =>
    check('if (a) {\r\n  b();\r\n}\r\n', { step: '  ' }));
});
