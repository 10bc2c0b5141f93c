import assert from 'node:assert/strict';
import { isRewriteId, ownWork, rewriteWork } from '../../../../src/host/codeActions/rewrites.ts';

const lines = { path: 'src/a.ts', first: 3, last: 9, isSelected: true };

describe('work on a place in a file', () => {
  it('names the lines, and goes without a gate', () => {
    const { title, text, gate } = rewriteWork('simplify', lines);
    assert.equal(title, 'Simplify: src/a.ts, lines 3 to 9');
    assert.match(text, /\nThis is about src\/a\.ts, lines 3 to 9, which the user has selected\.$/);
    assert.deepEqual(gate, { route: 'single_edit', kind: 'edit', files: ['src/a.ts'] });
  });
  it('takes the words of the user as they are', () => {
    const { title, text } = ownWork('Return early', { ...lines, last: 3, isSelected: false });
    assert.equal(title, 'Return early');
    assert.equal(text, 'Return early\nThis is about src/a.ts, line 3, where the user’s cursor stands.');
  });
  it('knows its rewrites by name', () => {
    assert.ok(isRewriteId('tests'));
    assert.ok(!isRewriteId('toString'));
    assert.ok(!isRewriteId(1));
  });
});
