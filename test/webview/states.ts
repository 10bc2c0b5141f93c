import type {
  AttemptView,
  CostView,
  PanelState,
  PlanGraph,
  ProposalView,
  RunView,
  TaskView,
} from '../../src/protocol/panel.ts';
import type { ProblemsView } from '../../src/protocol/problems.ts';

type Hunk = ProposalView['files'][number]['hunks'][number];

/** When the sample runs began. */
const startOfRun = Date.UTC(2026, 10, 21, 9, 30);

const base: PanelState = {
  workspace: 'ready',
  model: { type: 'ready', scripted: false, endpoint: 'https://api.openai.com/v1' },
  tiers: [
    {
      tier: 'nano',
      model: 'gpt-5.4-nano',
      price: '$0.20 in, $0.02 cached, $1.25 out',
      priceSource: 'OpenAI, announced 2026-03-17; check it against your bill',
      place: 'https://api.openai.com',
      test: { type: 'passed', ms: 640, usd: 0.00002 },
    },
    {
      tier: 'mini',
      model: 'gpt-5.4-mini',
      price: '$0.75 in, $0.075 cached, $4.50 out',
      priceSource: 'OpenAI, announced 2026-03-17; check it against your bill',
      place: 'http://127.0.0.1:11434',
      test: {
        type: 'failed',
        message:
          'The mini tier (gpt-5.4-mini at http://127.0.0.1:11434) can not be reached. Is the server running?',
        usd: 0,
      },
    },
    {
      tier: 'planner',
      model: 'gpt-5.4',
      price: '$2.50 in, $0.25 cached, $15.00 out',
      priceSource: 'OpenAI, announced 2026-03-17; check it against your bill',
      place: 'https://api.openai.com',
      test: { type: 'running' },
    },
  ],
  ceiling: 'planner',
  deleted: [],
  todayUsd: 0.0213,
  dayBudgetUsd: 5,
  runs: [],
};

function task(id: string, title: string, more: Partial<TaskView> = {}): TaskView {
  return {
    id,
    title,
    kind: 'edit',
    tier: 'mini',
    state: 'waiting',
    dependsOn: [],
    files: ['src/billing/totals.ts'],
    reason: 'mini: edit, 1 file',
    note: '',
    instructions: `${title}. Keep what callers see, and add no dependency.`,
    attempts: [],
    inputTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
    usd: 0,
    ...more,
  };
}

/** Times of a task in seconds after the run began; without an end they go on until now, which tests keep still. */
function times(from: number, to?: number): Pick<TaskView, 'startedAt' | 'endedAt'> {
  return {
    startedAt: startOfRun + from * 1000,
    ...(to !== undefined && { endedAt: startOfRun + to * 1000 }),
  };
}

function attempt(tier: string, outcome: string, note: string, more: Partial<AttemptView> = {}): AttemptView {
  return { tier, outcome, note, reason: '', steps: [], ...more };
}

/** Lines as in a patch: the first character says what a line is. */
function hunk(
  index: number,
  oldStart: number,
  lines: readonly string[],
  decision: Hunk['decision'] = 'open',
): Hunk {
  return { index, mark: `m${index}`, oldStart, newStart: oldStart, text: lines.join('\n'), decision };
}

const verified: ProposalView['evidence'] = {
  outcome: 'passed',
  summary: 'Checked by TypeScript 7.0.2 in 812 ms: 2 errors before, 0 after, 0 new.',
  errors: { before: 2, after: 0 },
  fixed: [
    "Type 'string' is not assignable to type 'number'. (src/billing/totals.ts:12)",
    "Property 'amount' does not exist on type 'Line'. (src/billing/totals.ts:31)",
  ],
  introduced: [],
  remaining: [],
  checked: ['src/billing/totals.ts', 'src/billing/invoice.ts'],
  notChecked: [],
  ms: 812,
};

