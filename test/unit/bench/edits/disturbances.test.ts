import assert from 'node:assert/strict';
import { casesOf, type EditCase } from '../../../bench/edits/cases.ts';
import { applyKnown, type Change, changeOf } from '../../../bench/edits/change.ts';
import { madeEdit } from '../../../bench/edits/madeEdits.ts';
import { mustRefuse } from '../../../bench/edits/mustRefuse.ts';
import { seeded } from '../../../bench/edits/random.ts';
import { shouldApply } from '../../../bench/edits/shouldApply.ts';

const seed = 'disturbances 1';
const before = `import { open } from 'files';

export class Store {
  read(path) {
    const file = open(path);

    if (!file) return '';
    return file.text();
  }

  // One after the other.
  sizes(paths) {
    return paths.map((path) => this.read(path).length);
  }

  longest(paths) {
    const sizes = this.sizes(paths);
    return Math.max(...sizes);
  }

  write(path, text) {
    const file = open(path);
    file.replace(text);
    file.close();
  }
}`.split('\n');
const after = before.map((line) =>
  line
    .replace("return '';", "throw new Error('There is no such file.');")
    .replace('file.replace(text);', 'file.replace(text.trim());'),
);

function change(): Change {
  const made = changeOf('store', 'src/store.js', before, after);
  assert.ok(made);
  return made;
}

function caseOf(disturbance: string, format = 'v4a'): EditCase {
  const found = [...casesOf([change()], seed)].find(
    (one) => one.disturbance === disturbance && one.format === format,
  );
  assert.ok(found, `${disturbance} has no case`);
  return found;
}

describe(`patches disturbed as models do (seed "${seed}")`, () => {
  it('come from hunks that give what the change gave', () =>
    assert.deepEqual(applyKnown(before, change().hunks), after));

  it('widen a hunk until it stands in one place alone', () => {
    const lines = ['a', 'b', 'c', 'x', 'd', 'e', 'f', '', 'one', 'a', 'b', 'c', 'x', 'd', 'e', 'f', 'two'];
    const made = changeOf('twice', 'a.js', lines, lines.with(12, 'y'));
    assert.equal(made?.hunks[0]?.start, 6);
  });

  for (const { name, formats } of [...shouldApply, ...mustRefuse])
    for (const format of formats)
      it(`${format}: "${name}" changes the patch or the file`, () => {
        const { attempt } = caseOf(name, format);
        if (name === 'none') return;
        const plain = caseOf('none', format).attempt;
        assert.notDeepEqual([attempt.patch, attempt.text], [plain.patch, plain.text]);
      });

  for (const { name } of shouldApply)
    it(`"${name}" has a text that must come of it, other than the one before`, () => {
      const { attempt } = caseOf(name, formatOf(name));
      assert.ok(attempt.expected !== undefined && attempt.expected !== attempt.text);
    });

  for (const { name } of mustRefuse)
    it(`"${name}" must be refused`, () =>
      assert.equal(caseOf(name, formatOf(name)).attempt.expected, undefined));

  it('leave lines alone that are not meant', () => {
    const { attempt } = caseOf('CRLF file');
    assert.equal(attempt.expected, `${after.join('\r\n')}\r\n`);
  });

  it('keep in the file what only the patch has otherwise', () => {
    const { attempt } = caseOf('look-alikes in the patch');
    assert.equal(attempt.expected, `${after.join('\n')}\n`);
    assert.match(attempt.patch, /\u2019/);
  });

  it('are the same for the same seed, and others for another', () => {
    const patches = (own: string): readonly string[] =>
      [...casesOf([change()], own)].map(({ attempt }) => attempt.patch);
    assert.deepEqual(patches(seed), patches(seed));
    assert.notDeepEqual(patches(seed), patches('another'));
  });

  it('can be had of sources without a history', () => {
    const file = { path: 'store.js', lines: before };
    const made = Array.from({ length: 40 }, (_, k) => madeEdit(file, seeded(`made ${k}`))).filter(Boolean);
    assert.ok(made.length > 20);
  });
});

function formatOf(name: string): string {
  const formats = [...shouldApply, ...mustRefuse].find((one) => one.name === name)?.formats ?? [];
  return formats[0] ?? 'v4a';
}
