import assert from 'node:assert/strict';
import { previewTask, type TaskPreview } from '../../../../src/core/run/plan/previewTask.ts';
import { contextPage } from '../../../../src/host/context/contextPage.ts';
import type { Script } from '../../../models/script.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';
import { runAtEndpoint } from './runAtEndpoint.ts';

const secret = plantedSecrets.github ?? '';

const task = {
  id: 't1',
  kind: 'edit',
  title: 'Mend a',
  instructions: `Set a to two with ${secret}.`,
  files: ['src/a.ts'],
  dependsOn: [],
  acceptance: 'It is two.',
};
const json = (value: unknown) => ({ output: [{ type: 'json', value }] as const });
const script: Script = ({ role, nth }) => {
  if (role === 'gate') return json({ route: 'plan', kind: 'edit', files: [] });
  if (role === 'plan') return json({ summary: 's', tasks: [task] });
  if (role === 'review') return json({ verdict: 'accept', summary: '', tasks: [] });
  if (nth > 0) return { output: [{ type: 'tool', name: 'finish', arguments: { summary: 'Done.' } }] };
  const patch =
    '*** Begin Patch\n*** Update File: src/a.ts\n@@\n-const a = 1;\n+const a = 2;\n*** End Patch\n';
  return { output: [{ type: 'patch', patch }] };
};

describe('the context of a task, as it is shown', function () {
  // The first case loads the client of the endpoint.
  this.timeout(10_000);

  it('is before the task begins what is sent when it does, and after it what was sent', async () => {
    let preview: TaskPreview | undefined;
    const { calls, told, state } = await runAtEndpoint(
      { type: 'request', text: 'Set a to two' },
      {
        files: { 'src/a.ts': 'const a = 1;\n' },
        script,
        planWaits: true,
        resumes: true,
        whileWaiting: async (waiting, deps) => {
          assert.equal(waiting.tasks[0]?.state, 'waiting');
          preview = await previewTask(waiting, 't1', deps, { signal: new AbortController().signal });
        },
      },
    );
    assert.equal(state.phase.type, 'ended');
    assert.ok(preview?.type === 'request');
    const sent = told.filter(({ task: id }) => id === 't1');
    assert.deepEqual(preview.request, sent[0]);

    const arrived = calls.filter(({ task: id }) => id === 't1');
    assert.equal(arrived.length, sent.length);
    const page = contextPage({
      name: 'Mend a',
      sent: sent.map((request) => ({ time: 0, request })),
      state: state.tasks[0],
      preview: undefined,
    });
    for (const [at, { input, instructions }] of sent.entries()) {
      const texts = input.flatMap((item) => (item.type === 'user' ? [item.text] : []));
      assert.ok(texts.length > 0);
      for (const text of [instructions, ...texts]) {
        assert.ok(page.includes(text) && arrived[at]?.text.includes(text), text);
      }
    }
    assert.ok(page.includes('with [withheld].') && !page.includes(secret));
  });

  it('says where nothing was sent, and why', () => {
    const page = (preview?: TaskPreview) =>
      contextPage({ name: 'Mend `a`\n# b', sent: [], state: undefined, preview });
    assert.match(page(), /^# Mend 'a' # b\n\nThis window has sent nothing for it\./);
    assert.match(page({ type: 'nothing', reason: 'no key' }), /nothing would be: no key\./);
  });
});
