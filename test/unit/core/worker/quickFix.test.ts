import assert from 'node:assert/strict';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { Checker, QuickFix } from '../../../../src/core/verify/checker.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { tryQuickFixes } from '../../../../src/core/worker/quickFix.ts';

const start = { line: 0, character: 0 };

/** Reports an error for each `name!` of a file's text, a warning for each `name?`, and offers the fixes it is given. */
class MarkedTextChecker implements Checker {
  constructor(
    readonly text: string,
    readonly fixes: readonly QuickFix[],
  ) {}

  async survey(): ReturnType<Checker['survey']> {
    return { diagnostics: marks(this.text), checked: ['a.ts'], notChecked: [], servers: ['Marked'] };
  }

  async check(changes: ReadonlyMap<string, string | null>): ReturnType<Checker['check']> {
    const after = marks(changes.get('a.ts') ?? this.text);
    const before = marks(this.text);
    return { before, after, checked: ['a.ts'], notChecked: [], servers: ['Marked'], ms: 1 };
  }

  async quickFixes(): Promise<readonly QuickFix[]> {
    return this.fixes;
  }
}

function marks(text: string): readonly Diagnostic[] {
  return [...text.matchAll(/(\w+)([!?])/g)].map(([, name, mark]) => ({
    path: 'a.ts',
    range: { start, end: start },
    severity: mark === '!' ? 'error' : 'warning',
    code: '2304',
    message: `Cannot find name '${name}'`,
  }));
}

function fix(title: string, newText: string, preferred = false): QuickFix {
  const range = { start, end: { line: 0, character: 99 } };
  return { title, preferred, edits: new Map([['a.ts', [{ range, newText }]]]) };
}

async function run(text: string, fixes: readonly QuickFix[], written?: string) {
  const overlay = new Overlay(async () => ({ type: 'text', text }));
  if (written !== undefined) await overlay.write(new Map([['a.ts', written]]));
  const [target] = marks(text);
  assert.ok(target);
  const checker = new MarkedTextChecker(text, fixes);
  const result = await tryQuickFixes(target, overlay, { checker }, { signal: new AbortController().signal });
  assert.deepEqual([...overlay.changes()], written === undefined ? [] : [['a.ts', written]]);
  return result.type === 'fixed' ? `${result.title}: ${result.changes.get('a.ts')}` : result.reason;
}

describe('tryQuickFixes', () => {
  const check = async (text: string, fixes: readonly QuickFix[], expected: string) =>
    assert.equal(await run(text, fixes), expected);

  it('takes the fix that removes the problem and brings none', () =>
    check('x!', [fix('wrong', 'y!'), fix('right', 'z')], 'right: z'));
  it('takes nothing when nothing is offered', () =>
    check('x!', [], 'the language server offers no fix for it'));
  it('refuses a fix that leaves the problem or brings another', async () => {
    await check('x!', [fix('again', 'x! ')], '"again" does not remove the problem');
    await check('x!', [fix('other', 'y!')], '"other" brings new problems');
    await check('x!', [fix('same', 'x!')], '"same" changes nothing');
  });
  it('never takes one that only silences', () =>
    check('x!', [fix('hide', '// @ts-ignore\nx')], '"hide" only silences the problem (@ts-ignore)'));
  it('takes the preferred one of several', () =>
    check('x!', [fix('one', 'y'), fix('two', 'z', true)], 'two: z'));
  it('takes none of several that differ', () =>
    check(
      'x!',
      [fix('one', 'y'), fix('two', 'z')],
      'several fixes pass the check and they differ: "one", "two"',
    ));
  it('takes the first of several that come to the same text', () =>
    check('x!', [fix('one', 'y'), fix('two', 'y')], 'one: y'));
  it('leaves out a fix that does more than is asked', () =>
    check('x! y!', [fix('all', 'x y'), fix('one', 'x y!')], 'one: x y!'));
  it('does not blame a fix for what the work before brought', async () => {
    assert.equal(await run('x!', [fix('one', 'x b?')], 'x! b?'), 'one: x b?');
    assert.equal(await run('x!', [fix('one', 'x b? c?')], 'x! b?'), '"one" brings new problems');
    assert.equal(await run('x!', [fix('one', 'x b!')], 'x! b!'), '"one" stands on work that fails its check');
  });
});
