import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { lineMovesOf } from '../../../../src/core/verify/lineMoves.ts';
import { compareDiagnostics } from '../../../../src/core/verify/matchDiagnostics.ts';
import { diagnostic, written } from './diagnostics.ts';

type Texts = Readonly<Record<string, string | null>>;

describe('compareDiagnostics', () => {
  /** Where only `after` is given, the files are not changed. */
  function check(
    input: {
      readonly before: readonly string[];
      readonly after: readonly string[];
      readonly old?: Readonly<Record<string, string>>;
      readonly changed?: Texts;
    },
    expected: { fixed?: string[]; introduced?: string[]; remaining?: string[] },
  ): void {
    const changed = new Map(Object.entries(input.changed ?? {}));
    const { fixed, introduced, remaining } = compareDiagnostics(
      input.before.map(diagnostic),
      input.after.map(diagnostic),
      {
        paths: [...changed.keys()],
        lineMoves: lineMovesOf(new Map(Object.entries(input.old ?? {})), changed),
      },
    );
    assert.deepEqual(
      { fixed: written(fixed), introduced: written(introduced), remaining: written(remaining) },
      { fixed: [], introduced: [], remaining: [], ...expected },
    );
  }
  const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');

  it('knows one again on its own line when the types in its message changed', () => {
    const before = ["b.ts:2 2322 Type 'number' is not assignable to type 'string'."];
    const after = ["b.ts:2 2322 Type 'boolean' is not assignable to type 'string'."];
    check({ before, after }, { remaining: after });
    const changed = { 'b.ts': text('new', 'a', 'b') };
    const moved = ["b.ts:3 2322 Type 'boolean' is not assignable to type 'string'."];
    check({ before, after: moved, old: { 'b.ts': text('a', 'b') }, changed }, { remaining: moved });
    check({ before, after, old: { 'b.ts': text('a', 'b') }, changed }, { fixed: before, introduced: after });
  });
  it('does not take one of another code or severity on the line for the same', () => {
    check(
      { before: ['b.ts:2 2322 x'], after: ['b.ts:2 2741 x'] },
      { fixed: ['b.ts:2 2322 x'], introduced: ['b.ts:2 2741 x'] },
    );
    check(
      { before: ['!b.ts:2 2322 x'], after: ['b.ts:2 2322 x'] },
      { fixed: ['!b.ts:2 2322 x'], introduced: ['b.ts:2 2322 x'] },
    );
  });
  it('takes what stands on a line that stayed for itself, and not for one like it on a line that is gone', () => {
    const gone = (old: string, next: string, expected: string) => {
      const found = (text: string) =>
        [...text.matchAll(/\baX\b/g)].map(({ index }) => {
          const lines = text.slice(0, index).split('\n');
          return diagnostic(`a.ts:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1} 2304 no aX`);
        });
      const lineMoves = lineMovesOf(new Map([['a.ts', old]]), new Map([['a.ts', next]]));
      const { fixed } = compareDiagnostics(found(old), found(next), { paths: ['a.ts'], lineMoves });
      const places = fixed.map(({ range: { start } }) => `${start.line + 1}:${start.character + 1}`);
      assert.equal(places.join(' '), expected);
    };
    gone(text('x(aX);', 'y(aX);'), text('y(aX);'), '1:3');
    gone(text('x(aX);', 'y(aX);'), text('x(aX);'), '2:3');
    gone(text('x(aX);', 'y(aX);', 'z(aX);'), text('new', 'z(aX);'), '1:3 2:3');
    gone('f(aX); g(aX);', 'g(aX);', '1:3');
  });
  it('knows one again on a line that was rewritten by where it stood there', () => {
    const before = ["a.ts:1:7 2339 no 'zzz' on 'User'", "a.ts:1:16 2339 no 'qqq' on 'Car'"];
    const after = ["a.ts:1:17 2339 no 'www' on 'Car'"];
    check(
      { before, after, old: { 'a.ts': '[user.zzz, car.qqq]' }, changed: { 'a.ts': '[user.name, car.www]' } },
      { fixed: ["a.ts:1 2339 no 'zzz' on 'User'"], remaining: ["a.ts:1 2339 no 'www' on 'Car'"] },
    );
  });
  it('knows one again on its own line of several that were rewritten', () => {
    const old = { 'a.ts': text('use(a);', 'use(b);', 'use(c);', 'end') };
    const changed = { 'a.ts': text('use(x);', 'use(y);', 'use(z);', 'end') };
    const all = (...names: string[]) => names.map((name, at) => `a.ts:${at + 1} 2304 no '${name}'`);
    for (const at of [0, 1, 2])
      for (const [before, now] of [
        [all('a', 'b', 'c'), `no 'y'`],
        [all('a', 'a', 'a'), `no 'a'`],
      ] as const) {
        const remaining = [`a.ts:${at + 1} 2304 ${now}`];
        check(
          { before, after: remaining, old, changed },
          { fixed: before.filter((_, index) => index !== at), remaining },
        );
      }
  });
  it('knows one again in a stretch that was rewritten when only its names changed', () => {
    const old = { 'a.ts': text('one', 'f(x);', 'three') };
    const changed = { 'a.ts': text('one', '// why', 'f(y);', 'three') };
    const before = ["a.ts:2 2304 Cannot find name 'x'."];
    const after = ["a.ts:3 2304 Cannot find name 'y'."];
    check({ before, after, old, changed }, { remaining: after });
    const elsewhere = ["a.ts:4 2304 Cannot find name 'y'."];
    check({ before, after: elsewhere, old, changed }, { fixed: before, introduced: elsewhere });
    const other = ['a.ts:3 2304 Something else.'];
    check({ before, after: other, old, changed }, { fixed: before, introduced: other });
  });
  it('follows a file that was moved, also when it was edited', () => {
    const old = { 'a.ts': text('one', 'two', 'three', 'four') };
    const changed = { 'a.ts': null, 'lib/a.ts': text('// new', 'one', 'two', 'three', 'four') };
    const before = ["a.ts:3 2307 Cannot find module './b'."];
    const after = ["lib/a.ts:4 2307 Cannot find module '../b'."];
    check({ before, after, old, changed }, { remaining: after });
    check({ before, after: [...after, ...after], old, changed }, { remaining: after, introduced: after });
  });
  it('takes a created file that is like none that is gone for a new one', () => {
    const before = ["a.ts:2 2307 Cannot find module './b'."];
    const after = ["c.ts:2 2307 Cannot find module '../b'."];
    check(
      {
        before,
        after,
        old: { 'a.ts': text('one', 'two') },
        changed: { 'a.ts': null, 'c.ts': text('other', 'lines') },
      },
      { fixed: before, introduced: after },
    );
  });
  it('looks at each of very many a few times only, also where a whole file was rewritten', () => {
    const looksAt = (count: number) => {
      let looks = 0;
      const watched = (made: Diagnostic): Diagnostic =>
        new Proxy(made, {
          get(target, name: keyof Diagnostic) {
            looks += 1;
            return target[name];
          },
        });
      const lines = Array.from({ length: count }, (_, line) => line + 1);
      const gone = lines.map((line) => watched(diagnostic(`a.ts:${line} 2304 no ${'x'.repeat(line)}`)));
      const left = () => lines.map((line) => watched(diagnostic(`a.ts:${line} 2551 no ${'y'.repeat(line)}`)));
      const rewritten = { oldStart: 0, oldEnd: count, newStart: 0, newEnd: count };
      const { fixed, doubtful } = compareDiagnostics([...gone, ...left()], left(), {
        paths: ['a.ts'],
        lineMoves: [{ from: 'a.ts', to: 'a.ts', changes: [rewritten] }],
      });
      assert.deepEqual([fixed.length, doubtful.length], [count, 0]);
      return looks;
    };
    assert.ok(looksAt(200) < 3 * looksAt(100));
  });

  /** Lines of which each has its own text; a diagnostic goes with its line. */
  const place = (path: string, line: number, problem: number): Diagnostic => {
    const position = { line, character: 0 };
    const message = `problem ${problem}`;
    return { path, range: { start: position, end: position }, severity: 'error', message, code: 'x' };
  };
  const project = fc.array(fc.record({ problem: fc.option(fc.nat(3), { nil: undefined }), to: fc.nat(1) }), {
    maxLength: 30,
  });
  const compareMoved = (
    lines: readonly { readonly text: string; readonly problem: number | undefined; readonly path: string }[],
    next: typeof lines,
  ) => {
    const texts = (all: typeof lines) =>
      new Map(
        ['a.ts', 'b.ts'].map((path) => [
          path,
          all
            .filter((line) => line.path === path)
            .map((line) => `${line.text}\n`)
            .join(''),
        ]),
      );
    const problems = (all: typeof lines) =>
      ['a.ts', 'b.ts'].flatMap((path) =>
        all
          .filter((line) => line.path === path)
          .flatMap(({ problem }, line) => (problem === undefined ? [] : [place(path, line, problem)])),
      );
    const moves = lineMovesOf(texts(lines), texts(next));
    return compareDiagnostics(problems(lines), problems(next), {
      paths: ['a.ts', 'b.ts'],
      lineMoves: moves,
    });
  };

  it('never calls one new or fixed that only moved, within two files or from one to the other', () => {
    const law = fc.property(project, fc.array(fc.nat()), (made, order) => {
      const lines = made.map(({ problem }, index) => ({ text: `line ${index}`, problem, path: 'a.ts' }));
      const next = made
        .map(({ to }, index) => ({ line: lines[index], to, rank: order[index % (order.length || 1)] ?? 0 }))
        .sort((a, b) => a.rank - b.rank)
        .flatMap(({ line, to }) => (line ? [{ ...line, path: to === 0 ? 'a.ts' : 'b.ts' }] : []));
      const { fixed, introduced, remaining } = compareMoved(lines, next);
      assert.deepEqual([fixed, introduced], [[], []]);
      assert.equal(remaining.length, lines.filter(({ problem }) => problem !== undefined).length);
    });
    fc.assert(law);
  });
  it('never calls one new whose line moved down, whatever its message says now', () => {
    const law = fc.property(project, fc.array(fc.nat(30)), (made, gaps) => {
      const lines = made.map(({ problem }, index) => ({ text: `line ${index}`, problem, path: 'a.ts' }));
      const next = lines.flatMap((line, index) => {
        const blank = { text: '', problem: undefined, path: 'a.ts' };
        const changed = { ...line, ...(line.problem !== undefined && { problem: line.problem + 10 }) };
        return [...gaps.filter((gap) => gap === index).map(() => blank), changed];
      });
      const { fixed, introduced } = compareMoved(lines, next);
      assert.deepEqual([fixed, introduced], [[], []]);
    });
    fc.assert(law);
  });
  it('always counts one more than before as new', () => {
    const law = fc.property(project, fc.nat(3), (made, extra) => {
      const lines = made.map(({ problem }, index) => ({ text: `line ${index}`, problem, path: 'a.ts' }));
      const { introduced } = compareMoved(lines, [...lines, { text: 'more', problem: extra, path: 'a.ts' }]);
      assert.equal(introduced.length, 1);
    });
    fc.assert(law);
  });
});
