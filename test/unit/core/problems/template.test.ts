import assert from 'node:assert/strict';
import { templateOf, templateText } from '../../../../src/core/problems/template.ts';
import { processorMs } from '../../support/processorMs.ts';

describe('templateText', () => {
  const check = (message: string, expected: string) => assert.equal(templateText(message), expected);

  it('takes names, types and texts out of what TypeScript says', () => {
    check("Property 'total' does not exist on type 'Invoice'.", 'Property _ does not exist on type _.');
    check(
      'Property \'sum\' does not exist on type \'{ readonly a: string; b: "x" | "y"; }\'.',
      'Property _ does not exist on type _.',
    );
    check('Expected 2 arguments, but got 1.', 'Expected # arguments, but got #.');
    check('Expected 2-3 arguments, but got 1.', 'Expected # arguments, but got #.');
    check(
      "Module '\"./dates.js\"' has no exported member 'formatDay'.",
      'Module _ has no exported member _.',
    );
    check("';' expected.", "';' expected.");
    check(
      "Cannot find module '../a/b.js' or its corresponding type declarations.",
      'Cannot find module _ or its corresponding type declarations.',
    );
    check(
      "This comparison appears to be unintentional because the types '\"a\"' and 'B' have no overlap.",
      'This comparison appears to be unintentional because the types _ have no overlap.',
    );
    check("Object is possibly 'undefined'.", 'Object is possibly _.');
  });
  it('keeps of a chain what is wrong and the innermost reasons', () => {
    const chain = (...names: string[]) =>
      [
        "Argument of type 'A' is not assignable to parameter of type 'B'.",
        ...names.map((name) => `  Types of property '${name}' are incompatible.`),
        "    Type 'string' is not assignable to type 'number'.",
      ].join('\n');
    check(
      chain('a'),
      'Argument of type _ is not assignable to parameter of type _. / Types of property _ are incompatible. / Type _ is not assignable to type _.',
    );
    assert.equal(templateText(chain('a', 'b', 'c')), templateText(chain('d')));
  });
  it('does so for Python, Go, Rust and C', () => {
    check('"foo" is not a known attribute of module "os.path"', '_ is not a known attribute of module _');
    check(
      'Cannot access attribute "bar" for class "Foo"\n    Attribute "bar" is unknown',
      'Cannot access attribute _ for class _ / Attribute _ is unknown',
    );
    check('undefined: total', 'undefined: _');
    check('declared and not used: x', 'declared and not used: _');
    check(
      'cannot use n (variable of type int) as string value in assignment',
      'cannot use _ (_) as _ value in assignment',
    );
    check('order.Sum undefined (type Order has no field or method Sum)', '_ undefined (_)');
    check(
      'not enough arguments in call to price\n\thave (int)\n\twant (int, string)',
      'not enough arguments in call to _ / have (_) / want (_)',
    );
    check('cannot find value `total` in this scope', 'cannot find value _ in this scope');
    check('mismatched types\nexpected `i32`, found `&str`', 'mismatched types / expected _, found _');
    check("use of undeclared identifier 'n'", 'use of undeclared identifier _');
    check("expected ';' after expression", "expected ';' after expression");
    check('no member named ‘sum’ in ‘struct order’', 'no member named _ in _');
  });
  it('takes out what stands bare and is a name, a path or a number', () => {
    check('unused variable my_var at src/a/b.ts:12', 'unused variable _ at _:#');
    check("Don't use parseInt without a radix", "Don't use _ without a radix");
    check('see https://example.org/x?y=1 for rule no-undef', 'see _ for rule no-undef');
  });
  it('cuts what is hostile, in a time that does not depend on how it is written', () => {
    for (const message of [
      "'".repeat(200_000),
      `${'a_'.repeat(100_000)}!`,
      `Type '${'{ a: '.repeat(50_000)}`,
      `${'_<'.repeat(100_000)}`,
      `${'1,'.repeat(100_000)}`,
      `x${' '.repeat(200_000)}y`,
      'a/'.repeat(100_000),
      `${'(type '.repeat(50_000)}`,
      '\n'.repeat(200_000),
    ]) {
      const start = processorMs();
      assert.ok(templateText(message).length <= 300);
      assert.ok(processorMs() - start < 1_000, message.slice(0, 10));
    }
  });
});

describe('templateOf', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const keyOf = (message: string, code: string, source = 'ts') =>
    templateOf({ path: 'a.ts', range, severity: 'error', message, code, source }).key;

  it('tells apart by code and source what says the same', () => {
    assert.equal(keyOf("Cannot find name 'a'.", '2304'), keyOf("Cannot find name 'b'.", '2304'));
    assert.notEqual(keyOf("Cannot find name 'a'.", '2304'), keyOf("Cannot find name 'a'.", '2552'));
    assert.notEqual(keyOf('Cannot find it', '1'), keyOf('Cannot find it', '1', 'eslint'));
  });
});
