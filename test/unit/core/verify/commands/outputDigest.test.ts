import assert from 'node:assert/strict';
import { OutputDigest, tellsOfFailure } from '../../../../../src/core/verify/commands/outputDigest.ts';

function digest(...parts: readonly string[]) {
  const made = new OutputDigest();
  for (const part of parts) made.push(part);
  return made.end();
}

const numbered = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `line ${from + index}`).join('\n');

describe('the part of an output that is kept', () => {
  it('is all of a short one, whatever pieces it comes in', () => {
    assert.equal(digest('one\nt', 'wo\nthr', 'ee').text, 'one\ntwo\nthree');
  });
  it('is its beginning and its end, and failures between them', () => {
    const { text, failing } = digest(
      `${numbered(500)}\nsrc/a.ts(3,5): error TS2322: no\n${numbered(500, 501)}`,
    );
    const lines = text.split('\n');
    assert.deepEqual(lines.slice(0, 2), ['line 1', 'line 2']);
    assert.equal(lines.at(-1), 'line 1000');
    assert.ok(lines.includes('src/a.ts(3,5): error TS2322: no'));
    assert.ok(lines.includes('(480 lines left out)'));
    assert.deepEqual(failing, ['src/a.ts(3,5): error TS2322: no']);
    assert.ok(lines.length < 100);
  });
  it('has no terminal codes and no overwritten progress', () => {
    assert.equal(
      digest('\u001b[31mred\u001b[0m\n 10%\r 50%\rdone\n\u001b]8;;http://x\u0007link\u001b]8;;\u0007').text,
      'red\ndone\nlink',
    );
  });
  it('has repeated lines once', () => {
    assert.equal(digest(`${'again\n'.repeat(1_000)}end`).text, 'again\n(the line above 999 more times)\nend');
  });
  it('cuts a line that does not end', () => {
    const made = new OutputDigest();
    for (let times = 0; times < 1_000; times++) made.push('x'.repeat(10_000));
    assert.ok(made.end().text.length < 500);
  });
  it('stays small for an output of many different lines', () => {
    const made = new OutputDigest();
    for (let at = 0; at < 100_000; at++) made.push(`Error ${at}: ${'y'.repeat(at % 700)}\n`);
    const { text, failing } = made.end();
    assert.ok(text.length < 70_000, String(text.length));
    assert.ok(failing.length <= 60);
  });
});

describe('tellsOfFailure', () => {
  const check = (line: string, expected: boolean) =>
    it(`${expected ? 'yes' : 'no'}: ${line}`, () => assert.equal(tellsOfFailure(line), expected));
  check('not ok 3 - the discount', true);
  check('✖ the discount is taken off first (1.2ms)', true);
  check('AssertionError [ERR_ASSERTION]: Expected values', true);
  check("thread 'main' panicked at src/main.rs:4:5", true);
  check('Traceback (most recent call last):', true);
  check('E       assert 3 == 4', true);
  check('--- FAIL: TestAdd (0.00s)', true);
  check('TypeError: x is not a function', true);
  check('    at file:///x/out/test/a.test.js:12:10', true);
  check('ok 1 - errors are reported', false);
  check('✔ fails on bad input (3ms)', false);
  check('ℹ fail 0', false);
  check('Found 0 errors. Watching for file changes.', false);
  check('12 passed in 0.03s', false);
  check('> npm run -s build && cd out && node --test', false);
});
