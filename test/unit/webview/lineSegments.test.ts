import assert from 'node:assert/strict';
import { segmentsOf } from '../../../src/webview/model/lineSegments.ts';

describe('the pieces of a line', () => {
  it('are cut by syntax and by change', () => {
    assert.deepEqual(
      segmentsOf('let abc', [{ text: 'let', kind: 'keyword' }, { text: ' abc' }], [{ start: 2, end: 5 }]),
      [
        { text: 'le', kind: 'keyword' },
        { text: 't', kind: 'keyword', changed: true },
        { text: ' a', changed: true },
        { text: 'bc' },
      ],
    );
  });
  it('go without syntax that is of another text', () => {
    assert.deepEqual(segmentsOf('a', [{ text: 'b', kind: 'keyword' }], []), [{ text: 'a' }]);
  });

  const checkHidden = (text: string, ...expected: readonly string[]) =>
    assert.deepEqual(
      segmentsOf(text, undefined, []).flatMap(({ hidden }) => hidden ?? []),
      expected,
    );

  it('name what turns the direction of text', () =>
    checkHidden('a\u202eb\u2066', 'U+202E right-to-left override', 'U+2066 left-to-right isolate'));
  it('name what has no width', () =>
    checkHidden('a\u200bb\ufeff', 'U+200B zero width space', 'U+FEFF zero width no-break space'));
  it('name what is beyond the first plane', () => checkHidden('a\u{e0041}b', 'U+E0041 tag'));
  it('name controls and spaces that are none', () =>
    checkHidden('\u0000\u00a0', 'U+0000 control character', 'U+00A0 no-break space'));
  it('leave tabs and pictures alone', () => checkHidden('\ta \u26a0\ufe0f \u{1f468}\u200d\u{1f469}'));
});
