import { Random } from '../../unit/support/random.ts';
import { seed } from '../../unit/support/seed.ts';
import type { Soak } from '../soak.ts';
import { malformedRun } from './malformedRuns.ts';

const wanted = 10_000;

export const soak: Soak = {
  name: 'malformed',
  async run({ log }) {
    const losses: string[] = [];
    let answers = 0;
    for (let each = seed; answers < wanted; each++) {
      try {
        answers += await malformedRun(new Random(each));
      } catch (error) {
        answers += 1;
        losses.push(
          `seed ${each}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
      if ((each - seed) % 500 === 499) log(`${answers} answers`);
    }
    const what = 'malformed answers to the roles of whole runs';
    return [{ what, tried: answers, survived: answers - losses.length, losses }];
  },
};
