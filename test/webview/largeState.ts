import type { PanelState, ProposalView, RunView, TaskView } from '../../src/protocol/panel.ts';
import { states } from './states.ts';

const tasks = 200;
const filesEach = 2;
const hunksEach = 5;

/** A run of 200 tasks and 2,000 hunks, each task with a proposal of its own. */
export const largeState: PanelState = madeOf(states.finished);

function madeOf(state: PanelState | undefined): PanelState {
  const [run] = state?.runs ?? [];
  const [task] = run?.tasks ?? [];
  const [proposal] = run?.proposals ?? [];
  if (!state || !run || !task || !proposal) throw new Error('there is no finished run to enlarge');
  const numbers = [...Array(tasks).keys()];
  const large: RunView = {
    ...run,
    id: 'large',
    state: 'running',
    tasks: numbers.map((number) => taskOf(task, number)),
    proposals: numbers.map((number) => proposalOf(proposal, number)),
  };
  return { ...state, runs: [large] };
}

function taskOf(task: TaskView, number: number): TaskView {
  return {
    ...task,
    id: `t${number}`,
    title: `Sum the lines of ledger ${number} as numbers, and test it with discounts`,
    state: number % 5 === 4 ? 'running' : 'done',
    dependsOn: number % 4 === 0 || number === 0 ? [] : [`t${number - 1}`],
    files: [`src/ledger${number}.ts`],
  };
}

function proposalOf(proposal: ProposalView, number: number): ProposalView {
  return {
    ...proposal,
    id: `large/${number}`,
    title: `Sum the lines of ledger ${number} as numbers`,
    files: [...Array(filesEach).keys()].map((file) => ({
      path: `src/ledgers/ledger${number}/part${file}.ts`,
      change: 'changed' as const,
      hunks: [...Array(hunksEach).keys()].map((index) => ({
        index,
        mark: `m${index}`,
        oldStart: 1 + index * 40,
        newStart: 1 + index * 40,
        text: hunkText(number, index),
        decision: 'open' as const,
      })),
    })),
  };
}

function hunkText(number: number, index: number): string {
  return [
    ` /** What the lines of part ${index} come to, in cents. */`,
    ` export function total${index}(lines: readonly Line[], discount = ${number}): number {`,
    '-  let sum = "0";',
    '+  let sum = 0;',
    '   for (const line of lines) {',
    '-    sum += line.amount;',
    '+    sum += line.price * line.quantity * (1 - discount / 100); // whole cents',
    '   }',
    `-  return sum + "EUR ${number}";`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code to be shown.
    '+  if (!Number.isFinite(sum)) throw new RangeError(`no sum of ${lines.length} lines`);',
    '+  return Math.round(sum);',
    ' }',
  ].join('\n');
}
