import assert from 'node:assert/strict';
import { applyTextEdit, textEdit } from '../../../../src/core/edit/textEdit.ts';
import { learnEdit } from '../../../../src/core/problems/siblingEdit/learnEdit.ts';
import { repeatEdit } from '../../../../src/core/problems/siblingEdit/repeatEdit.ts';
import { sourceOf } from '../../../../src/core/problems/siblingEdit/source.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { processorMs } from '../../support/processorMs.ts';

/** A text with its problem between `«` and `»`. */
function marked(text: string, message: string): { readonly text: string; readonly diagnostic: Diagnostic } {
  const position = (offset: number) => {
    const before = text.slice(0, offset).replace('«', '').split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  const range = { start: position(text.indexOf('«')), end: position(text.indexOf('»')) };
  const diagnostic: Diagnostic = { path: 'a.ts', range, message, code: '1', severity: 'error' };
  return { text: text.replace(/[«»]/g, ''), diagnostic };
}

interface Example {
  readonly before: string;
  readonly after: string;
  readonly message?: string;
  readonly constants?: readonly string[];
}

interface Sibling {
  readonly text: string;
  readonly message?: string;
}

/** What an edit that was learned makes of another place; `undefined`: it does not apply there. */
function check(example: Example, sibling: string | Sibling, expected: string | undefined): void {
  const { before, after, message = 'wrong', constants = [] } = example;
  const from = marked(before, message);
  const learned = learnEdit({
    before: from.text,
    after,
    diagnostic: from.diagnostic,
    others: [],
    constants: new Set(constants),
  });
  const to = typeof sibling === 'string' ? { text: sibling } : sibling;
  const other = marked(to.text, to.message ?? message);
  const edits = learned && repeatEdit(learned, sourceOf(other.text), other.diagnostic);
  assert.equal(edits && applyTextEdit(textEdit(edits), other.text), expected);
}

describe('the edit of a sibling', () => {
  const member: Example = {
    before: 'return invoice.«total» * 2;',
    after: 'return invoice.grossTotal * 2;',
    message: "Property 'total' does not exist on type 'Invoice'.",
  };
  it('replaces a member wherever it stands', () =>
    check(
      member,
      'return all.reduce((sum, each) => sum + each.«total», 0);',
      'return all.reduce((sum, each) => sum + each.grossTotal, 0);',
    ));
  it('leaves another member alone, whatever the message says', () =>
    check(
      member,
      { text: 'return invoice.«count»;', message: "Property 'count' does not exist on type 'Invoice'." },
      undefined,
    ));
  it('leaves another kind of problem alone', () =>
    check(member, { text: 'return invoice.«total»;', message: 'Something else.' }, undefined));

  const argument: Example = { before: '  return «money»(cents);', after: "  return money(cents, 'EUR');" };
  it('adds an argument behind whatever is there', () => {
    check(argument, 'f(«money»(order.cents / 100));', "f(money(order.cents / 100, 'EUR'));");
    check(argument, 'f(«money»(sum(a, b)));', "f(money(sum(a, b), 'EUR'));");
  });
  it('adds none where there are more already, or none', () => {
    check(argument, 'f(«money»(cents, 2));', undefined);
    check(argument, 'f(«money»());', undefined);
  });

  const guard: Example = {
    before: 'function f() {\n  const user = find(id);\n  return «user».name;\n}',
    after:
      "function f() {\n  const user = find(id);\n  if (user === undefined) throw new Error('There is no user.');\n  return user.name;\n}",
    message: "'user' is possibly 'undefined'.",
  };
  const owner = { message: "'owner' is possibly 'undefined'." };
  it('puts a line above, with its names and indentation', () =>
    check(
      guard,
      { ...owner, text: 'class A {\n  m() {\n    const owner = get();\n    return «owner».mail;\n  }\n}' },
      "class A {\n  m() {\n    const owner = get();\n    if (owner === undefined) throw new Error('There is no owner.');\n    return owner.mail;\n  }\n}",
    ));
  it('puts none inside of brackets, or where a branch has no braces', () => {
    check(guard, { ...owner, text: 'call(\n  «owner».mail,\n);' }, undefined);
    check(guard, { ...owner, text: 'if (is)\n  return «owner».mail;' }, undefined);
    check(guard, { ...owner, text: 'const f = () =>\n  «owner».mail;' }, undefined);
  });

  const awaits: Example = {
    before: '  const stock = loadStock(sku);\n  return stock.«count»;',
    after: '  const stock = await loadStock(sku);\n  return stock.count;',
    constants: ['loadStock'],
  };
  it('changes another line that holds the same names', () =>
    check(
      awaits,
      '  const place = loadStock(id);\n  log();\n  return place.«shelf»;',
      '  const place = await loadStock(id);\n  log();\n  return place.shelf;',
    ));
  it('changes no line of another name or another call', () => {
    check(awaits, '  const one = loadStock(a);\n  const two = make();\n  return two.«shelf»;', undefined);
    check(awaits, '  const place = loadShelf(id);\n  return place.«shelf»;', undefined);
  });

  const wrapped: Example = {
    before: 'return «parcel.weight» * 2;',
    after: 'return Number(parcel.weight) * 2;',
  };
  it('wraps what the problem is about', () =>
    check(wrapped, 'const a = b + «x.y().weight» / 3;', 'const a = b + Number(x.y().weight) / 3;'));

  const made: Example = {
    before: "schedule(«'2026-01-12'»);",
    after: "schedule(new Date('2026-01-12'));",
  };
  it('keeps a text that it moves, and makes none of another', () => {
    check(made, "  schedule(«'2027-05-01'»);", "  schedule(new Date('2027-05-01'));");
    check({ ...made, after: 'schedule(new Date(2026, 0, 12));' }, "schedule(«'2027-05-01'»);", undefined);
  });
  it('takes a number that was put in and stood there for the same, not for a copy', () => {
    const copied: Example = { before: 'const «a» = { cents: 5 };', after: 'const a = { cents: 5, tax: 5 };' };
    check(copied, 'const «b» = { cents: 7 };', undefined);
    check(copied, 'const «b» = { cents: 5 };', 'const b = { cents: 5, tax: 5 };');
  });

  const typed: Example = {
    before: 'function f(): «Result<number>» {',
    after: 'function f(): Result<number, Error> {',
    constants: ['Result'],
  };
  it('changes the inside of what the problem is about', () => {
    check(
      typed,
      'const g = (): «Result<readonly string[]>» => h;',
      'const g = (): Result<readonly string[], Error> => h;',
    );
    check(typed, 'let x: «Other<number>»;', undefined);
  });

  const member2: Example = {
    before: 'class «Disk» implements Store {\n  put() {\n    a();\n  }\n}',
    after:
      'class Disk implements Store {\n  put() {\n    a();\n  }\n\n  flush(): void {\n    this.kept.clear();\n  }\n}',
  };
  it('puts lines between lines of the same form', () =>
    check(
      member2,
      'class «Net» implements Store {\n  put() {\n    b();\n  }\n\n  get() {\n    c();\n  }\n}\n\nclass Other {\n  d() {\n  }\n}',
      'class Net implements Store {\n  put() {\n    b();\n  }\n\n  get() {\n    c();\n  }\n\n  flush(): void {\n    this.kept.clear();\n  }\n}\n\nclass Other {\n  d() {\n  }\n}',
    ));

  const imported: Example = {
    before: "import a from 'a';\n\ncall(«Thing»);",
    after: "import a from 'a';\nimport { Thing } from './Thing';\n\ncall(Thing);",
    message: "Cannot find name 'Thing'.",
  };
  it('puts an import among the others', () =>
    check(
      imported,
      { text: "import x from 'x';\nconst a = 1;\nuse(«Other»);", message: "Cannot find name 'Other'." },
      "import { Other } from './Other';\nimport x from 'x';\nconst a = 1;\nuse(Other);",
    ));

  it('learns nothing of an edit that takes lines away, or that is a work of its own', () => {
    check({ before: 'a();\n«b»();\nc();', after: 'c();' }, 'd();\n«b»();\nc();', undefined);
    const long = Array.from({ length: 20 }, (_, n) => `  line(${n});`).join('\n');
    check({ before: '«b»();', after: `${long}\nb();` }, '«b»();', undefined);
  });
  it('takes no longer for words beside words than for anything else', () => {
    const words = Array.from({ length: 30 }, (_, n) => `word${n}`).join(' ');
    const from = { before: `${words} «a»;`, after: `${words.replace('word0', 'other')} a;` };
    const start = processorMs();
    check(from, `${'x '.repeat(60)}«a»;`, undefined);
    assert.ok(processorMs() - start < 2_000);
  });
  it('takes no longer for a line of data than for anything else', () => {
    const [before, after] = ['return «money»(a);', 'return money(a, rate);'];
    const quotes = `${"'\\".repeat(100_000)} rate`;
    const start = processorMs();
    check({ before, after }, `${quotes}\n;\n${before}`, `${quotes}\n;\n${after}`);
    assert.ok(processorMs() - start < 2_000);
    const data = `const rate = [${'1, '.repeat(1_000)}];`;
    check({ before, after }, `${data}\n${before}`, undefined);
  });
  it('puts nothing below a line of data, since nobody can tell what that ends with', () =>
    check(
      { before: ';\ngo(«a»);', after: ';\nlock();\ngo(a);' },
      `"${' '.repeat(2_000)}";\ngo(«a»);`,
      undefined,
    ));
  it('reads code of other languages', () =>
    check(
      { before: 'def f(user):\n    return user.«nam»\n', after: 'def f(user):\n    return user.name\n' },
      'class A:\n    def g(self):\n        return self.user.«nam».upper()\n',
      'class A:\n    def g(self):\n        return self.user.name.upper()\n',
    ));

  describe('at a place that only looks alike', () => {
    const one = (before: string, after: string, sibling: string, ...constants: string[]) =>
      check({ before, after, constants }, sibling, undefined);
    const possibly = (name: string) => `'${name}' is possibly 'undefined'.`;
    const above = (line: string, sibling: string) =>
      check(
        { before: 'function f() {\n  go(«x»);\n}', after: `function f() {\n  ${line}\n  go(x);\n}` },
        sibling,
        undefined,
      );

    it('binds no sign to a part of what stands there', () => {
      one('label(«n»);', 'label(n.toString());', 'label(«a + b»);');
      one('when(«x»);', 'when(!x);', 'when(«a && b»);');
      one('when(«x»);', 'when(!x);', 'when(«a === b»);');
      one('move(«x», 1);', 'move(1 - x, 1);', 'move(«a - b», 1);');
      one('run(«f»);', 'run(await f);', 'run(«a ? b : c»);');
      one('f(«x»)', 'f(-x)', 'f(«a - b»)');
      one('return «total»;', 'return total / 100;', 'return 1 / «total»;');
      one('return «x»;', 'return x ?? 0;', 'return «x» * 2;');
      one('return «x»', 'return x or 0', 'return not «x»');
      one('return «x»', 'return x if x is not None else 0', 'return y + «x»');
    });
    it('asks less of no condition that is the other way round', () => {
      const asked = (before: string, after: string, text: string) =>
        check({ before, after, message: possibly('user') }, { text, message: possibly('user') }, undefined);
      asked('if («user».active) go();', 'if (user?.active) go();', 'if (!«user».active) ban();');
      asked('if («user».id === me) go();', 'if (user?.id === me) go();', 'if («user».id !== me) ban();');
    });
    it('gives an argument to no other function, and not in another place', () => {
      one('f(1, «cents»);', 'f(1, cents, true);', 'g(«cents», 2);');
      one('f(1, «cents»);', 'f(1, cents, true);', 'g(1, «cents»);');
      one('outer(«cents»);', "outer(cents, 'EUR');", 'outer(round(«cents»));');
    });
    it('ends no text with what it puts into it', () =>
      check(
        { before: ';\ngo(«name»);', after: ";\nlog('no name');\ngo(name);" },
        ";\ngo(«owner['name']»);",
        undefined,
      ));
    it('leaves no loop, and no function with a value of another one', () => {
      above('if (x === undefined) return;', 'function g() {\n  for (const x of xs) {\n    go(«x»);\n  }\n}');
      above('if (x === undefined) return;', 'function g() {\n  go(«x»);\n  log();\n}');
      above('if (x === undefined) return;', 'function g() {\n  xs.map((x) => go(«x»));\n}');
      above('if (x === undefined) return false;', 'function g() {\n  go(«x»);\n}');
    });
    it('makes no branch of a line that is put in', () => {
      above('lock();', 'if (a &&\n  b)\n  go(«x»);');
      above('lock();', 'if (a) {\n  c();\n} else\n  go(«x»);');
      above('lock();', 'if (a)\n  // why\n  go(«x»);');
      above('lock();', 'if (a) // why\n  go(«x»);');
      above('lock();', 'if (a) {\n  b();\n} else if («x») {\n}');
    });
    it('takes no variable that is another one there', () => {
      const own = 'function f(cents: number, currency: string) {\n  return «money»(cents);\n}';
      one(own, own.replace(/«|»/g, '').replace('(cents);', '(cents, currency);'), own, 'money');
      one('return «money»(a);', 'return money(a, rate);', 'const rate = 2;\nreturn «money»(a);', 'money');
    });
    it('takes an import from no other module', () => {
      const imported = "import { a } from './a.ts';\nreturn «sum»(a);";
      const more = "import { a, total } from './a.ts';\nreturn total(a);";
      one(imported, more, "import { a } from './b.ts';\nreturn «sum»(a);", 'sum');
      const put = `import { total } from './money.ts';\n${imported.replace(/«sum»/, 'total')}`;
      one(imported, put, "import { total } from './stats.ts';\nreturn «sum»(a);", 'sum');
    });
    it('resolves what an import names from the folder of its file', () => {
      const before = "import { a } from './a.ts';\nreturn «sum»(a);";
      const from = marked(before, 'wrong');
      const after = "import { total } from '../money.ts';\nimport { a } from './a.ts';\nreturn total(a);";
      const isRepeated = (path: string) => {
        const at = { ...from.diagnostic, path: 'web/one/a.ts' };
        const learned = learnEdit({
          before: from.text,
          after,
          diagnostic: at,
          others: [],
          constants: new Set(),
        });
        assert.ok(learned);
        return repeatEdit(learned, sourceOf(from.text), { ...at, path }) !== undefined;
      };
      assert.deepEqual(['web/two/b.ts', 'web/b.ts', 'web/two/x/b.ts'].map(isRepeated), [true, false, false]);
    });
    it('leaves out each import that is there already', () =>
      check(
        {
          before: "import { a } from './a.ts';\nreturn «sum»(a);",
          after:
            "import { total } from 'm';\nimport { x } from 'n';\nimport { a } from './a.ts';\nreturn total(a, x);",
        },
        "import { total } from 'm';\nimport { a } from './a.ts';\nreturn «sum»(a);",
        "import { x } from 'n';\nimport { total } from 'm';\nimport { a } from './a.ts';\nreturn total(a, x);",
      ));
    it('computes with no number of another unit', () =>
      one('pay(«cents»);', 'pay(euro(cents / 100));', 'pay(«euros»);'));
    it('makes no key, member or word of a name', () => {
      one('put(«id»);', "put('id', id);", 'put(«customer.id»);');
      one('put(«id»);', "put('id', id);", 'put(«customer»);');
      one('send(«id»);', 'send({ id: id });', 'send(«customer»);');
      one('send(«size»);', 'send(box.size);', 'send(«count»);');
      one('send(«name»)', 'send(name=name)', 'send(«title»)');
      check(
        {
          before: 'f();\nuse(«a».b);',
          after: "f();\nif (!a) throw 'is a fault';\nuse(a.b);",
          message: possibly('a'),
        },
        { text: 'f();\nuse(«owner».b);', message: possibly('owner') },
        undefined,
      );
    });
    it('does nothing twice that was done once', () =>
      one('f(«n»);', 'f(Number.isNaN(n) ? 0 : n);', 'f(«next()»);'));
    it('changes no line of another block, and none of two', () => {
      const inner = 'let b;\nif (x) {\n  const b = loadStock(k);\n}\nuse(b.«n»);';
      check(awaits, { text: inner }, undefined);
      const twice = '  const b = loadStock(k);\n  {\n  const b = loadStock(j);\n  return b.«n»;';
      check(awaits, { text: twice }, undefined);
    });
    it('takes no text of another kind', () => check(made, "schedule(«'tomorrow'»);", undefined));
  });
});
