import assert from 'node:assert/strict';
import type { RecordedCall } from '../../../models/endpoint.ts';
import type { Script } from '../../../models/script.ts';
import { pngPart } from '../../support/image.ts';
import { runAtEndpoint } from './runAtEndpoint.ts';

const images = [pngPart(320, 200)];
const json = (value: unknown) => ({ output: [{ type: 'json', value }] as const });
const task = (id: string, kind: string, file: string) => ({
  id,
  kind,
  title: id,
  instructions: 'Do it.',
  files: [file],
  dependsOn: [],
  acceptance: '',
});
const script =
  (route: string): Script =>
  ({ role, task: id, nth }) => {
    if (role === 'gate') return json({ route, kind: 'simple_edit', files: ['a.ts'] });
    if (role === 'plan')
      return json({
        summary: 's',
        tasks: [task('look', 'screenshot', 'a.ts'), task('type', 'edit', 'b.ts')],
      });
    if (role === 'review') return json({ verdict: 'accept', summary: '', tasks: [] });
    if (role === 'answer') return { output: [{ type: 'text', text: 'A button.' }] };
    if (nth > 0) return { output: [{ type: 'tool', name: 'finish', arguments: { summary: 'Done.' } }] };
    const file = id === 'type' ? 'b.ts' : 'a.ts';
    const patch = `*** Begin Patch\n*** Update File: ${file}\n@@\n-one\n+two\n*** End Patch\n`;
    return { output: [{ type: 'patch', patch }] };
  };

/** Who was asked, with an eye where the image went along. */
const told = ({ role, task: id, tier, body }: RecordedCall) =>
  `${role} ${id} ${tier}${JSON.stringify(body).includes(images[0]?.data ?? '') ? ' sees' : ''}`;

describe('the images of a request', function () {
  // The first case loads the client of the endpoint.
  this.timeout(10_000);
  const check = (route: string, expected: readonly string[]) => async () => {
    for (const provider of ['responses', 'chat'] as const) {
      const { calls } = await runAtEndpoint(
        { type: 'request', text: 'Make it look so', images },
        { files: { 'a.ts': 'one\n', 'b.ts': 'one\n' }, script: script(route), provider, sees: true },
      );
      assert.deepEqual([...new Set(calls.map(told))], expected, provider);
    }
  };

  it(
    'are shown to mini for one edit, though nano would do it otherwise',
    check('single_edit', ['gate gate nano', 'work edit mini sees']),
  );
  it('are shown to who answers', check('answer', ['gate gate nano', 'answer answer mini sees']));
  it(
    'are shown to the planner, and to workers of the tasks that are about them',
    check('plan', [
      'gate gate nano',
      'plan plan planner sees',
      'work look mini sees',
      'work type mini',
      'review review planner',
    ]),
  );
  it('are shown to nobody where nano is the ceiling, which is said', async () => {
    const { calls, state } = await runAtEndpoint(
      { type: 'request', text: 'Make it look so', images },
      { files: { 'a.ts': 'one\n' }, script: script('single_edit'), sees: true, ceiling: 'nano' },
    );
    assert.deepEqual(calls.map(told), ['gate gate nano']);
    assert.match(state.tasks[0]?.note ?? '', /can see images/);
  });
});
