import assert from 'node:assert/strict';
import { CallDeltas } from '../../../../src/node/chat/callDeltas.ts';

type Piece = readonly [name: string, text: string];

/** What the pieces come to, none of them with an id or an index, and how many letters were read as JSON for it. */
function put(pieces: Iterable<Piece>) {
  let read = 0;
  const deltas = new CallDeltas((text) => {
    read += text.length;
    try {
      return JSON.parse(text) !== undefined;
    } catch {
      return false;
    }
  });
  for (const [name, text] of pieces) deltas.add({ function: { name, arguments: text } });
  return { calls: deltas.calls.map(({ name, text }) => [name, text]), read };
}

describe('the pieces of tool calls', () => {
  const check = (what: string, pieces: readonly Piece[], expected: readonly Piece[]) =>
    it(`are put together: ${what}`, () => assert.deepEqual(put(pieces).calls, expected));

  check(
    'a name with each piece',
    [
      ['f', '{"a":'],
      ['f', '"}"'],
      ['f', '}'],
    ],
    [['f', '{"a":"}"}']],
  );
  check(
    'the same name again for the next call',
    [
      ['f', '{"a":1} '],
      ['f', '{}'],
    ],
    [
      ['f', '{"a":1} '],
      ['f', '{}'],
    ],
  );
  check(
    'another name',
    [
      ['f', '{"a"'],
      ['g', '{}'],
    ],
    [
      ['f', '{"a"'],
      ['g', '{}'],
    ],
  );
  check(
    'braces in a text and behind a backslash',
    [
      ['f', '{"a":"\\'],
      ['f', '"}{'],
      ['f', '"}'],
      ['f', '{}'],
    ],
    [
      ['f', '{"a":"\\"}{"}'],
      ['f', '{}'],
    ],
  );
  check(
    'closed braces that are no JSON',
    [
      ['f', '{a}'],
      ['f', '{}'],
    ],
    [['f', '{a}{}']],
  );
  check(
    'text that is no object',
    [
      ['f', 'abc'],
      ['f', 'def'],
    ],
    [['f', 'abcdef']],
  );

  for (const [what, first, piece] of [
    ['that goes on', '{"a":"', 'x'],
    ['that closes its braces each time', '{"a":{', '},"b":{'],
    ['that was closed once', '{a}', ' '],
    ['that was closed too often', '{a}', '}'],
  ] as const)
    it(`are not read anew with each piece of a call ${what} and repeats its name`, () => {
      const pieces = function* (): Generator<Piece> {
        yield ['f', first];
        for (let at = 0; at < 100_000; at++) yield ['f', piece];
      };
      const { calls, read } = put(pieces());
      assert.equal(calls.length, 1);
      assert.ok(read <= first.length + piece.length, `${read} letters were read`);
    });

  it('are found by their ids and indexes among as many calls as an answer may have', () => {
    const deltas = new CallDeltas();
    const count = 10_000;
    for (let round = 0; round < 20; round++)
      for (let at = 0; at < count; at++)
        deltas.add({ id: `c${at}`, index: at, function: { name: round === 0 ? 'f' : '', arguments: 'x' } });
    assert.equal(deltas.calls.length, count);
    assert.ok(deltas.calls.every(({ text }) => text === 'x'.repeat(20)));
  });
});
