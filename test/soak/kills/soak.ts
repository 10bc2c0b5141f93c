import path from 'node:path';
import { type Soak, type SoakRow, tryAll } from '../soak.ts';
import { createKillRuns } from './killRuns.ts';

export const soak: Soak = {
  name: 'kills',
  async run({ root, folder, log }) {
    const rows: SoakRow[] = [];
    for (const [job, what] of [
      ['plan', 'a run of 12 tasks'],
      ['labels', 'a run with a batch'],
    ] as const) {
      const runs = await createKillRuns(root, path.join(folder, job), job);
      log(`${what}: ${runs.points} points`);
      const all = Array.from({ length: runs.points }, (_, at) => at + 1);
      const some = all.filter((point) => point % 4 === 0);
      rows.push(
        await tryAll(`killed at every point of ${what}, and gone on with`, all, (point) =>
          runs.killAt(point, false),
        ),
        await tryAll('the same with half a line written', some, (point) => runs.killAt(point, true)),
      );
      await runs.close();
    }
    return rows;
  },
};
