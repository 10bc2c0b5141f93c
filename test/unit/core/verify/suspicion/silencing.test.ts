import assert from 'node:assert/strict';
import { findSilencing } from '../../../../../src/core/verify/suspicion/silencing.ts';

describe('findSilencing', () => {
  const check = (before: string, after: string, expected: boolean) =>
    assert.equal(findSilencing(before, after) !== undefined, expected, after);

  it('sees comments that switch a check off', () => {
    check('f(x);', '// @ts-ignore\nf(x);', true);
    check('f(x);', '/* @ts-expect-error: later */ f(x);', true);
    check('f(x);', '// @ts-nocheck\nf(x);', true);
    check('f(x);', 'f(x); // eslint-disable-line no-undef', true);
    check('f(x);', '/* eslint-disable */\nf(x);', true);
    check('f(x);', '// biome-ignore lint/x: y\nf(x);', true);
    check('f(x)', 'f(x)  # type: ignore', true);
    check('f(x)', 'f(x)  # noqa: F821', true);
  });
  it('sees what widens to any', () => {
    check('f(x);', 'f(x as any);', true);
    check('f(x);', 'f(x as unknown as string);', true);
    check('f(x);', 'f(<any>x);', true);
    check('let a = 1;', 'let a: any = 1;', true);
    check('let a = [];', 'let a: any[] = [];', true);
    check('let a: Map<string, number>;', 'let a: Map<string, any>;', true);
    check('let a: Array<number>;', 'let a: Array<any>;', true);
    check('class A { #a = 1; }', 'class A {\n  #a: any = 1; }', true);
  });
  it('lets stand what was there, and moves of it', () => {
    check('// @ts-ignore\nf(x);\ng();', 'g();\n// @ts-ignore\nf(x);', false);
    check('let a: any = 1;', 'let a: any = 2;', false);
    check('f(x as any);', 'f(x);', false);
  });
  it('does not mistake words for types or comments', () => {
    check('f(x);', 'f("x as any");', false);
    check('f(x);', 'f("// @ts-ignore");', false);
    check('f(x);', '// takes any number\nf(x);', false);
    check('f(x);', 'f({ any: 1 });', false);
    check('f(x);', 'await Promise.any(x);', false);
    check('f(x);', 'const y = any(x);', false);
    check('import {a} from "a";', 'import {a} from "a";\nimport {company} from "b";', false);
  });
});
