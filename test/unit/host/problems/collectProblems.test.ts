import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { collectProblems } from '../../../../src/host/problems/collectProblems.ts';
import { countTurns } from '../../support/countTurns.ts';

const count = 100;
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
const problem = (path: string, message: string): Diagnostic => ({ path, message, severity: 'error', range });

describe('the problems that an editor tells', () => {
  const turns = countTurns();
  const collect = (
    folders: readonly string[],
    told: readonly (readonly [string, readonly string[]])[],
    signal = new AbortController().signal,
  ) =>
    collectProblems(folders, told, {
      pathIn: (folder, file) => (file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined),
      read: (path, message) => (message === 'a hint' ? undefined : problem(path, message)),
      signal,
    });

  it('are those of each folder', async () => {
    const told = [
      ['one/a.ts', ['bad', 'a hint']],
      ['two/b.ts', ['worse']],
      ['three/c.ts', ['elsewhere']],
    ] as const;
    const { problems } = await collect(['one', 'two'], told);
    assert.deepEqual(
      [...problems],
      [
        ['one', [problem('a.ts', 'bad')]],
        ['two', [problem('b.ts', 'worse')]],
      ],
    );
  });

  it('have another text where one is another', async () => {
    const text = async (message: string) => (await collect(['one'], [['one/a.ts', ['bad', message]]])).text;
    assert.equal(await text('worse'), await text('worse'));
    assert.notEqual(await text('worse'), await text('good'));
  });

  it('are read one by one, with the loop free in between, also those of one file', async () => {
    await collect(['one'], [['one/a.ts', Array.from({ length: count }, (_, at) => `bad ${at}`)]]);
    assert.ok(turns() >= count, `${turns()} turns for ${count} problems`);
  });

  it('are read no further once nobody wants them', async () => {
    const controller = new AbortController();
    const reading = collect(['one'], [['one/a.ts', ['bad', 'worse']]], controller.signal);
    controller.abort(new Error('the window is closing'));
    await assert.rejects(reading, /the window is closing/);
  });
});
