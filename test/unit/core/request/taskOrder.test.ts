import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ancestors,
  ancestorsOf,
  depths,
  descendantsOf,
  inDepthOrder,
} from '../../../../src/core/request/taskGraph.ts';

/** Tasks of which each depends on earlier ones alone. */
const plans = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 20 }).map((rows) =>
  rows.map((before, at) => ({
    id: `t${at}`,
    dependsOn: at === 0 ? [] : [...new Set(before.map((each) => `t${each % at}`))],
  })),
);

describe('the order of tasks', () => {
  it('knows of one task what it knows of all', () =>
    fc.assert(
      fc.property(plans, (tasks) => {
        const all = ancestors(tasks);
        for (const { id } of tasks) {
          assert.deepEqual(new Set(ancestorsOf(tasks, id)), all.get(id));
          const later = tasks.filter((other) => all.get(other.id)?.has(id)).map((other) => other.id);
          assert.deepEqual([...descendantsOf(tasks, id)].sort(), later.sort());
        }
      }),
    ));
  it('names each task after those it builds on', () =>
    fc.assert(
      fc.property(plans, (tasks) => {
        for (const { id } of tasks) {
          const order = ancestorsOf(tasks, id);
          for (const [at, earlier] of order.entries())
            for (const before of ancestorsOf(tasks, earlier)) assert.ok(order.indexOf(before) < at);
        }
      }),
    ));
  it('puts each below those it builds on, by no more than the longest row of them', () =>
    fc.assert(
      fc.property(plans, (tasks) => {
        const all = depths(tasks);
        const of = (id: string) => all.get(id) ?? Number.NaN;
        for (const { id, dependsOn } of tasks)
          assert.equal(of(id), Math.max(0, ...dependsOn.map((each) => of(each) + 1)));
      }),
    ));
  it('does not hang on a circle', () => {
    const circle = [
      { id: 'a', dependsOn: ['b'] },
      { id: 'b', dependsOn: ['a'] },
    ];
    assert.deepEqual(ancestorsOf(circle, 'a'), ['b']);
    assert.equal(depths(circle).size, 2);
    assert.deepEqual([...descendantsOf(circle, 'a')].sort(), ['a', 'b']);
  });
});

describe('tasks in order', () => {
  /** Tasks by name, each with the names that it waits for: "a b<a c<a,b". */
  const check = (given: string, expected: string) => {
    const tasks = given.split(' ').map((each) => {
      const [id = '', before = ''] = each.split('<');
      return { id, dependsOn: before.split(',').filter(Boolean) };
    });
    const order = inDepthOrder(tasks).map(({ id }) => id);
    assert.equal(order.join(' '), expected);
  };
  it('are as given where nothing waits', () => check('b a c', 'b a c'));
  it('come behind what they wait for', () => check('c<b b<a a', 'a b c'));
  it('go by the longest way', () => check('d<a,c a b<a c<b', 'a b c d'));
  it('come once where they wait for each other', () => check('a<b b<a c', 'c b a'));
  it('pass over what is not there', () => check('a<x b', 'a b'));
});
