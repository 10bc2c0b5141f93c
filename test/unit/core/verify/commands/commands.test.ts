import assert from 'node:assert/strict';
import { createCommands } from '../../../../../src/core/verify/commands/commands.ts';
import { describeCommand } from '../../../../../src/core/verify/describeVerdict.ts';
import { type FakeProgram, FakeScratch, passesWhen } from '../../../support/fakeScratch.ts';
import { InMemoryWorkspace } from '../../../support/inMemoryWorkspace.ts';

const signal = new AbortController().signal;
const programs: Readonly<Record<string, FakeProgram>> = {
  'npm test': passesWhen('a.txt', 'right'),
  'npm run lint': async () => ({ exitCode: 0, prints: '' }),
  'npm run odd': async () => undefined,
  'npm run data': async (read) => ({
    exitCode: (await read('a.txt')) === 'right' ? 0 : 1,
    prints: '',
    uncopied: ['a.bin', 'b.bin', 'see below', 'd.bin', 'e.bin'].map((path) => ({ path, reason: 'EACCES' })),
  }),
};

function setting(text: string, list: readonly string[]) {
  const workspace = new InMemoryWorkspace({ 'a.txt': text });
  const scratch = new FakeScratch(workspace, programs);
  const allowed = [...list];
  const commands = createCommands({ scratch, allowed: () => allowed, limits: { timeMs: 1, outputBytes: 1 } });
  return { workspace, scratch, allowed, commands };
}

describe('checks by command', () => {
  const check = (
    title: string,
    texts: readonly [before: string, after: string],
    list: readonly string[],
    expected: readonly string[],
  ) =>
    it(title, async () => {
      const { commands } = setting(texts[0], list);
      const checks = await commands.check(new Map([['a.txt', texts[1]]]), { signal });
      assert.deepEqual(checks.map(describeCommand), expected);
    });

  check(
    'what passed before and fails now',
    ['right', 'wrong'],
    ['npm test'],
    ['Ran npm test in 1.2 s, failed with exit code 1: not ok 1 - sums.'],
  );
  check(
    'what failed before and passes now',
    ['wrong', 'right'],
    ['npm  test'],
    ['Ran npm test in 1.2 s, passed with exit code 0 (failed before): 3 passed.'],
  );
  check(
    'what fails as it did',
    ['wrong', 'bad'],
    ['npm test'],
    ['Ran npm test in 1.2 s, failed with exit code 1 (as before): not ok 1 - sums.'],
  );
  check(
    'several, in their order',
    ['right', 'right 2'],
    ['npm run lint', 'npm test'],
    [
      'Ran npm run lint in 1.2 s, passed with exit code 0.',
      'Ran npm test in 1.2 s, passed with exit code 0: 3 passed.',
    ],
  );
  check(
    'what is not there',
    ['right', 'x'],
    ['npm run odd'],
    ['Did not run npm run odd: npm run odd is not installed.'],
  );
  const without = 'It ran without a.bin (EACCES), b.bin (EACCES), "see below" (EACCES) and 2 more.';
  check(
    'what fails for lack of what could not be copied, perhaps',
    ['right', 'wrong'],
    ['npm run data'],
    [`Ran npm run data in 1.2 s, failed with exit code 1. ${without}`],
  );
  check(
    'what passes without it',
    ['wrong', 'right'],
    ['npm run data'],
    [`Ran npm run data in 1.2 s, passed with exit code 0 (failed before). ${without}`],
  );
  check(
    'what needs a shell',
    ['right', 'x'],
    ['npm test | cat'],
    ['Did not run npm test | cat: it needs a shell (|).'],
  );

  it('runs nothing that is not allowed, and no longer what was revoked', async () => {
    const { commands, scratch, allowed } = setting('right', ['npm test']);
    const outcome = async (command: string) =>
      (await commands.run(command, new Map(), { signal })).check.outcome;
    assert.equal(await outcome('npm run lint'), 'notRun');
    assert.equal(await outcome('npm test'), 'passed');
    allowed.length = 0;
    assert.equal(await outcome('npm test'), 'notRun');
    assert.deepEqual(
      scratch.runs.map(({ command }) => command),
      ['npm test'],
    );
  });
  it('runs a command once for the same files, and again when they change', async () => {
    const { commands, scratch, workspace } = setting('right', ['npm test']);
    const changes = new Map([['a.txt', 'wrong']]);
    await commands.check(changes, { signal });
    await commands.check(changes, { signal });
    assert.equal(scratch.runs.length, 2, 'the base and the change');
    workspace.files.set('b.txt', 'new');
    await commands.check(changes, { signal });
    assert.equal(scratch.runs.length, 4);
  });
});
