import type { Script } from './script.ts';

/** How many tokens a worker says before it patches. */
const tokens = 2_000;

/**
 * Workers that talk much, patch the file that has their task's name, and finish; for tests of load. What is no work of
 * a task gets a word.
 */
export const script: Script = ({ task }) =>
  task === 'warmUp'
    ? { output: [{ type: 'text', text: 'Yes.' }] }
    : {
        output: [
          { type: 'text', text: sayMuch(tokens) },
          { type: 'patch', patch: patchOf(task) },
          { type: 'tool', name: 'finish', arguments: { summary: 'Done.' } },
        ],
      };

/** A text that goes out in so many events. */
function sayMuch(events: number): string {
  return Array.from({ length: events }, (_, at) => `word ${String(at).padStart(6, '0')} `).join('');
}

function patchOf(task: string): string {
  const lines = [
    '*** Begin Patch',
    `*** Update File: src/${task}.ts`,
    '@@',
    '-before',
    '+after',
    '*** End Patch',
  ];
  return lines.join('\n');
}
