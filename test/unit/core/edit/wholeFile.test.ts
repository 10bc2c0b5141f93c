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
  it('keeps line ends of several kinds, and blank lines at the end', () =>
    check({ a: 'x\r\ny\nz\r\n\n\n' }, '```\nx\ny\nq\n\n\n```\n', { a: 'x\r\ny\nq\r\n\n\n' }));
  it('comes in a fence that only prose stands above', () =>
    check({ 'a.ts': 'x\ny\n' }, 'Here is the file:\n\n```ts\nx\nz\n```\n\nDone.\n', { 'a.ts': 'x\nz\n' }));
  it('may begin with a fence of its own', () =>
    check({ 'r.md': '```sh\nx\n```\nend\n' }, '```sh\nx\n```\nEND\n', { 'r.md': '```sh\nx\n```\nEND\n' }));
  it('may tell of patches', () =>
    check({ 'r.md': '# On patches\n' }, '# On patches\n\nBegin so:\n\n*** Begin Patch\n', {
      'r.md': '# On patches\n\nBegin so:\n\n*** Begin Patch\n',
    }));
  it('is not what a model says instead', () => check({ a: 'x\ny\n' }, 'I can not do that.', 'invalid_patch'));
  it('is refused when empty', () => {
    for (const text of ['', '\n', '```\n```\n']) check({ a: 'x\n' }, text, 'truncated');
  });
  it('is no patch', () => {
    const patch = '*** Begin Patch\n*** Update File: a\n-x\n+y\n x\n*** End Patch\n';
    check({ a: 'x\n' }, patch, 'invalid_patch');
    check({ a: 'x\n' }, '<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n', 'invalid_patch');
    check({ a: 'x\ny\n' }, '```diff\n-x\n+z\n y\n```\n', 'invalid_patch');
  });
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
