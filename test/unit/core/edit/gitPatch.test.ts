import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitPatch } from '../../../../src/core/edit/proposal/gitPatch.ts';
import { Random } from '../../support/random.ts';

/** What `git apply` makes of the patch is what was meant, to the byte. */
describe('gitPatch', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-patch-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function check(changes: Record<string, readonly [base: string | null, content: string | null]>) {
    for (const [file, [base]] of Object.entries(changes)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      if (base !== null) writeFileSync(path.join(folder, file), base);
    }
    const files = Object.entries(changes).map(([file, [base, content]]) => ({ path: file, base, content }));
    const input = gitPatch(files);
    if (input !== '')
      execFileSync('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'], {
        cwd: folder,
        input,
      });
    for (const [file, [, content]] of Object.entries(changes)) {
      const full = path.join(folder, file);
      assert.equal(existsSync(full) ? readFileSync(full, 'utf8') : null, content, file);
    }
  }
  const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('');

  it('changes, makes and removes files, several at once', () =>
    check({
      'src/a.ts': [
        lines('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'),
        lines('1', 'two', '3', '4', '5', '6', '7', '8', '9', '10', 'eleven', '12'),
      ],
      'new/b.ts': [null, lines('x', 'y')],
      'gone.ts': [lines('x'), null],
      'same.ts': ['x', 'x'],
      'empty.ts': [null, ''],
      'emptied.ts': [lines('x'), ''],
      'filled.ts': ['', lines('x')],
    }));
  it('keeps last lines without an end, and line ends of all kinds', () => {
    check({
      'a.ts': ['1\n2', '1\ntwo'],
      'b.ts': ['1\n2', '1\n2\n'],
      'c.ts': ['1\n2\n', '1\n2'],
      'd.ts': ['1', '0\n1'],
    });
    check({
      'e.ts': ['1\r\n2\r\n3\r\n', '1\r\ntwo\r\n3\r\n'],
      'f.ts': ['1\r\n2\n3', '1\n2\r\n3'],
      'g.ts': ['1\r2\r', '1\rtwo\r'],
      'h.ts': ['1\r2\r', '1\n2\n'],
      'i.ts': [null, '1\r2'],
    });
  });
  it('takes names with blanks, quotation marks and letters of all languages', () =>
    check({
      'a b.ts': ['1\n', '2\n'],
      'größe/ü.ts': ['1\n', '2\n'],
      'q"uote.ts': [null, '1\n'],
      'tab\there.ts': ['1\n', null],
    }));
  it('holds for any two texts', () => {
    const random = new Random(3);
    const text = () =>
      Array.from(
        { length: random.below(30) },
        () => `${random.below(4)}${random.pick(['\n', '\n', '\n', '\r\n', ''])}`,
      ).join('');
    for (let k = 0; k < 40; k++) check({ [`f${k}.ts`]: [text(), text()] });
  });
});
