import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ancestors, ancestorsOf, depths, descendantsOf } from '../../../../src/core/request/plan.ts';

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
