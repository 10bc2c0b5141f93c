import assert from 'node:assert/strict';
import { planGraphOf } from '../../../../src/host/panel/planGraph.ts';

/** Tasks by name, each with the names that it waits for: "a b<a c<a,b". */
function tasks(text: string) {
  return text.split(' ').map((each) => {
    const [id = '', before = ''] = each.split('<');
    return { id, dependsOn: before.split(',').filter(Boolean) };
  });
}

describe('the picture of a plan', () => {
  it('has what waits to the right of what it waits for, and nothing on top of another', () => {
    const given = tasks('a b<a c<a d<b,c e');
    const graph = planGraphOf(given);
    assert.ok(graph);
    const xs = graph.nodes.map(({ x }) => x);
    for (const { from, to } of graph.edges) assert.ok((xs[from] ?? 0) < (xs[to] ?? 0));
    assert.deepEqual(
      graph.edges.map(({ from, to }) => `${from}-${to}`),
      ['0-1', '0-2', '1-3', '2-3'],
    );
    for (const [index, one] of graph.nodes.entries())
      for (const other of graph.nodes.slice(index + 1))
        assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 22);
    for (const { x, y } of [...graph.nodes, ...graph.edges.flatMap(({ points }) => points)])
      assert.ok(x >= 0 && y >= 0 && x <= graph.width && y <= graph.height);
  });
  it('is none where nothing waits, and none of a crowd', () => {
    assert.equal(planGraphOf(tasks('a b c<x')), undefined);
    const many = [...Array(50).keys()].map((number) => `t${number}${number > 0 ? `<t${number - 1}` : ''}`);
    assert.equal(planGraphOf(tasks(many.join(' '))), undefined);
  });
});
