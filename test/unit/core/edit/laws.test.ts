import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diff3Merge } from 'node-diff3';
import { linesWithEnds } from '../../../../src/core/edit/lineDiff.ts';
import { merge3 } from '../../../../src/core/edit/merge/merge.ts';
import { acceptHunks, decide } from '../../../../src/core/edit/proposal/accept.ts';
import { contentWith, hunkEdits, hunksOf } from '../../../../src/core/edit/proposal/hunks.ts';
import type { ProposedFile } from '../../../../src/core/edit/proposal/proposal.ts';
import {
  applyTextEdit,
  compose,
  emptyEdit,
  invert,
  rebase,
  split,
  type TextEdit,
  textEdit,
} from '../../../../src/core/edit/textEdit.ts';
import { editBetween } from '../../support/editBetween.ts';
import { seed, seeded } from '../../support/seed.ts';

/** Texts with all kinds of line ends, surrogate pairs and few distinct lines, so that lines repeat. */
const anyText = fc
  .array(fc.constantFrom('a', 'b', '}', '', '\t', 'é', '\u{1f600}', 'a b', '\n', '\r\n', '\r'), {
    maxLength: 16,
  })
  .map((parts) => parts.join(''));

/** Texts of lines, some of them unlike all others; a last line without its end, too. */
const lineText = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', 'c', '}', '', 'd', 'e', 'f', 'g', 'h'), { maxLength: 14 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([lines, end, isOpen]) => {
    const text = lines.map((line) => line + end).join('');
    return isOpen ? text.slice(0, -end.length) : text;
  });

function editOf(text: string): fc.Arbitrary<TextEdit> {
  const offset = fc.nat({ max: text.length });
  return fc.array(fc.tuple(offset, offset, anyText), { maxLength: 4 }).map((wanted) => {
    let at = 0;
    const replacements = wanted
      .map(([one, other, inserted]) => ({
        start: Math.min(one, other),
        end: Math.max(one, other),
        text: inserted,
      }))
      .sort((a, b) => a.start - b.start)
      .filter(({ start, end }) => {
        const isFree = start >= at;
        if (isFree) at = end;
        return isFree;
      });
    return textEdit(replacements);
  });
}

/** A text and a changed one: lines taken out, put in and replaced, most of them left. */
function changed(text: string): fc.Arbitrary<string> {
  const lines = linesWithEnds(text);
  const change = fc.constantFrom('keep', 'keep', 'keep', 'remove', 'before', 'replace');
  return fc
    .array(fc.tuple(change, fc.constantFrom('x\n', 'y\n', 'a\n', '}\n')), {
      minLength: lines.length,
      maxLength: lines.length,
    })
    .map((changes) =>
      lines
        .map((line, k) => {
          const [kind, added] = changes[k] ?? ['keep', ''];
          return { keep: line, remove: '', before: added + line, replace: added }[kind];
        })
        .join(''),
    );
}

const textAndEdits = anyText.chain((text) => fc.tuple(fc.constant(text), editOf(text), editOf(text)));
const twoTexts = lineText.chain((text) => fc.tuple(fc.constant(text), changed(text)));
const threeTexts = lineText.chain((text) => fc.tuple(fc.constant(text), changed(text), changed(text)));

function law<T>(title: string, values: fc.Arbitrary<T>, holds: (value: T) => void): void {
  it(title, () => fc.assert(fc.property(values, holds), { seed, numRuns: 1000 }));
}

/** A long text whose lines are all different but for some, with hunks far enough apart to be several. */
const proposed = fc
  .array(
    fc.constantFrom(
      'keep',
      'keep',
      'keep',
      'keep',
      'keep',
      'keep',
      'keep',
      'keep',
      'replace',
      'remove',
      'add',
    ),
    {
      minLength: 30,
      maxLength: 60,
    },
  )
  .map((changes) => {
    const lines = changes.map((_, k) => (k % 5 === 4 ? '}\n' : `line ${k}\n`));
    const next = lines.map(
      (line, k) =>
        ({ keep: line, replace: `new ${k}\n`, remove: '', add: `${line}added ${k}\n` })[changes[k] ?? 'keep'],
    );
    return [lines.join(''), next.join('')] as const;
  });