const proposals: ProposalView[] = [
  {
    id: 'p1',
    title: 'Sum invoice lines as numbers',
    tier: 'mini',
    files: [
      {
        path: 'src/billing/totals.ts',
        change: 'changed',
        hunks: [
          hunk(0, 10, [
            ' export function total(lines: readonly Line[]): number {',
            '-  let sum = "0";',
            '+  let sum = 0;',
            '   for (const line of lines) {',
            '-    sum += line.amount;',
            '+    sum += line.price * line.quantity * (1 - (line.discount ?? 0)) + shippingFor(line, lines.length);',
            '   }',
            '   return sum;',
          ]),
          hunk(
            1,
            30,
            [' ', '-export const currency = "EUR"', '+export const currency = "EUR";', ' '],
            'accepted',
          ),
        ],
      },
      {
        path: 'packages/application/src/features/billing/components/InvoiceSummaryTable.tsx',
        change: 'created',
        hunks: [
          hunk(0, 1, [
            "+import { total } from '../totals';",
            '+',
            '+export function InvoiceSummaryTable(props: { lines: Line[] }) {',
            '+\treturn <table>{total(props.lines)}</table>;',
            '+}',
          ]),
        ],
      },
    ],
    evidence: verified,
    review: 'Does what was asked; the discount is applied once, as in the old code.',
  },
  {
    id: 'p2',
    title: 'Describe the new totals in the handbook',
    tier: 'nano',
    files: [
      {
        path: 'docs/billing.md',
        change: 'changed',
        hunks: [
          hunk(0, 4, [' ## Totals', '-A total is a text.', '+A total is a number of cents.']),
          hunk(1, 20, [' ## Old', '-gone'], 'stale'),
        ],
      },
    ],
    evidence: {
      outcome: 'unchecked',
      summary: 'No server knows this file',
      fixed: [],
      introduced: [],
      remaining: [],
      checked: [],
      notChecked: [{ path: 'docs/billing.md', reason: 'no language server for Markdown is set up' }],
      ms: 3,
    },
  },
  {
    id: 'p3',
    title: 'Remove the unused exporter',
    tier: 'mini',
    files: [
      {
        path: 'src/export.ts',
        change: 'deleted',
        hunks: [hunk(0, 1, ['-export function toCsv() {', "-  return '';", '-}'], 'rejected')],
      },
    ],
    evidence: {
      ...verified,
      outcome: 'failed',
      summary: 'Checked by TypeScript 7.0.2 in 812 ms: 0 errors before, 1 after, 1 new.',
      errors: { before: 0, after: 1 },
      fixed: [],
      introduced: ["Cannot find module './export'. (src/main.ts:3)"],
    },
  },
];

const planTasks: TaskView[] = [
  task('types', 'Give Line a price and a quantity', {
    tier: 'none',
    state: 'done',
    reason: 'none: the language server has a fix',
    note: 'Added 2 missing properties',
    attempts: [
      attempt('none', 'passed', 'Add missing property (src/billing/line.ts:4)', {
        reason: 'none: the language server’s own fix, no model',
      }),
    ],
    ...times(1, 2),
  }),
  task('totals', 'Sum as numbers in totals.ts', {
    state: 'running',
    dependsOn: ['types'],
    reason: 'mini: nano failed the check',
    note: 'Checking the change against TypeScript',
    attempts: [
      attempt('nano', 'failed', '1 new error', {
        reason: 'nano: simple_edit, 2 lines, 1 file',
        steps: ['Writing the edit', 'Checking the change'],
        ...times(2, 9),
        verdict: {
          summary: 'Checked by TypeScript 7.0.2 in 640 ms: 2 errors before, 1 after, 1 new.',
          problems: ["Property 'amount' does not exist on type 'Line'. (src/billing/totals.ts:31)"],
        },
      }),
      attempt('nano', 'failed', 'The same error again', {
        reason: 'nano: once more, with what the check found',
        ...times(9, 14),
      }),
      attempt('mini', 'running', '', {
        reason: 'mini: nano failed its check twice',
        steps: ['Reading src/billing/line.ts', 'Searching for "amount"', 'Changing src/billing/totals.ts:31'],
      }),
    ],
    ...times(2),
    inputTokens: 8420,
    cachedTokens: 6100,
    outputTokens: 940,
    usd: 0.0062,
  }),
  task('table', 'Show the total in the invoice table', {
    state: 'running',
    dependsOn: ['types'],
    note: 'Reading src/billing/InvoiceSummaryTable.tsx',
    inputTokens: 3100,
    outputTokens: 210,
    usd: 0.0033,
  }),
  task('docs', 'Describe the totals', { kind: 'simple_edit', tier: 'nano', dependsOn: ['totals'] }),
  task('format', 'Put a semicolon after currency', {
    kind: 'simple_edit',
    tier: 'nano',
    state: 'failed',
    note: 'The model refused to answer, and the ceiling is nano: nothing was changed',
    attempts: [
      attempt('nano', 'refused', 'The model refused to answer', { reason: 'nano: simple_edit, 1 line' }),
    ],
    ...times(3, 5),
    inputTokens: 700,
    outputTokens: 20,
    usd: 0.0002,
  }),
  task('tests', 'Test totals with discounts and with no lines at all', {
    kind: 'test',
    dependsOn: ['totals', 'table'],
  }),
];

