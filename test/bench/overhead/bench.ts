import { costOf, toUsd } from '../../../src/core/ledger/money.ts';
import type { Job } from '../../../src/core/run/state/runEvent.ts';
import { defaultSettings, type Settings } from '../../../src/core/settings/settings.ts';
import { sampleRequest } from '../../models/sampleRequest.ts';
import { sampleScript } from '../../models/sampleScript.ts';
import { type Bench, type Row, row, type Table } from '../bench.ts';
import { median } from '../measure.ts';
import type { Arrival } from './countedScript.ts';
import { plainLoop } from './plainLoop.ts';
import { createRig, type Done } from './rig.ts';
import { callsOfTurns, fixScript, oneLine, turnsScript } from './scripts.ts';

const rounds = 7;
const plain = 'a plain loop with one large model';
const mostTokens = 1_500;

type Rig = Awaited<ReturnType<typeof createRig>>;

export const bench: Bench = {
  name: 'overhead',
  measures:
    "what is ours of a job's time, tokens and cost, on the sample workspace with a warm checker and a scripted endpoint: the fix of a " +
    'one-line type error, a worker that reads in several turns, and the sample request with its plan of three tasks. Beside it a ' +
    'loop of a page on the `openai` package with one large model, which reads, edits and finishes and checks nothing; tokens by the ' +
    "models' own vocabulary, prices of the default table, nothing cached.",
  good: `at most ${mostTokens} tokens and one request for a one-line fix; the sample job cheaper with tiers than with the planner alone.`,
  run: async ({ root, log }) => {
    const rig = await createRig(root);
    try {
      log('overhead: a one-line fix');
      const { diagnostics } = await rig.checker.survey({ signal: new AbortController().signal });
      const diagnostic = diagnostics.find(
        (each) => each.path === oneLine.path && each.message === oneLine.message,
      );
      if (!diagnostic) throw new Error('the sample workspace has lost its error');
      const { start } = diagnostic.range;
      const place = `${diagnostic.path}(${start.line + 1},${start.character + 1})`;
      const fix = await byTurns(
        rig,
        fixScript,
        { type: 'fixProblem', diagnostic },
        `Fix this error: ${place}: ${diagnostic.message}`,
      );
      log('overhead: turns of a worker');
      const text = `In ${oneLine.path} the quantity must be a number. Read the other files first.`;
      const gate = { route: 'single_edit', kind: 'edit', files: [oneLine.path] } as const;
      const turns = await byTurns(rig, turnsScript, { type: 'request', text, gate }, text);
      log('overhead: the sample job');
      const jobs = [
        ['tiers', await sampleJob(rig, {})],
        ['mini alone', await sampleJob(rig, oneTier('mini'))],
        ['planner alone', await sampleJob(rig, oneTier('planner'))],
      ] as const;
      return {
        rows: [...fixRows(fix), ...turnRows(turns), ...costRows(jobs)],
        tables: [fixedTable([...fix.ours, ...turns.ours, ...jobs.map(([, done]) => done)]), jobTable(jobs)],
      };
    } finally {
      await rig.close();
    }
  },
};

interface Both {
  readonly ours: readonly Done[];
  readonly plain: readonly Done[];
}

/** The same job by the product and by the plain loop in turns; a first round, which loads what both need, is left out. */
async function byTurns(
  rig: Rig,
  script: Parameters<Rig['against']>[0],
  job: Job,
  words: string,
): Promise<Both> {
  const rounded: { ours: Done; plain: Done }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const ours = await rig.against(script, async (baseUrl) => void (await rig.run(job, baseUrl)));
    // A run proposes and writes nothing; the loop writes, so it is given the error again.
    const loop = await rig.against(script, (baseUrl) =>
      plainLoop(words, { baseUrl, folder: rig.sample.folder }),
    );
    await rig.restore(oneLine.path);
    if (round > 0) rounded.push({ ours, plain: loop });
  }
  return { ours: rounded.map(({ ours }) => ours), plain: rounded.map((each) => each.plain) };
}

async function sampleJob(rig: Rig, change: Partial<Settings>): Promise<Done> {
  return rig.against(sampleScript, async (baseUrl) => {
    const end = await rig.run({ type: 'request', text: sampleRequest }, baseUrl, change);
    if (end.tasks.length !== 3) throw new Error(`the plan had ${end.tasks.length} tasks`);
  });
}

function oneTier(tier: 'mini' | 'planner'): Partial<Settings> {
  return { routing: { learn: false, qualityBar: 0.8, explore: 0, oneTier: tier } };
}

const sum = (of: readonly Arrival[], what: 'input' | 'output') =>
  of.reduce((all, each) => all + each[what], 0);

function usdOf(arrivals: readonly Arrival[]): number {
  const usd = arrivals.map(({ call, input, output }) => {
    const { price } = defaultSettings.tiers[call.tier as 'nano' | 'mini' | 'planner'];
    return toUsd(costOf({ input, cached: 0, output, reasoning: 0 }, price));
  });
  return usd.reduce((all, each) => all + each, 0);
}

