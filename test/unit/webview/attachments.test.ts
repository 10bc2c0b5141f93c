import assert from 'node:assert/strict';
import { pickImages } from '../../../src/webview/model/attachments.ts';

describe('files that are put into the request box', () => {
  const file = (type: string, size = 10) => ({ type, size }) as File;
  const check = (files: readonly File[], already: number, taken: number, problem?: RegExp) => {
    const picked = pickImages(files, already);
    assert.equal(picked.files.length, taken);
    if (problem) assert.match(picked.problem ?? '', problem);
    else assert.equal(picked.problem, undefined);
  };

  it('are taken where they are images', () => {
    check([file('image/png'), file('image/webp')], 0, 2);
    check([file('image/gif'), file('text/plain')], 0, 1);
    check([], 0, 0);
  });
  it('are refused with the reason where they are not', () => {
    check([file('image/svg+xml')], 0, 0, /Only PNG/);
    check([file('image/png', 5_000_000)], 0, 0, /at most 4 MB/);
    check([file('image/png'), file('image/png')], 3, 1, /At most 4/);
  });
});
