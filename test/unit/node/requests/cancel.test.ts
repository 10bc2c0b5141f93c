import assert from 'node:assert/strict';
import type { Script } from '../../../models/script.ts';
import { runAtEndpoint } from './runAtEndpoint.ts';

const tasks = ['a', 'b', 'c'];
const plan = {
  summary: 'Three changes',
  tasks: tasks.map((id) => ({
    ...{ id, kind: 'edit', title: `Change ${id}`, instructions: 'Change it.' },
    ...{ files: [`${id}.ts`], dependsOn: [], acceptance: 'Done.' },
  })),
};
/** It talks on, event after event, for longer than any test lasts. */
const endless = Array.from({ length: 50_000 }, (_, at) => `word ${at} `).join('');

/** `npm run bench -- load` says how soon; here it is that cancelling ends what is under way, which it would outlast. */
describe('a run that is cancelled', () => {
  for (const provider of ['responses', 'chat'] as const)
    it(`closes all requests whose answers go on (${provider})`, async () => {
      const controller = new AbortController();
      let working = 0;
      const script: Script = ({ role }) => {
        if (role === 'gate')
          return { output: [{ type: 'json', value: { route: 'plan', kind: 'edit', files: [] } }] };
        if (role === 'plan') return { output: [{ type: 'json', value: plan }] };
        working += 1;
        if (working === tasks.length)
          setImmediate(() => controller.abort(new Error('cancelled by the user')));
        return { output: [{ type: 'text', text: endless }] };
      };
      const { state, calls } = await runAtEndpoint(
        { type: 'request', text: 'Change all three' },
        {
          files: Object.fromEntries(tasks.map((id) => [`${id}.ts`, 'one\n'])),
          ...{ script, provider, eventsPerSecond: 2_000, signal: controller.signal },
        },
      );
      assert.equal(state.phase.type === 'ended' && state.phase.outcome, 'cancelled');
      const ends = calls.filter(({ role }) => role === 'work').map(({ ended }) => ended);
      assert.deepEqual(
        await Promise.all(ends),
        tasks.map(() => 'closedByClient'),
      );
    });
});
