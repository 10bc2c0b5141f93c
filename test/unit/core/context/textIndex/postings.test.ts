import assert from 'node:assert/strict';
import { mergeSegments, type Segment } from '../../../../../src/core/context/textIndex/postings.ts';
import { SegmentBuilder } from '../../../../../src/core/context/textIndex/segmentBuilder.ts';

type Posting = readonly [term: number, doc: number, count: number, parts: number];

const all = (doc: number): number => doc;

function segmentOf(postings: readonly Posting[]): Segment {
  const builder = new SegmentBuilder();
  let last = -1;
  for (const [term, doc, count, parts] of postings.toSorted((a, b) => a[1] - b[1])) {
    if (doc !== last) {
      builder.end();
      builder.begin(doc);
    }
    last = doc;
    builder.add(builder.numberOf(term), count, parts);
  }
  builder.end();
  return builder.build(all);
}

function postingsOf(segment: Segment): readonly Posting[] {
  return [...segment.arrays.terms].flatMap((term) => {
    const found: Posting[] = [];
    segment.visit(term, (doc, count, parts) => found.push([term, doc, count, parts]));
    return found;
  });
}

describe('postings', () => {
  const check = (name: string, postings: readonly Posting[]) =>
    it(`keeps ${name}`, () => assert.deepEqual(postingsOf(segmentOf(postings)), postings));

  check('nothing', []);
  check('a word that stands once, in any part', [
    [7, 0, 1, 1],
    [7, 1, 1, 0x8000],
    [7, 2_000_000, 1, 2],
  ]);
  check('a word that stands often', [
    [0, 5, 8, 0xffff],
    [0, 6, 128, 1],
    [0xffffffff, 5, 2, 1],
    [0xffffffff, 1_000_000, 3, 0x0101],
  ]);

  it('keeps large counts to the nearest power of two', () =>
    assert.deepEqual(
      postingsOf(segmentOf([9, 13, 30, 100, 200].map((count, doc) => [1, doc, count, 1] as const))).map(
        ([, , count]) => count,
      ),
      [8, 16, 32, 128, 256],
    ));
  it('sorts by term, and keeps documents in order', () => {
    const given: Posting[] = Array.from({ length: 5_000 }, (_, k) => [
      Math.imul(k % 700, 0x9e3779b1) >>> 0,
      Math.floor(k / 700),
      (k % 3) + 1,
      1 << (k % 16),
    ]);
    const sorted = given.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
    assert.deepEqual(postingsOf(segmentOf(given)), sorted);
  });
  it('merges segments, without documents that are gone and with new numbers', () => {
    const first = segmentOf([
      [1, 0, 1, 1],
      [1, 1, 2, 3],
      [3, 1, 1, 1],
    ]);
    const second = segmentOf([
      [1, 2, 1, 4],
      [2, 2, 1, 1],
    ]);
    const merged = mergeSegments([first, second], (doc) => (doc === 1 ? -1 : doc / 2));
    assert.deepEqual(postingsOf(merged), [
      [1, 0, 1, 1],
      [1, 1, 1, 4],
      [2, 1, 1, 1],
    ]);
    assert.equal(merged.size, 3);
  });
  it('takes few bytes for what stands once', () => {
    const postings: Posting[] = Array.from({ length: 1_000 }, (_, doc) => [9, doc, 1, 1 << (doc % 16)]);
    assert.ok(segmentOf(postings).arrays.bytes.length <= 2_000);
  });
});
