import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** How exactly delays are looked at, in milliseconds; a loop that does nothing comes back after this long. */
export const resolution = 5;

const program = `
const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: ${resolution} });
delay.enable();
process.stdin.resume().once('end', () => console.log(delay.percentile(99) / 1e6 - ${resolution}));
`;

/** A process that does nothing, to see what the machine alone does to delays. `end` gives its 99th percentile in ms. */
export function startIdle(): { readonly end: () => Promise<number> } {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = text(child.stdout);
  return {
    end: async () => {
      child.stdin.end();
      return Number(await said);
    },
  };
}
