import assert from 'node:assert/strict';
import type { Script } from '../../../models/script.ts';
import { runAtEndpoint } from './runAtEndpoint.ts';

const question = { type: 'request', text: 'Where is the tariff rounded?' } as const;
const gate = { output: [{ type: 'json', value: { route: 'answer', kind: 'search', files: [] } }] } as const;
const say = (text: string) => ({ output: [{ type: 'text', text }] }) as const;

/** A file of some 2,500 tokens that speaks of the tariff. */
const long = (name: string) =>
  Array.from(
    { length: 200 },
    (_, at) => `export const ${name}Tariff${at} = roundTariff(${at}); // the tariff`,
  ).join('\n');
const manyFiles = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`src/${name}.ts`, long(name)]));

describe('an answer', function () {
  // The first case loads the client of the endpoint.
  this.timeout(10_000);

  it('is read and given by one where there is little to read', async () => {
    const files = { 'src/a.ts': 'export const roundTariff = (n: number) => Math.round(n);\n' };
    const script: Script = ({ role }) =>
      role === 'gate' ? gate : say('In roundTariff (src/a.ts:1 «Math.round(n)»), see src/b.ts:4.');
    const { state, calls } = await runAtEndpoint(question, { files, script });
    assert.deepEqual(
      calls.map(({ role, tier, task }) => `${role} ${tier} ${task}`),
      ['gate nano gate', 'answer mini answer'],
    );
    assert.match(calls[1]?.text ?? '', /1: export const roundTariff/, 'lines are numbered');
    assert.equal(
      state.answer,
      'In roundTariff (src/a.ts:1), see b.ts.\n\n(One citation of this answer is taken out: no such place was found.)',
    );
  });

  it('is put together from what small models found side by side', async () => {
    let arrived = 0;
    let onBoth = () => {};
    const both = new Promise<void>((resolve) => {
      onBoth = resolve;
    });
    const script: Script = async ({ role, task, text }) => {
      if (role === 'gate') return gate;
      if (task === 'answer') return say('It is rounded in src/a.ts:7.');
      // None is answered before a second one asks: in a row they would wait for ever.
      if (++arrived === 2) onBoth();
      await both;
      const [, path] = /(src\/\w\.ts) lines/.exec(text) ?? [];
      return say(`${path}:1 «roundTariff(0)»`);
    };
    const { state, calls } = await runAtEndpoint(question, { files: manyFiles, script });
    const readers = calls.filter(({ task }) => task.startsWith('read-'));
    assert.equal(readers.length, 4);
    assert.deepEqual([...new Set(readers.map(({ role, tier }) => `${role} ${tier}`))], ['answer nano']);
    for (const name of ['a', 'b', 'c', 'd']) assert.ok(calls.at(-1)?.text.includes(`src/${name}.ts:1`));
    assert.ok((calls.at(-1)?.text.length ?? 0) < 3_000, 'the one that answers is not shown the files');
    assert.equal(state.answer, 'It is rounded in src/a.ts:7.');
  });

  it('asks no reader again when the run goes on after a fault', async () => {
    const script: Script = ({ role, task, nth }) => {
      if (role === 'gate') return gate;
      if (task !== 'answer') return say('src/a.ts:1');
      return nth === 0 ? { fault: { type: 'status', status: 401, message: 'no' } } : say('Found.');
    };
    const { state, calls } = await runAtEndpoint(question, { files: manyFiles, script, resumes: true });
    assert.equal(state.answer, 'Found.');
    assert.deepEqual(calls.map(({ task }) => task).sort(), [
      'answer',
      'answer',
      'gate',
      'read-0',
      'read-1',
      'read-2',
      'read-3',
    ]);
  });
});
