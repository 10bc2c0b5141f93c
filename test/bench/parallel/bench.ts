import { defaultSettings } from '../../../src/core/settings/settings.ts';
import { type Bench, type Row, row } from '../bench.ts';
import {
  chain,
  criticalPath,
  diamonds,
  fan,
  type Graph,
  listSchedule,
  randomGraph,
  thousand,
} from './graphs.ts';
import { runGraph } from './runGraph.ts';

const most = 1.05;
const mostOfThousand = 1.02;
const { maxParallel } = defaultSettings;

const graphs: readonly (readonly [string, Graph])[] = [
  ['chain of 24', chain],
  ['fan of 32', fan],
  ['diamonds, layers of 8', diamonds],
  ['random, 120 tasks', randomGraph],
];

export const bench: Bench = {
  name: 'parallel',
  measures:
    'whole runs of task graphs whose models take 0.4 to 4 s to answer, in simulated time: waiting is skipped, and what the ' +
    'processor does for context, ledger, patches, checks, events and proposals counts; checks themselves take none. ' +
    `Beside it the critical path, where nothing limits how many work at once, and with the default limit of ${maxParallel} the ` +
    'schedule in which whoever is free takes the next ready task in no time.',
  good: `at most ${most} of that; a graph of 1,000 tasks at most ${mostOfThousand} of its critical path.`,
  run: async ({ log }) => {
    const rows: Row[] = [];
    // The first run loads and compiles what the others use.
    await runGraph(fan, fan.length);
    for (const [name, graph] of graphs) {
      log(`parallel: ${name}`);
      const free = await runGraph(graph, graph.length);
      rows.push(against(`${name}, no limit`, free.wallMs, 'critical path', criticalPath(graph), most));
      const limited = await runGraph(graph, maxParallel);
      const ideal = listSchedule(graph, maxParallel);
      rows.push(
        against(`${name}, ${maxParallel} at once`, limited.wallMs, 'ideal list schedule', ideal, most),
      );
    }
    log('parallel: 1,000 tasks');
    const { wallMs, workedMs } = await runGraph(thousand, thousand.length);
    const path = criticalPath(thousand);
    rows.push(against('1,000 tasks, no limit', wallMs, 'critical path', path, mostOfThousand));
    return {
      rows,
      tables: [
        {
          title: '1,000 tasks',
          columns: ['critical path, s', 'run, s', 'of it work, s', 'work for a task, ms'],
          rows: [[path / 1_000, wallMs / 1_000, workedMs / 1_000, workedMs / thousand.length]],
        },
      ],
    };
  },
};

function against(
  what: string,
  figure: number,
  reference: string,
  referenceFigure: number,
  limit: number,
): Row {
  return row({
    ...{ what, unit: 's', reference },
    ...{ figure: figure / 1_000, referenceFigure: referenceFigure / 1_000 },
    good: `ratio at most ${limit}`,
    holds: (_, ratio) => ratio <= limit,
  });
}
