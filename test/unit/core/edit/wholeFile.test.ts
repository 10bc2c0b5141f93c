import assert from 'node:assert/strict';
import { applyPatch } from '../../../../src/core/edit/patch.ts';

function check(files: Record<string, string>, text: string, expected: object | string): void {
  const result = applyPatch('whole_file', text, new Map(Object.entries(files)));
  assert.deepEqual(result.ok ? Object.fromEntries(result.changes) : result.error.code, expected);
}

describe('a whole file', () => {
  it('comes as it is', () => check({ a: 'x\n' }, 'y\nz\n', { a: 'y\nz\n' }));
  it('comes in a fence', () => check({ a: 'x\n' }, '```ts\ny\n```\n', { a: 'y\n' }));
  it('comes with its name', () =>
    check({ 'a.ts': 'x\n', b: '' }, 'a.ts\n```ts\ny\n```\n', { 'a.ts': 'y\n' }));
  it('is new', () => check({}, '**src/n.ts**\n```ts\ny\n```\n', { 'src/n.ts': 'y\n' }));
  it('may hold fences', () =>
    check({ 'r.md': 'x\n' }, '````md\n```ts\ncode\n```\n````\n', { 'r.md': '```ts\ncode\n```\n' }));
  it('keeps line ends, mark and a missing last break', () =>
    check({ a: '\uFEFFx\r\ny' }, 'x\nz\n', { a: '\uFEFFx\r\nz' }));
  it('is refused broken off', () => check({ a: 'x\n' }, '```ts\ny\n', 'truncated'));
  it('is refused with lines left out', () =>
    check({ a: 'x\n' }, 'y\n// ... rest of the file unchanged\n', 'invalid_patch'));
  it('may hold such a line when the file does', () =>
    check({ a: 'x\n// ... existing code ...\n' }, 'y\n// ... existing code ...\n', {
      a: 'y\n// ... existing code ...\n',
    }));
  it('is refused when nothing changes', () => check({ a: 'x\n' }, 'x\n', 'already_applied'));
  it('is refused without a name among several', () => check({ a: 'x', b: 'y' }, 'z', 'invalid_patch'));
  it('is refused twice', () =>
    check({ 'a.ts': 'x' }, 'a.ts\n```\ny\n```\na.ts\n```\nz\n```\n', 'invalid_patch'));
});
