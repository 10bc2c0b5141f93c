import path from 'node:path';
import { createSlices, inSlices } from '../../../src/base/slices.ts';
import { costOf, toUsd } from '../../../src/core/ledger/money.ts';
import { groupProblems } from '../../../src/core/problems/groups.ts';
import { templateOf } from '../../../src/core/problems/template.ts';
import type { TaskState } from '../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../src/core/settings/settings.ts';
import { collectProblems } from '../../../src/host/problems/collectProblems.ts';
import { InMemoryWorkspace } from '../../unit/support/inMemoryWorkspace.ts';
import { type Bench, type Row, row } from '../bench.ts';
import { fixProject } from './fixProject.ts';
import { manyProblems } from './manyProblems.ts';
import { causes } from './project.ts';

const files = 300;
const many = 10_000;

export const bench: Bench = {
  name: 'problems',
  measures:
    `A project of ${files} TypeScript files after an upgrade of ${causes.length} declarations, labelled, grouped and fixed ` +
    'with a scripted model, against one call for each problem; and how long 10,000 problems take to be looked through.',
  good: 'no errors left, groups as planted (adjusted Rand index 0.95), a tenth of the calls and of the cost, labels for less than a cent; 10,000 problems within a second and no block of more than 50 ms.',
  run: async ({ root, log }) => {
    const typescript = path.join(root, 'node_modules/typescript');
    const { found, groups, randIndex, end, errorsLeft, labelCallsAgain, oneByOne, violations } =
      await fixProject(files, { typescript, log, again: true });
    if (violations.length > 0) throw new Error(violations.join('; '));
    const labels = end.overhead.filter(({ role }) => role === 'label');
    const labelCalls = labels.reduce((sum, { calls }) => sum + calls, 0);
    const labelsUsd = labels.reduce((sum, { usd }) => sum + usd, 0);
    const free = end.tasks.filter(isFree).reduce((sum, { task }) => sum + task.targets.length, 0);
    const onesUsd = toUsd(costOf(oneByOne.usage, defaultSettings.tiers.nano.price));
    const against = { reference: 'one call for each problem' };
    return {
      rows: [
        row({
          what: 'errors left',
          ...{ figure: errorsLeft, unit: 'errors', reference: 'found', referenceFigure: found.length },
          good: 'none',
          holds: (figure) => figure === 0 && found.length >= 400,
        }),
        row({
          what: 'groups against planted causes',
          ...{ figure: randIndex, unit: 'adjusted Rand index', reference: 'the same', referenceFigure: 1 },
          good: 'at least 0.95',
          holds: (figure) => figure >= 0.95,
        }),
        row({
          what: 'calls for labels',
          ...{ figure: labelCalls, unit: 'calls', ...against, referenceFigure: found.length },
          good: 'at most 3, and none when looked at again',
          holds: (figure) => figure <= 3 && labelCallsAgain === 0,
        }),
        row({
          what: 'cost of the labels',
          ...{ figure: labelsUsd * 100, unit: 'US cents', reference: 'a cent', referenceFigure: 1 },
          good: 'less than a cent',
          holds: (figure) => figure < 1,
        }),
        row({
          what: 'mended with no call',
          ...{ figure: free, unit: 'errors', reference: 'found', referenceFigure: found.length },
          good: 'ratio at least 0.8',
          holds: (_, ratio) => ratio >= 0.8,
        }),
        row({
          what: 'calls',
          ...{ figure: end.total.calls, unit: 'calls', ...against, referenceFigure: oneByOne.calls },
          good: 'ratio at most 0.1',
          holds: (_, ratio) => ratio <= 0.1,
        }),
        row({
          what: 'tokens in',
          ...{ figure: end.total.inputTokens, unit: 'tokens', ...against },
          referenceFigure: oneByOne.usage.input,
          good: 'ratio at most 0.1',
          holds: (_, ratio) => ratio <= 0.1,
        }),
        row({
          what: 'tokens out',
          ...{ figure: end.total.outputTokens, unit: 'tokens', ...against },
          referenceFigure: oneByOne.usage.output,
          good: 'ratio at most 0.1',
          holds: (_, ratio) => ratio <= 0.1,
        }),
        row({
          what: 'cost, labels included',
          ...{ figure: end.total.usd * 100, unit: 'US cents', ...against, referenceFigure: onesUsd * 100 },
          good: 'ratio at most 0.1',
          holds: (_, ratio) => ratio <= 0.1,
        }),
        ...(await lookThrough()),
      ],
      tables: [
        {
          title: 'Groups, those that others follow from first',
          columns: ['root', 'problems', 'files', 'follow from it', 'calls', 'USD a problem: asked', 'all'],
          rows: groups.map(({ id, root: from, title, diagnostics, reach }) => {
            const tasks = end.tasks.filter(({ task }) => task.group?.id === id);
            const asked = tasks.filter((task) => !isFree(task));
            const usd = asked.reduce((sum, { spend }) => sum + spend.usd, 0);
            const problems = asked.reduce((sum, { task }) => sum + task.targets.length, 0);
            return [
              from?.name ?? title,
              diagnostics.length,
              new Set(diagnostics.map((each) => each.path)).size,
              reach,
              asked.reduce((sum, { spend }) => sum + spend.calls, 0),
              (usd / Math.max(1, problems)).toFixed(6),
              (usd / diagnostics.length).toFixed(6),
            ];
          }),
          notes: [
            `${end.tasks.length} tasks, ${end.proposals.length} proposals; ${end.tasks.filter(isFree).length} tasks were done with no call: by others, or as others were.`,
            'One call for each problem leaves out labels and second tries, and says nothing of errors left.',
          ],
        },
      ],
    };
  },
};

/** Done, and nobody was asked. */
function isFree({ state, spend }: TaskState): boolean {
  return state === 'done' && spend.calls === 0;
}

/** Collecting, templates and groups of many problems, with the longest time that nothing else could run. */
async function lookThrough(): Promise<readonly Row[]> {
  const { files: texts, diagnostics } = manyProblems(many);
  const workspace = new InMemoryWorkspace(texts);
  const { signal } = new AbortController();
  const work = async () => {
    const told = [...Map.groupBy(diagnostics, ({ path: file }) => file)];
    await collectProblems(['folder'], told, { pathIn: (_, file) => file, read: (_, each) => each, signal });
    await inSlices(diagnostics, templateOf, createSlices({ signal }));
    return groupProblems(diagnostics, workspace, { signal });
  };
  await work();
  // Time of the processor, of all that this process does: others on the machine don't count.
  const used = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  let longest = 0;
  let last = used();
  const look = () => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  const start = used();
  await work();
  look();
  const ms = used() - start;
  clearInterval(timer);
  return [
    row({
      what: `${many} problems: collected, templates and groups`,
      ...{ figure: ms, unit: 'ms of work', reference: 'a second', referenceFigure: 1_000 },
      good: 'below a second',
      holds: (figure) => figure < 1_000,
    }),
    row({
      what: `${many} problems: longest block`,
      ...{ figure: longest, unit: 'ms of work', reference: 'the limit', referenceFigure: 50 },
      good: 'at most 50 ms',
      holds: (figure) => figure <= 50,
    }),
  ];
}
