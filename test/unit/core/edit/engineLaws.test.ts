import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, applyPatch, type PatchResult } from '../../../../src/core/edit/patch.ts';
import { applyTextEdit } from '../../../../src/core/edit/textEdit.ts';
import { seed, seeded } from '../../support/seed.ts';
import { searching, updating } from './patchTexts.ts';

const path = 'a.ts';
const runs = { seed, numRuns: 400 };

/** Lines of which some repeat, with indentation, and with what engines stumble over. */
const anyLine = fc
  .tuple(
    fc.constantFrom('', '', '  ', '    ', '\t'),
    fc.constantFrom(
      'a',
      'b',
      '}',
      '',
      'return x;',
      'say("x")',
      'say(“x”)',
      'x = 1  ',
      '-',
      '+',
      ' ',
      '@@ f',
      '…',
    ),
  )
  .map(([indent, text]) => indent + text);

/** Lines each unlike all others, so that every place can be told. */
const ownLines = fc
  .array(fc.constantFrom('  call', 'let value', '\t\tif (x)', '}', '“quoted”'), {
    minLength: 1,
    maxLength: 14,
  })
  .map((lines) => lines.map((line, k) => `${line} ${k}x`));

interface Change {
  readonly old: readonly string[];
  readonly next: readonly string[];
  readonly prefixes: readonly string[];
}

/** Some lines taken out, some put in. */
const change: fc.Arbitrary<Change> = fc
  .tuple(
    ownLines,
    fc.array(fc.constantFrom('keep', 'keep', 'remove', 'insert', 'replace'), {
      minLength: 14,
      maxLength: 14,
    }),
  )
  .map(([old, acts]) => {
    const next: string[] = [];
    const prefixes: string[] = [];
    old.forEach((line, k) => {
      const act = acts[k];
      const fresh = `new ${k} of ${line.trim()}`;
      if (act === 'insert') prefixes.push(`+${fresh}`);
      prefixes.push(`${act === 'remove' || act === 'replace' ? '-' : ' '}${line}`);
      if (act === 'replace') prefixes.push(`+${fresh}`);
      if (act === 'insert' || act === 'replace') next.push(fresh);
      if (act !== 'remove' && act !== 'replace') next.push(line);
      if (act === 'insert') next.splice(-2, 2, fresh, line);
    });
    return { old, next, prefixes };
  })
  .filter(({ old, next }) => old.join('\n') !== next.join('\n') && next.length > 0);

const joined = (lines: readonly string[], end: string): string => lines.map((line) => line + end).join('');
const on = (text: string) => new Map([[path, text]]);

function textOf(result: PatchResult): string | null | undefined {
  return result.ok ? result.changes.get(path) : `${result.error.code}: ${result.error.message}`;
}

const anyPatch = fc.array(anyLine, { minLength: 1, maxLength: 8 }).chain((lines) =>
  fc.tuple(
    fc.constant(lines),
    fc.array(fc.constantFrom(' ', '-', '+', ' ', '-'), {
      minLength: lines.length,
      maxLength: lines.length,
    }),
  ),
);

describe(seeded('laws of patches'), () => {
  it('the V4A patch of a change makes that change, in either line ending', () =>
    fc.assert(
      fc.property(change, fc.constantFrom('\n', '\r\n', '\r'), ({ old, next, prefixes }, end) => {
        const result = applyPatch('v4a', updating(prefixes.join('\n')), on(joined(old, end)));
        assert.equal(textOf(result), joined(next, end));
      }),
      runs,
    ));

  it('the blocks of a change make that change', () =>
    fc.assert(
      fc.property(change, fc.constantFrom('\n', '\r\n'), ({ old, next }, end) => {
        const patch = searching(old.join('\n'), next.join('\n'));
        assert.equal(textOf(applyPatch('search_replace', patch, on(joined(old, end)))), joined(next, end));
      }),
      runs,
    ));

  it('CRLF gives what LF gives', () =>
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), anyPatch, (lines, [texts, signs]) => {
        const patch = updating(texts.map((text, k) => (signs[k] ?? ' ') + text).join('\n'));
        const plain = applyPatch('v4a', patch, on(joined(lines, '\n')));
        const windows = applyPatch('v4a', patch.replaceAll('\n', '\r\n'), on(joined(lines, '\r\n')));
        fc.pre(lines.length > 0);
        assert.equal(windows.ok, plain.ok);
        assert.equal(windows.changes?.get(path)?.replaceAll('\r\n', '\n'), plain.changes?.get(path));
      }),
      runs,
    ));

  it('what differs lies inside the reported ranges, and a refused patch gives only changes that fit', () =>
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 12 }),
        fc.array(anyPatch, { minLength: 1, maxLength: 3 }),
        (lines, hunks) => {
          const text = joined(lines, '\n');
          const body = hunks.map(([texts, signs]) =>
            texts.map((own, k) => (signs[k] ?? ' ') + own).join('\n'),
          );
          const result = applyPatch('v4a', updating(body.join('\n@@\n')), on(text));
          for (const [name, content] of result.changes ?? []) {
            const edit = result.edits?.get(name);
            assert.ok(edit);
            assert.equal(applyTextEdit(edit, text), content);
          }
          if (result.ok) return;
          const applied = result.files?.flatMap((file) => file.applied) ?? [];
          assert.equal(applied.length > 0, result.changes !== undefined);
        },
      ),
      runs,
    ));

  it('several edits report what they changed together', () =>
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 12 }),
        fc.array(fc.tuple(anyLine, anyLine, fc.boolean()), { minLength: 1, maxLength: 4 }),
        (lines, pairs) => {
          const text = joined(lines, '\n');
          const edits = pairs.map(([old, next, all]) => ({ path, old, new: next, all }));
          const result = applyEdits(edits, on(text));
          for (const [name, content] of result.changes ?? []) {
            const edit = result.edits?.get(name);
            assert.equal(edit && applyTextEdit(edit, text), content);
          }
        },
      ),
      runs,
    ));
});
