import assert from 'node:assert/strict';
import { criticalPath, type Graph, listSchedule } from '../../bench/parallel/graphs.ts';

/** a and b, then c after both, and d that waits for nobody. */
const graph: Graph = [
  { id: 'a', after: [], ms: 3 },
  { id: 'b', after: [], ms: 5 },
  { id: 'c', after: ['a', 'b'], ms: 2 },
  { id: 'd', after: [], ms: 4 },
];

describe('what a schedule is measured by', () => {
  it('is the longest way where nothing limits it', () => {
    assert.equal(criticalPath(graph), 7);
    assert.equal(listSchedule(graph, 4), 7);
  });
  it('is what whoever is free can do, where something does', () => {
    // a 0-3, b 0-5, d 3-7, c 5-7
    assert.equal(listSchedule(graph, 2), 7);
    assert.equal(listSchedule(graph, 1), 14);
  });
});
