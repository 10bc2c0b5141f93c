import assert from 'node:assert/strict';
import { unseenIn } from '../../../src/base/unseenCharacters.ts';

describe('characters that can not be seen', () => {
  const check = (text: string, ...expected: readonly string[]) =>
    assert.deepEqual(unseenIn(text.split('\n')), expected);

  it('are named once each', () =>
    check('a\u202eb\n\u202e plain\u2069', 'U+202E right-to-left override', 'U+2069 pop directional isolate'));
  it('are tags and controls too', () => check('\u{e0041}\u0007', 'U+E0041 tag', 'U+0007 control character'));
  it('are not tabs, ends of lines, letters of any language or pictures', () =>
    check('\ta\n\u05d0 \u0627 \u26a0\ufe0f \u{1f468}\u200d\u{1f469}'));
});
