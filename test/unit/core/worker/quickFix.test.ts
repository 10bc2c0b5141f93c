import assert from 'node:assert/strict';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { Checker, QuickFix } from '../../../../src/core/verify/checker.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { tryQuickFixes } from '../../../../src/core/worker/quickFix/quickFix.ts';

const start = { line: 0, character: 0 };

/** Reports an error for each `name!` of a file's text, a warning for each `name?`, and offers the fixes it is given. */
class MarkedTextChecker implements Checker {
  constructor(
    readonly text: string,
    readonly fixes: readonly QuickFix[],
  ) {}

  async survey(): ReturnType<Checker['survey']> {
    return { diagnostics: marks(this.text), checked: ['a.txt'], notChecked: [], servers: ['Marked'] };
  }

  async check(changes: ReadonlyMap<string, string | null>): ReturnType<Checker['check']> {
    const after = marks(changes.get('a.txt') ?? this.text);
    const before = marks(this.text);
    return { before, after, checked: ['a.txt'], notChecked: [], servers: ['Marked'], ms: 1 };
  }

  async quickFixes(): Promise<readonly QuickFix[]> {
    return this.fixes;
  }
}

function marks(text: string): readonly Diagnostic[] {
  return [...text.matchAll(/(\w+)([!?])/g)].map(([, name, mark]) => ({
    path: 'a.txt',
    range: { start, end: start },
    severity: mark === '!' ? 'error' : 'warning',
    code: '2304',
    message: `Cannot find name '${name}'`,
  }));
}

function fix(title: string, newText: string, extra: Partial<QuickFix> = {}): QuickFix {
  const range = { start, end: { line: 0, character: 99 } };
  return {
    id: 'import',
    title,
    preferred: false,
    edits: new Map([['a.txt', [{ range, newText }]]]),
    ...extra,
  };
}

