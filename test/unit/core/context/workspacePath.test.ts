import assert from 'node:assert/strict';
import { readWorkspacePath } from '../../../../src/core/context/workspacePath.ts';

describe('readWorkspacePath', () => {
  const check = (written: string, expected: string | undefined) => {
    const reading = readWorkspacePath(written);
    assert.equal(reading.ok ? reading.path : undefined, expected, JSON.stringify(written));
  };

  it('brings a path to its plain form', () => {
    check('src/a.ts', 'src/a.ts');
    check('./src//a.ts', 'src/a.ts');
    check('src\\a.ts', 'src/a.ts');
    check(' src/./a.ts ', 'src/a.ts');
    check('a..b/c.ts', 'a..b/c.ts');
    check('döcs/ñ.md', 'döcs/ñ.md');
  });
  it('refuses what leaves the workspace or is not what it looks like', () => {
    for (const path of [
      '',
      '.',
      '/',
      '/etc/passwd',
      '\\\\server\\share',
      '..',
      '../a.ts',
      'src/../../a.ts',
      'src\\..\\..\\a.ts',
      'C:/a.ts',
      'c:a.ts',
      '~/a.ts',
      'a.ts\0.md',
      'a\nb.ts',
      'a.ts:stream',
      '.git./config',
      '.git /config',
      '.g\u200cit/config',
      '.g\ufe0fit/config',
      '.g\u034fit/config',
      '.g\u3164it/config',
      '.g\u{e0100}it/config',
      'x'.repeat(2_000),
    ]) {
      check(path, undefined);
    }
  });
});
