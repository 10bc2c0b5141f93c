import { type Soak, tryAll } from '../soak.ts';
import { createKillRuns } from './killRuns.ts';

export const soak: Soak = {
  name: 'kills',
  async run({ root, folder, log }) {
    const runs = await createKillRuns(root, folder);
    log(`${runs.points} points`);
    const all = Array.from({ length: runs.points }, (_, at) => at + 1);
    const clean = await tryAll('killed at every point of a run of 12 tasks, and gone on with', all, (point) =>
      runs.killAt(point, false),
    );
    const some = all.filter((point) => point % 4 === 0);
    const torn = await tryAll('the same with half a line written', some, (point) => runs.killAt(point, true));
    await runs.close();
    return [clean, torn];
  },
};