describe(seeded('laws of edits'), () => {
  law('what is between two texts makes one of the other', fc.tuple(anyText, anyText), ([old, next]) =>
    assert.equal(applyTextEdit(editBetween(old, next), old), next),
  );

  law('an edit and its inverse change nothing', textAndEdits, ([text, edit]) => {
    const after = applyTextEdit(edit, text);
    assert.equal(applyTextEdit(invert(edit, text), after), text);
    assert.deepEqual(invert(invert(edit, text), after), edit);
  });

  law(
    'composed edits do what one after the other does',
    textAndEdits.chain(([text, edit]) =>
      fc.tuple(fc.constant(text), fc.constant(edit), editOf(applyTextEdit(edit, text))),
    ),
    ([text, first, second]) =>
      assert.equal(
        applyTextEdit(compose(first, second), text),
        applyTextEdit(second, applyTextEdit(first, text)),
      ),
  );

  law('composing with nothing is the edit itself', textAndEdits, ([, edit]) => {
    assert.deepEqual(compose(edit, emptyEdit), edit);
    assert.deepEqual(compose(emptyEdit, edit), edit);
  });

  law(
    'rebased edits give the same in either order, or both are a conflict',
    textAndEdits,
    ([text, one, other]) => {
      const after = { one: rebase(one, other), other: rebase(other, one) };
      assert.equal(after.one.type, after.other.type);
      if (after.one.type === 'conflict' || after.other.type === 'conflict') return;
      assert.equal(
        applyTextEdit(after.other.edit, applyTextEdit(one, text)),
        applyTextEdit(after.one.edit, applyTextEdit(other, text)),
      );
    },
  );

  law('an edit over itself is nothing', textAndEdits, ([, edit]) =>
    assert.deepEqual(rebase(edit, edit), { type: 'edit', edit: emptyEdit }),
  );

  law('a part and the rest make the whole', textAndEdits, ([text, edit]) => {
    const { picked, rest } = split(edit, (place) => place % 2 === 0);
    assert.equal(applyTextEdit(rest, applyTextEdit(picked, text)), applyTextEdit(edit, text));
    assert.equal(applyTextEdit(compose(picked, rest), text), applyTextEdit(edit, text));
  });
});

describe(seeded('laws of hunks'), () => {
  law(
    'all give the new text, none the old one',
    fc.oneof(twoTexts, fc.tuple(anyText, anyText)),
    ([base, content]) => {
      const all = hunksOf(base, content).map(({ index }) => index);
      assert.equal(contentWith(base, content, all), content);
      assert.equal(contentWith(base, content, []), base);
    },
  );

  law(
    'some of them give the same in any order',
    fc.tuple(proposed, fc.infiniteStream(fc.nat())),
    ([[base, content], random]) => {
      const numbers = hunksOf(base, content).map(({ index }) => index);
      const order = numbers
        .map((index) => ({ index, key: random.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ index }) => index)
        .slice(0, Math.ceil(numbers.length / 2));
      let file: ProposedFile = {
        path: 'a',
        base,
        content,
        hunks: hunksOf(base, content),
        decisions: numbers.map(() => 'open'),
      };
      let text: string | null = base;
      let byEdits = base;
      let done: TextEdit = emptyEdit;
      for (const index of order) {
        const accepted = acceptHunks(file, text, [index]);
        assert.ok(accepted.type === 'content');
        text = accepted.content;
        file = decide(file, [index], 'accepted');
        const next = rebase(hunkEdits(base, content)[index] ?? emptyEdit, done);
        assert.ok(next.type === 'edit');
        byEdits = applyTextEdit(next.edit, byEdits);
        done = compose(done, next.edit);
      }
      assert.equal(text, contentWith(base, content, order));
      assert.equal(byEdits, text);
    },
  );
});

describe(seeded('laws of merging'), () => {
  let clean = 0;
  const gives = (merged: ReturnType<typeof merge3>, text: string) =>
    assert.deepEqual(merged, { type: 'clean', text });

  law('a side that changed nothing leaves the other', twoTexts, ([base, next]) => {
    gives(merge3(base, next, base), next);
    gives(merge3(base, base, next), next);
  });

  law('the same twice is there once', twoTexts, ([base, next]) => gives(merge3(base, next, next), next));

  law('the sides may change places', threeTexts, ([base, mine, theirs]) => {
    const [one, other] = [merge3(base, mine, theirs), merge3(base, theirs, mine)];
    assert.equal(one.type, other.type);
    if (one.type === 'clean') assert.deepEqual(one, other);
    if (one.type === 'clean') clean++;
  });

  law('what is merged is each side’s edit over the other’s', threeTexts, ([base, mine, theirs]) => {
    const merged = merge3(base, mine, theirs);
    if (merged.type === 'conflict') return;
    const rebased = rebase(editBetween(base, mine), editBetween(base, theirs));
    if (rebased.type === 'edit') assert.equal(applyTextEdit(rebased.edit, theirs), merged.text);
  });

  law('merging once more changes nothing', threeTexts, ([base, mine, theirs]) => {
    const merged = merge3(base, mine, theirs);
    if (merged.type === 'conflict') return;
    const again = merge3(base, mine, merged.text);
    if (again.type === 'clean') assert.equal(again.text, merged.text);
  });

  law('another merge gives the same where this one is sure', threeTexts, ([base, mine, theirs]) => {
    const merged = merge3(base, mine, theirs);
    if (merged.type === 'conflict') return;
    const parts = diff3Merge([...linesWithEnds(mine)], [...linesWithEnds(base)], [...linesWithEnds(theirs)]);
    assert.deepEqual(parts.flatMap((part) => part.ok ?? ['conflict']).join(''), merged.text);
  });

  it('does not refuse all that is random', () => assert.ok(clean > 100, `${clean} of 1000 merge`));
});
