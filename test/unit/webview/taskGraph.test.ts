import assert from 'node:assert/strict';
import { layOutTasks } from '../../../src/webview/model/taskGraph.ts';

/** "c<a,b" is a task c that waits for a and b. */
function parse(tasks: string) {
  return tasks
    .split(' ')
    .filter(Boolean)
    .map((text) => {
      const [id = '', after] = text.split('<');
      return { id, dependsOn: after ? after.split(',') : [] };
    });
}

describe('layOutTasks', () => {
  /** Each row as "number id @rail", then the rails into it, those past it, and "v" where one leaves it. */
  const check = (tasks: string, expected: readonly string[]) => {
    const graph = layOutTasks(parse(tasks));
    const rows = graph.rows.map((row) => {
      const rails = `${row.from.length ? ` from ${row.from}` : ''}${row.past.length ? ` past ${row.past}` : ''}`;
      return `${row.number} ${row.task.id} @${row.rail}${rails}${row.leaves ? ' v' : ''}`;
    });
    assert.deepEqual(rows, expected);
  };
  const checkDepths = (tasks: string, expected: Record<string, number>) =>
    assert.deepEqual(
      Object.fromEntries(layOutTasks(parse(tasks)).rows.map((row) => [row.task.id, row.depth])),
      expected,
    );

  it('gives independent tasks one rail and no lines', () => {
    check('a b c', ['1 a @0', '2 b @0', '3 c @0']);
    assert.equal(layOutTasks(parse('a b c')).rails, 1);
  });
  it('keeps a chain on one rail', () => {
    check('a b<a c<b', ['1 a @0 v', '2 b @0 from 0 v', '3 c @0 from 0']);
  });
  it('branches where several wait for one', () => {
    check('a b<a c<a', ['1 a @0 v', '2 b @1 from 0 past 0', '3 c @0 from 0']);
  });
  it('joins where one waits for several', () => {
    check('a b c<a,b', ['1 a @0 v', '2 b @1 past 0 v', '3 c @0 from 0,1']);
  });
  it('draws a diamond on two rails', () => {
    check('a b<a c<a d<b,c', [
      '1 a @0 v',
      '2 b @1 from 0 past 0 v',
      '3 c @0 from 0 past 1 v',
      '4 d @0 from 1,0',
    ]);
    assert.equal(layOutTasks(parse('a b<a c<a d<b,c')).rails, 2);
  });
  it('orders by the longest way, and keeps the given order within a depth', () => {
    checkDepths('d<b,a b<a a c', { a: 0, c: 0, b: 1, d: 2 });
    assert.deepEqual(
      layOutTasks(parse('d<b,a b<a a c')).rows.map((row) => row.task.id),
      ['a', 'c', 'b', 'd'],
    );
  });
  it('names what a task waits for by number, once each', () => {
    const graph = layOutTasks(parse('a b c<b,a,b'));
    assert.deepEqual(graph.rows[2]?.after, [1, 2]);
  });
  it('leaves out dependencies on tasks that are not there', () => {
    check('a<gone', ['1 a @0']);
  });
  it('gives each task of a cycle a row', () => {
    check('a<b b<a c<c', ['1 b @0 v', '2 c @1 past 0', '3 a @0 from 0']);
  });
  it('takes no tasks', () => {
    assert.deepEqual(layOutTasks([]), { rows: [], rails: 0 });
  });
});
