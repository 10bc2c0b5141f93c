import { malformedRun } from '../../soak/malformed/malformedRuns.ts';
import { Random } from '../support/random.ts';
import { seed, seeded } from '../support/seed.ts';

describe('a run whose answers are malformed', function () {
  this.timeout(60_000);
  it(seeded('ends in good order, and proposes nothing that failed'), async () => {
    // `npm run test:soak -- malformed` takes ten thousand.
    for (let answers = 0, each = seed; answers < 300; each++) {
      try {
        answers += await malformedRun(new Random(each));
      } catch (error) {
        throw new Error(`TIERCEL_SEED=${each}`, { cause: error });
      }
    }
  });
});
