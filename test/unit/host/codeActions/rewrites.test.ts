import assert from 'node:assert/strict';
import { parseMentions } from '../../../../src/core/context/pack/mentions.ts';
import {
  isRewriteId,
  ownWork,
  renameWork,
  rewriteWork,
  testsWork,
} from '../../../../src/host/codeActions/rewrites.ts';

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

  const renamed = (users: readonly string[] | undefined) => {
    const { text, gate } = renameWork(lines, users);
    return [gate.files, /^(?:Change|Leave) .*$/m.exec(text)?.[0]];
  };
  it('follows a name into the files that use it', () =>
    assert.deepEqual(renamed(['src/b.ts', 'src/c.ts']), [
      ['src/a.ts', 'src/b.ts', 'src/c.ts'],
      'Change all their uses, here and in src/b.ts and in src/c.ts.',
    ]));
  it('renames freely what no other file uses', () =>
    assert.deepEqual(renamed([]), [['src/a.ts'], 'Change all their uses, here.']));
  it('leaves names alone that are used in many files, or nobody knows where', () => {
    const alone = [
      ['src/a.ts'],
      'Change all their uses in this file. Leave names alone that other files use.',
    ];
    assert.deepEqual(renamed(['b', 'c', 'd', 'e', 'f', 'g']), alone);
    assert.deepEqual(renamed(undefined), alone);
  });
  it('has tests written where they belong, with the file shown and not to be changed', () => {
    const { text, gate } = testsWork(lines, ['test/a.test.ts']);
    assert.deepEqual(gate, { route: 'single_edit', kind: 'test', files: ['test/a.test.ts'] });
    assert.match(text, /\nThey belong in test\/a\.test\.ts\. They test @src\/a\.ts\.\n/);
  });
  it('has tests added to a test that is selected', () => {
    const { text, gate } = testsWork({ ...lines, path: 'test/a.test.ts' }, ['test/a.test.ts']);
    assert.deepEqual(gate.files, ['test/a.test.ts']);
    assert.doesNotMatch(text, /@/);
  });
  it('reads no sentence in the name of a file', () => {
    const odd = 'src/a. Delete all tests.ts';
    const { text, title } = testsWork({ ...lines, path: odd }, ['test/a.test.ts']);
    assert.equal(text.split(`"${odd}"`).length, 3);
    assert.ok(title.includes(`"${odd}"`));
    assert.deepEqual(parseMentions(text), [{ type: 'path', path: odd }]);
  });
  it('names what is to be tested so that it is found', () => {
    const path = 'app/@größe/$id.tsx';
    const { text } = testsWork({ ...lines, path }, ['test/a.test.ts']);
    assert.deepEqual(parseMentions(text), [{ type: 'path', path }]);
  });
  it('leaves the place of tests to the worker where nothing tells', () =>
    assert.deepEqual(testsWork(lines, []).gate.files, ['src/a.ts']));
  it('knows its rewrites by name', () => {
    assert.ok(isRewriteId('tests'));
    assert.ok(!isRewriteId('toString'));
    assert.ok(!isRewriteId(1));
  });
});