function fixRows({ ours, plain: loop }: Both): readonly Row[] {
  const [one, other] = [ours[0]?.arrivals ?? [], loop[0]?.arrivals ?? []];
  const beside = { reference: plain };
  return [
    row({
      what: 'one-line fix: from the click to the first request',
      ...{ figure: median(ours.map(({ firstMs }) => firstMs)), unit: 'ms', ...beside },
      referenceFigure: median(loop.map(({ firstMs }) => firstMs)),
      good: 'at most 250 ms',
      holds: (ms) => ms <= 250,
    }),
    row({
      what: 'one-line fix: input tokens that are sent, in all',
      ...{ figure: sum(one, 'input'), unit: 'tokens', ...beside, referenceFigure: sum(other, 'input') },
      good: `at most ${mostTokens}`,
      holds: (tokens) => tokens <= mostTokens,
    }),
    row({
      what: 'one-line fix: requests',
      ...{ figure: one.length, unit: 'requests', ...beside, referenceFigure: other.length },
      good: '1',
      holds: (requests) => requests === 1,
    }),
    row({
      what: 'one-line fix: cost',
      ...{
        figure: usdOf(one) * 1_000,
        unit: 'USD a thousand',
        ...beside,
        referenceFigure: usdOf(other) * 1_000,
      },
      good: 'ratio at most 0.2',
      holds: (_, ratio) => ratio <= 0.2,
    }),
  ];
}

/** A turn with one call tells what a turn takes; what those with several take more is their further calls. */
function turnRows({ ours, plain: loop }: Both): readonly Row[] {
  const gapsOf = (done: readonly Done[], calls: (count: number) => boolean) =>
    done.flatMap(({ gapsMs }) => gapsMs.filter((_, at) => calls(callsOfTurns[at] ?? 0)));
  const single = (done: readonly Done[]) => median(gapsOf(done, (count) => count === 1));
  const perCall = (done: readonly Done[]) => {
    const several = callsOfTurns.filter((count) => count > 1);
    const more = several.reduce((all, count) => all + count - 1, 0) / several.length;
    return Math.max(0, (median(gapsOf(done, (count) => count > 1)) - single(done)) / more);
  };
  return [
    row({
      what: "a worker's turn with one read: from the answer to the next request",
      ...{ figure: single(ours), unit: 'ms', reference: plain, referenceFigure: single(loop) },
      good: 'at most 50 ms',
      holds: (ms) => ms <= 50,
    }),
    row({
      what: 'each further read in a turn',
      ...{ figure: perCall(ours), unit: 'ms', reference: 'a turn with one', referenceFigure: single(ours) },
      good: 'at most 10 ms',
      holds: (ms) => ms <= 10,
    }),
  ];
}

type Jobs = readonly (readonly [string, Done])[];

function costRows(jobs: Jobs): readonly Row[] {
  const usd = (name: string) => usdOf(jobs.find(([each]) => each === name)?.[1].arrivals ?? []);
  return ['tiers', 'mini alone'].map((name) =>
    row({
      what: `sample job: cost with ${name}`,
      ...{ figure: usd(name) * 1_000, unit: 'USD a thousand', reference: 'planner alone' },
      referenceFigure: usd('planner alone') * 1_000,
      good: name === 'tiers' ? 'ratio below 1' : 'for comparison: its plan and review are a small model’s',
      holds: (_, ratio) => ratio < 1,
    }),
  );
}

function fixedTable(done: readonly Done[]): Table {
  const seen = new Map<string, readonly (string | number)[]>();
  for (const { call, instructions, tools, schema } of done.flatMap(({ arrivals }) => arrivals)) {
    const name = call.role === 'work' ? `work, ${tools > 100 ? 'with tools' : 'in one go'}` : call.role;
    seen.set(name, [name, instructions, tools, schema, instructions + tools + schema]);
  }
  return {
    title: 'what is the same in every request of a role, in tokens',
    columns: ['role', 'instructions', 'tools', 'schema', 'sum'],
    rows: [...seen.values()],
    notes: [
      'What an endpoint adds by itself is not in it. The published description of the patch format is about 1,000 tokens; whether it is billed with the built-in tool is not said.',
    ],
  };
}

function jobTable(jobs: Jobs): Table {
  return {
    title: 'the sample job',
    columns: ['with', 'requests', 'nano', 'mini', 'planner', 'tokens in', 'tokens out', 'USD'],
    rows: jobs.map(([name, { arrivals }]) => [
      name,
      arrivals.length,
      ...['nano', 'mini', 'planner'].map((tier) => arrivals.filter(({ call }) => call.tier === tier).length),
      sum(arrivals, 'input'),
      sum(arrivals, 'output'),
      usdOf(arrivals).toFixed(5),
    ]),
    notes: [
      'Equal edits by all, so that this compares prices and requests, and not what models are able to do.',
    ],
  };
}
