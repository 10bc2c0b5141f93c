import assert from 'node:assert/strict';
import { thatStand } from '../../../../src/core/run/session/thatStand.ts';

describe('of what is open, that which stands', () => {
  /** @param looks how often it is looked at some of them, which may run a command each time */
  const check = (title: string, count: number, broken: readonly number[], looks: number) =>
    it(title, async () => {
      let looked = 0;
      const open = Array.from({ length: count }, (_, at) => at);
      const kept = await thatStand(open, async (some) => {
        looked += 1;
        return !some.some((each) => broken.includes(each));
      });
      assert.deepEqual(
        kept,
        open.filter((each) => !broken.includes(each)),
      );
      assert.ok(looked <= looks, `${looked} looks`);
    });
  check('is nothing where nothing is open', 0, [], 0);
  check('is told at once where it is all', 20, [], 1);
  check('is nothing where the only one does not', 1, [0], 1);
  check('is found in a few looks where one of many does not', 20, [7], 11);
  check('is found where several do not', 8, [0, 5, 7], 15);
});
