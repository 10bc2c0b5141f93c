import assert from 'node:assert/strict';
import { fromFileUri, toFileUri } from '../../../../src/node/languageServer/fileUri.ts';

describe('file addresses', () => {
  const check = (path: string, uri: string) => {
    assert.equal(toFileUri('/w s', path), uri);
    assert.equal(fromFileUri('/w s', uri), path);
  };

  it('encode what an address can not hold, both ways', () => {
    check('src/a.ts', 'file:///w%20s/src/a.ts');
    check('a#b?c%20d.ts', 'file:///w%20s/a%23b%3Fc%2520d.ts');
    check('ünï/é 日本.ts', 'file:///w%20s/%C3%BCn%C3%AF/%C3%A9%20%E6%97%A5%E6%9C%AC.ts');
  });
  it('are read as other programs encode them', () => {
    assert.equal(fromFileUri('/w s', 'file:///w%20s/%5Bid%5D/%28x%29%2B%40.ts'), '[id]/(x)+@.ts');
    assert.equal(fromFileUri('/w s', 'file:///w%20s/[id]/ü.ts'), '[id]/ü.ts');
  });
  it('outside the workspace are none of it', () => {
    for (const uri of ['file:///w', 'file:///w%20s', 'file:///w%20s2/a.ts', 'untitled:a.ts', 'file:///%ZZ']) {
      assert.equal(fromFileUri('/w s', uri), undefined, uri);
    }
    assert.equal(fromFileUri('/w s', 'file:///w%20s/..b/a.ts'), '..b/a.ts');
  });
});
