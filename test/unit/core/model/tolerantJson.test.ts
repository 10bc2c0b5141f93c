import assert from 'node:assert/strict';
import { parseTolerantJson } from '../../../../src/core/model/tolerantJson.ts';

describe('JSON out of a model’s text', () => {
  const reads = (text: string, value: unknown) =>
    it(`reads ${JSON.stringify(text)}`, () =>
      assert.deepEqual(parseTolerantJson(text), { type: 'json', value }));
  const refuses = (text: string, problem: RegExp) =>
    it(`refuses ${JSON.stringify(text)}`, () => {
      const result = parseTolerantJson(text);
      assert.equal(result.type, 'problem');
      assert.match(result.type === 'problem' ? result.problem : '', problem);
    });

  reads('{"a":1}', { a: 1 });
  reads(' \n[1,2]\n', [1, 2]);
  reads('\uFEFF{"a":1}', { a: 1 });
  reads('"a"', 'a');
  reads('```json\n{"a":1}\n```', { a: 1 });
  reads('```\n[]\n```', []);
  reads('Here it is:\n{"a":"}"}\nThat is all {really}.', { a: '}' });
  reads('See [1] for {"a":[2]}', { a: [2] });
  reads('{"a":"say \\"hi\\" {"} and so on', { a: 'say "hi" {' });
  reads('{"a":1}\n{"a":1}', { a: 1 });
  reads('{ "a": 1 }.', { a: 1 });

  refuses('', /empty/);
  refuses('  ', /empty/);
  refuses('I can’t do that.', /no JSON/);
  refuses('{"a":1', /breaks off/);
  refuses('{"a":{"b":1},"c":', /breaks off/);
  refuses('```json\n{"a":[1,2', /breaks off/);
  refuses('Here: {', /breaks off/);
  refuses('{"a":"unended}', /breaks off/);
  refuses('{"a":1,}', /not valid/);
  refuses('{"a":1} or {"a":2}', /more than one/);
});