/** As the host lays out what these tasks wait for. */
const planGraph: PlanGraph = {
  width: 170,
  height: 90,
  nodes: [
    { x: 13, y: 29 },
    { x: 61, y: 13 },
    { x: 61, y: 45 },
    { x: 109, y: 13 },
    { x: 13, y: 77 },
    { x: 109, y: 45 },
  ],
  edges: [
    {
      from: 0,
      to: 1,
      points: [
        { x: 24, y: 25 },
        { x: 37, y: 19 },
        { x: 50, y: 15 },
      ],
    },
    {
      from: 0,
      to: 2,
      points: [
        { x: 24, y: 33 },
        { x: 37, y: 39 },
        { x: 50, y: 43 },
      ],
    },
    {
      from: 1,
      to: 3,
      points: [
        { x: 72, y: 13 },
        { x: 85, y: 13 },
        { x: 98, y: 13 },
      ],
    },
    {
      from: 1,
      to: 5,
      points: [
        { x: 70, y: 20 },
        { x: 85, y: 29 },
        { x: 99, y: 39 },
      ],
    },
    {
      from: 2,
      to: 5,
      points: [
        { x: 72, y: 45 },
        { x: 85, y: 45 },
        { x: 98, y: 45 },
      ],
    },
  ],
};

const running: RunView = {
  id: 'r1',
  title:
    'Totals on invoices are concatenated instead of summed; make them numbers and show them in the table',
  state: 'running',
  message: 'Working on 2 tasks.',
  planWaits: false,
  startedAt: startOfRun,
  whole: true,
  graph: planGraph,
  summary: 'Give lines a price and a quantity, sum them as numbers, then show and test the total.',
  forecast: { lowUsd: 0.012, highUsd: 0.04 },
  tasks: planTasks,
  proposals: [],
  overhead: [
    { role: 'gate', tier: 'nano', inputTokens: 1240, outputTokens: 60, usd: 0.0003 },
    { role: 'plan', tier: 'planner', inputTokens: 3300, outputTokens: 410, usd: 0.0113 },
  ],
  cost: {
    usd: 0.0213,
    calls: 7,
    inputTokens: 16_760,
    cachedTokens: 6100,
    outputTokens: 1640,
    budgetUsd: 0.5,
  },
};

const finished: RunView = {
  ...running,
  id: 'r2',
  state: 'partial',
  message: '5 of 6 tasks are done. One could not be done at the ceiling you set.',
  tasks: planTasks.map((each) =>
    each.state === 'running' || each.state === 'waiting'
      ? {
          ...each,
          state: 'done',
          note: 'Checked by TypeScript 7.0.2 in 1204 ms: 2 errors before, 0 after, 0 new.',
          ...(each.usd === 0 && { inputTokens: 2100, outputTokens: 160, usd: 0.0023 }),
          endedAt: startOfRun + 31_000,
          attempts: each.attempts.map((tried) =>
            tried.outcome === 'running' ? { ...tried, outcome: 'passed', note: 'All errors gone' } : tried,
          ),
        }
      : each,
  ),
  overhead: [
    ...running.overhead,
    { role: 'review', tier: 'planner', inputTokens: 5200, outputTokens: 180, usd: 0.0157 },
  ],
  proposals,
  cost: { ...running.cost, usd: 0.0437, calls: 12 },
};

const short = (id: string, title: string, more: Partial<RunView>): RunView => ({
  ...running,
  id,
  title,
  tasks: [],
  overhead: [],
  summary: '',
  ...more,
});

const older = [
  short('o1', 'Fix problems in workspace', { state: 'done', message: 'All problems are fixed.' }),
  short('o2', 'Rename getCwd to currentFolder everywhere and update the documentation that mentions it', {
    state: 'cancelled',
    message: 'Cancelled.',
    cost: { ...running.cost, usd: 0.0011 },
  }),
  short('o3', 'Why is the cache cold?', { state: 'failed', message: '', cost: { ...running.cost, usd: 0 } }),
];

