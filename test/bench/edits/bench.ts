import type { Bench } from '../bench.ts';
import { historyBench } from './history.ts';
import { growth, longFile, manyPatches } from './speed.ts';
import { streaming } from './streaming.ts';

export const bench: Bench = {
  name: 'edits',
  measures:
    'patches as models write them, applied by core/edit and, beside it, by a naive engine that takes the first place: ' +
    'how many land as meant, how fast, how the time grows with the file, and `tiercel apply` as a stream. On this ' +
    "repository's history, and on the sources of openai and zod.",
  good:
    'at least 85 % applied right of what should apply and nothing applied wrong, all refused that must be; 1,000 usual ' +
    'patches within a second, a 50,000-line file within 50 ms, time that grows with the file and not faster, memory flat.',
  run: async (options) => {
    // What is timed comes first, while little is on the heap.
    const rows = [
      ...manyPatches(options),
      ...longFile(options),
      ...growth(options),
      ...(await streaming(options)),
    ];
    const history = historyBench(options);
    return { rows: [...rows, ...history.rows], tables: history.tables };
  },
};