async function run(text: string, fixes: readonly QuickFix[], written?: string) {
  const overlay = new Overlay(async () => ({ type: 'text', text }));
  if (written !== undefined) await overlay.write(new Map([['a.txt', written]]));
  const [target] = marks(text);
  assert.ok(target);
  const checker = new MarkedTextChecker(text, fixes);
  const result = await tryQuickFixes(target, overlay, { checker }, { signal: new AbortController().signal });
  assert.deepEqual([...overlay.changes()], written === undefined ? [] : [['a.txt', written]]);
  switch (result.type) {
    case 'fixed':
      return `${result.title}: ${result.changes.get('a.txt')}`;
    case 'alternatives':
      return `${result.kind}: ${result.fixes.map((each) => each.title).join(', ')}`;
    case 'none':
      return result.reason;
  }
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
  it('writes the line ends that the file has, whatever the server writes', async () => {
    const imported = (newText: string) => {
      const edits = new Map([['a.txt', [{ range: { start, end: { line: 0, character: 2 } }, newText }]]]);
      return [fix('Import', '', { edits })];
    };
    await check('x!\r\ny\r\n', imported('one\r\ntwo\nx'), 'Import: one\r\ntwo\r\nx\r\ny\r\n');
    await check('x!\ny\n', imported('one\r\ntwo\nx'), 'Import: one\ntwo\nx\ny\n');
    await check('\ufeffx!\r\n', imported('one\nx'), 'Import: \ufeffone\r\nx\r\n');
  });
  it('never takes one that only silences', () =>
    check('x!', [fix('hide', '// @ts-ignore\nx')], '"hide" only silences the problem (@ts-ignore)'));
  it('takes the preferred one of several', () =>
    check('x!', [fix('one', 'y'), fix('two', 'z', { preferred: true })], 'two: z'));
  it('lets the user choose among several that differ', () =>
    check('x!', [fix('one', 'y'), fix('two', 'z')], 'choose: one, two'));
  it('only offers what merely compiles', async () => {
    await check('x!', [fix('declare', 'y', { id: 'fixMissingMember' })], 'compiles: declare');
    await check(
      'x!',
      [fix('Implement', 'throw new Error("Method not implemented.")')],
      'compiles: Implement',
    );
    await check(
      'x!',
      [fix('declare', 'y', { id: 'fixMissingMember', preferred: true }), fix('right', 'z')],
      'right: z',
    );
  });
  it('never takes a fix whose kind is to silence', () =>
    check(
      'x!',
      [fix('Ignore', 'y', { id: 'disableJsDiagnostics' })],
      '"Ignore" only silences the problem (switches the check off)',
    ));
  it('takes a name that is one slip away, and offers one that is further', async () => {
    const spelling = { id: 'spelling' };
    await check('x!', [fix('near', 'xy', spelling)], 'near: xy');
    await check('abcd!', [fix('far', 'abxyz', spelling)], 'compiles: far');
  });
  it('removes what is unused only where nothing else is wrong', async () => {
    const unused = { id: 'unusedIdentifier' };
    await check('x!', [fix('Remove', 'y', unused)], 'Remove: y');
    await check('x! y!', [fix('Remove', 'y!', unused)], 'compiles: Remove');
  });
  it('only offers to remove a variable that keeps what a call gave: what looked at it may be gone', async () => {
    const remove = [fix('Remove', '', { id: 'unusedIdentifier' })];
    await check('const x! = 1', remove, 'Remove: ');
    await check('const x! = find(1)', remove, 'compiles: Remove');
    await check('const { x! } = await load()', remove, 'compiles: Remove');
    await check('const x! = (each) => find(each)', remove, 'Remove: ');
    await check('const x! = async function (each) { find(each) }', remove, 'Remove: ');
    await check('const x!: Read<() => void> = await load()', remove, 'compiles: Remove');
    await check('const x!: { a: A; b: B } = load()', remove, 'compiles: Remove');
    await check('for (const x! of all) { sum = find(1) }', remove, 'Remove: ');
    await check("import { x! } from './x.js'", remove, 'Remove: ');
  });
  it('only offers to take one name out of what a call gave', async () => {
    const removeAt = (character: number) => {
      const range = { start: { line: 0, character }, end: { line: 0, character: character + 'x!, '.length } };
      return [
        fix('Remove', '', { id: 'unusedIdentifier', edits: new Map([['a.txt', [{ range, newText: '' }]]]) }),
      ];
    };
    const offered = (text: string) => check(text, removeAt(text.indexOf('x!')), 'compiles: Remove');
    const taken = (text: string) =>
      check(text, removeAt(text.indexOf('x!')), `Remove: ${text.replace('x!, ', '')}`);
    await offered('const { x!, y } = load()');
    await offered('const { y = 10, x!, z } = await load()');
    await offered('const [y = 0, x!, z] = load()');
    await offered("const { y: { z } = {}, on = () => '}', x!, w } = load()");
    await offered('const { x!, y = 1,\n z } = load()');
    await offered('const { x!, y }: { x: X; y: Y } = await load()');
    await offered('const { x!, y }: Result<() => void> = await load()');
    await offered('const { x!, y } = await rows\n  .from(all)');
    await taken('for (const { x!, y } of rows) { total += sum(y); }');
    await taken('const { x!, y }: () => void = given');
    await taken('const { x!, y } = given');
    await taken('const { y = 10, x!, z = 1 } = given');
    await taken('const { y = 10 } = load(); function f({ x!, z }) { w = load() }');
    await taken('function f({ x!, y }) { load() }');
  });
  it('knows nothing of a kind it has not heard of, and takes it where its server prefers it', async () => {
    await check('x!', [fix('other', 'y', { id: 'strange' })], 'compiles: other');
    await check('x!', [fix('other', 'y', { id: 'strange', preferred: true })], 'other: y');
    const far = { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } };
    const edits = new Map([
      [
        'a.txt',
        [
          { range: { start, end: { line: 0, character: 9 } }, newText: 'y' },
          { range: far, newText: 'z' },
        ],
      ],
    ]);
    await check('x!', [fix('other', '', { id: 'strange', preferred: true, edits })], 'compiles: other');
  });
  it('only offers a name that nothing else uses: its declaration may be the slip', async () => {
    const at = { start: { line: 1, character: 0 }, end: { line: 1, character: 9 } };
    const edits = new Map([['a.txt', [{ range: at, newText: 'longName' }]]]);
    const spelling = fix('near', '', { id: 'spelling', edits });
    await check('function longName\nlongNaem!', [spelling], 'compiles: near');
    await check(
      'function longName; longName\nlongNaem!',
      [spelling],
      'near: function longName; longName\nlongName',
    );
  });
  it('puts the fix of lower rank first: the promise is awaited where it comes from', () =>
    check(
      'x!',
      [
        fix("Add 'await'", 'y', { id: 'addMissingAwait' }),
        fix("Add 'await' to initializer for 'x'", 'z', { id: 'addMissingAwaitToInitializer' }),
      ],
      "Add 'await' to initializer for 'x': z",
    ));
  it('takes the fix of lower rank also where it mends more', () =>
    check(
      'x! y!',
      [
        fix("Add 'await'", 'x y!', { id: 'addMissingAwait' }),
        fix("Add 'await' to initializer for 'x'", 'x y', { id: 'addMissingAwaitToInitializer' }),
      ],
      "Add 'await' to initializer for 'x': x y",
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