const waitingTasks = planTasks.map(
  (each): TaskView => ({
    ...task(each.id, each.title),
    tier: '',
    reason: '',
    dependsOn: each.dependsOn,
    ...(each.id === 'tests' && { chosenTier: 'planner' }),
  }),
);

const answer = `Totals are computed in \`src/billing/totals.ts:12\`. The sum starts as a text, so \`+=\` joins instead of adding, e.g. "0" + 4.

Two places call it: src/billing/invoice.ts:40 and src/main.ts#L3. <b>Neither</b> converts the result:

\`\`\`ts
const label = total(lines) + ' EUR'; // a rather long line that has to scroll inside its own box and nowhere else
\`\`\`

- first, change the start value
- then the type of the result`;

/** The run after its first file was changed by someone else, so that one of the open hunks has no place now. */
function withMovedFile(run: RunView): RunView {
  const reason = 'src/billing/totals.ts has changed since: line 45 is another now.';
  const unfit = { ...hunk(2, 44, [' ', '-export const places = 2', '+export const places = 2;']), reason };
  return {
    ...run,
    proposals: run.proposals.map((proposal, index) =>
      index > 0
        ? proposal
        : {
            ...proposal,
            files: proposal.files.map((file, place) =>
              place > 0 ? file : { ...file, moved: true, readOnly: true, hunks: [...file.hunks, unfit] },
            ),
          },
    ),
  };
}

/** A change that reads other than it is: a comment that ends early, a name with a mark in it, a tag. */
function withUnseen(run: RunView): RunView {
  const hunks = [
    hunk(0, 7, [
      ' export function mayPay(user: User): boolean {',
      "-  return user.role === 'owner';",
      "+  return user.role === 'ow\u200bner' || isTest /*\u202e { \u2066// owners only\u2069 \u2066*/;",
      '+  // \u{e0041}\u0007done',
      ' }',
    ]),
  ];
  return {
    ...run,
    proposals: run.proposals.slice(0, 1).map((proposal) => ({
      ...proposal,
      evidence: { ...proposal.evidence, lookTwice: ['src/access.ts:8 adds U+200B zero width space'] },
      files: [{ path: 'src/access.ts', change: 'changed', hunks }],
    })),
  };
}

/** What the host tells of the cost when it is asked. */
export const cost: CostView = {
  totalUsd: 1.8342,
  budgets: [
    { name: 'Newest run', usd: 0.0437, limitUsd: 0.5, setting: 'tiercel.budget.runUsd' },
    { name: 'Today', usd: 4.2, limitUsd: 5, setting: 'tiercel.budget.dayUsd' },
    { name: 'This month', usd: 1.8342, setting: 'tiercel.budget.monthUsd' },
  ],
  byTier: [
    { name: 'planner', usd: 0.9214, calls: 61 },
    { name: 'mini', usd: 0.8116, calls: 402 },
    { name: 'nano', usd: 0.1012, calls: 512 },
  ],
  byKind: [
    { name: 'edit', usd: 0.7001, calls: 300 },
    { name: 'plan', usd: 0.5012, calls: 31 },
    { name: 'simple_edit', usd: 0.0512, calls: 120 },
    { name: 'review', usd: 0.0004, calls: 2 },
  ],
  byDay: [0.1, 0.42, 0.05, 0.9, 0.3, 0.0642].map((usd, day) => ({ name: `2026-11-${16 + day}`, usd })),
  forecasts: [
    { lowUsd: 0.01, highUsd: 0.04, actualUsd: 0.02 },
    { lowUsd: 0.02, highUsd: 0.05, actualUsd: 0.07 },
    { lowUsd: 0.005, highUsd: 0.02, actualUsd: 0.011 },
  ],
  rates: [
    { kind: 'edit', tier: 'mini', model: 'gpt-5.4-mini', tried: 40, passed: 36, medianUsd: 0.0041 },
    { kind: 'simple_edit', tier: 'nano', model: 'gpt-5.4-nano', tried: 120, passed: 97, medianUsd: 0.0003 },
  ],
  comparisons: [{ tier: 'mini', of: 'planner', tasks: 12, passed: 11, ofPassed: 12, costShare: 0.21 }],
};

/** What the panel can look like, by name. */
export const states: Readonly<Record<string, PanelState>> = {
  noWorkspace: { ...base, workspace: 'none' },
  emptyWorkspace: { ...base, workspace: 'empty' },
  untrusted: { ...base, workspace: 'untrusted' },
  noKey: { ...base, model: { type: 'missing', what: 'There is no API key for api.openai.com.' } },
  noRuns: base,
  running: {
    ...base,
    model: { type: 'ready', scripted: true, endpoint: 'http://127.0.0.1:9' },
    runs: [running, ...older],
  },
  planWaits: {
    ...base,
    runs: [
      {
        ...running,
        state: 'paused',
        pause: 'plan',
        planWaits: true,
        message: 'The plan may cost $0.28 to $0.60. Start it, or cancel.',
        tasks: waitingTasks,
        forecast: { lowUsd: 0.28, highUsd: 0.6 },
      },
    ],
  },
  budget: {
    ...base,
    todayUsd: 4.63,
    runs: [
      {
        ...running,
        state: 'paused',
        pause: 'budget',
        message:
          'The next call could cost $0.0840, and the run has $0.0700 left of its budget. What is done is kept.',
        cost: { ...running.cost, usd: 0.43 },
      },
      ...older,
    ],
  },
  pausedNoKey: {
    ...base,
    model: { type: 'missing', what: 'There is no API key for api.openai.com.' },
    runs: [
      short('r4', 'Fix problems in workspace', {
        state: 'paused',
        pause: 'no_key',
        message:
          'No API key is set, so no model was asked and nothing was sent. Fixes by language servers work without one. Run "Tiercel: Set API Key" (in a terminal, set OPENAI_API_KEY), then resume.',
        cost: { ...running.cost, usd: 0, calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
      }),
    ],
  },
  finished: { ...base, runs: [finished, ...older] },
  fileMoved: { ...base, runs: [withMovedFile(finished)] },
  unseen: { ...base, runs: [withUnseen(finished)] },
  history: {
    ...base,
    runs: [
      short('h0', 'Where are totals computed?', { state: 'done', message: 'Answered.' }),
      ...[...Array(11).keys()].map((number) =>
        short(`h${number + 1}`, `Rename part ${number} of the billing module`, {
          state: 'done',
          whole: false,
          message: 'Done.',
        }),
      ),
    ],
    deleted: [{ id: 'd1', title: 'Put a semicolon after each currency, everywhere in the billing module' }],
  },
  answer: {
    ...base,
    runs: [
      short('r3', 'Where are invoice totals computed, and who calls it?', {
        state: 'done',
        message: 'Answered.',
        answer,
        overhead: [
          { role: 'gate', tier: 'nano', inputTokens: 900, outputTokens: 40, usd: 0.0002 },
          { role: 'answer', tier: 'mini', inputTokens: 4200, outputTokens: 310, usd: 0.0046 },
        ],
      }),
    ],
  },
};

/** Groups of problems as a workspace has them after an upgrade. */
export const problems: ProblemsView = {
  groups: [
    groupOf('Invoice.total: what is used was renamed', 72, 0, {
      root: { name: 'Invoice.total', path: 'src/lib/invoice.ts', line: 3 },
      ...{ files: 72, followers: 12, category: 'renamed member', effort: 'nano' },
      forecast: { tier: 'nano', lowUsd: 0.00067, highUsd: 0.57 },
    }),
    groupOf("Module '../lib/entry.js' has no exported member 'Entry'.", 24, 0, {
      ...{ files: 1, category: 'missing export', effort: 'mini', run: 'run-7', code: 'ts 2305' },
      forecast: { tier: 'mini', lowUsd: 0.0012, highUsd: 0.04 },
    }),
    groupOf('Cannot access attribute "lenght" for class "str"', 2, 1, {
      ...{ files: 3, sources: ['Pyright'], code: 'Pyright reportAttributeAccessIssue' },
      forecast: { tier: 'nano', lowUsd: 0.0003, highUsd: 0.004 },
    }),
    groupOf('Unknown property: colr', 0, 1, { sources: ['css'], code: 'css unknownProperties' }),
  ],
};

function groupOf(
  title: string,
  errors: number,
  warnings: number,
  more: Partial<ProblemsView['groups'][number]>,
): ProblemsView['groups'][number] {
  const path = `src/area${errors % 7}/page${errors}.ts`;
  return {
    ...{ folder: 'file:///shop', id: title, title, errors, warnings, files: 1, followers: 0 },
    ...{ sources: ['ts'], code: 'ts 2339' },
    problems: Array.from({ length: Math.min(30, errors + warnings) }, (_, at) => ({
      ...{ path, line: 10 + at * 4, message: title },
      severity: at < errors ? 'error' : 'warning',
    })),
    ...more,
  };
}
