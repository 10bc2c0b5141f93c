import assert from 'node:assert/strict';
import { maxFileBytes } from '../../../src/core/context/workspace.ts';
import { maxSteps, maxToolOutputTotal } from '../../../src/core/worker/stopCondition.ts';
import type { Script, ScriptOutput } from '../../models/script.ts';
import {
  type AttackedRun,
  type AttackOptions,
  HostileFolder,
  notesOf,
  patchOf,
  runAgainst,
} from './attackedRun.ts';

/** A model that never comes to an end: at the ceiling there are two attempts, and each ends by itself. */
describe('a model that takes more than it is given', function () {
  this.timeout(20_000);
  let folder: HostileFolder;
  before(() => {
    folder = new HostileFolder({
      'src/long.ts': 'export const long = 1;\n'.repeat(20_000),
      'src/wide.ts': `// start\n// ${'x'.repeat(maxFileBytes - 100_000)}\n`,
    });
  });
  after(() => folder.dispose());

  const attempts = 2;
  const tool = (name: string, args: unknown): ScriptOutput => ({ type: 'tool', name, arguments: args });
  const done = tool('finish', { summary: 'Done.' });
  const read = (from: number, lines = 10) =>
    tool('read_file', { path: 'src/long.ts', from, to: from + lines });

  const check = (
    name: string,
    script: Script,
    expected: (run: AttackedRun) => void,
    options: AttackOptions = {},
  ) =>
    it(name, async () => {
      const untouched = folder.fingerprint();
      const run = await runAgainst(script, folder, options);
      expected(run);
      assert.deepEqual(run.state.proposals, []);
      assert.ok(['ended', 'paused'].includes(run.state.phase.type));
      assert.equal(folder.fingerprint(), untouched);
    });
  const asks = (most: number) => (run: AttackedRun) => assert.equal(run.calls.length, most * attempts);
  const says = (words: RegExp) => (run: AttackedRun) => assert.match(JSON.stringify(run.state), words);

  check('steps without end', ({ nth }) => ({ output: [read(1 + nth)] }), asks(maxSteps));
  check('steps in a circle', () => ({ output: [read(1)] }), asks(3));
  check('calls that are none', ({ nth }) => ({ output: [tool(`tool_${nth}`, {})] }), asks(3));
  check(
    'arguments that can not be read',
    ({ nth }) => ({ fault: { type: 'badArguments', name: 'read_file', arguments: `{${nth}` } }),
    asks(3),
  );
  check('answers that are cut off', () => ({ output: [read(1)], fault: { type: 'incomplete' } }), asks(2));
  check(
    'the whole of a long file, again and again, in one answer',
    ({ nth }) => ({ output: nth > 0 ? [done] : Array.from({ length: 40 }, (_, at) => read(1 + at, 400)) }),
    ({ calls }) => {
      for (const { body } of calls) assert.ok(JSON.stringify(body.input).length < maxToolOutputTotal * 8);
      assert.ok(calls.some(({ text }) => text.includes('You have read as much as this task allows')));
    },
  );
  check(
    'a file larger than files may be',
    ({ nth }) => ({
      output:
        nth > 0 ? [done] : [patchOf(`*** Update File: src/wide.ts\n@@\n-// start\n+${'x'.repeat(200_000)}`)],
    }),
    ({ calls }) => assert.ok(calls.some(({ text }) => text.includes('would become too large'))),
  );
  check(
    'more refusals than anyone reads',
    ({ nth }) => ({
      output:
        nth > 0
          ? [done]
          : Array.from({ length: 100 }, (_, at) =>
              tool('run_command', { command: `${at} ${'x'.repeat(1_000)}` }),
            ),
    }),
    (run) => {
      for (const note of notesOf(run)) assert.ok(note.length < 400);
      const [task] = run.state.tasks;
      for (const { notes } of task?.attempts ?? []) assert.ok((notes?.length ?? 0) <= 60);
    },
  );
  check('more money than the run has', ({ nth }) => ({ output: [read(nth)] }), says(/budget/), {
    limits: { runUsd: 0.03 },
  });
  check(
    'more calls than the run has',
    ({ nth }) => ({ output: [read(nth)] }),
    (run) => {
      assert.equal(run.calls.length, 4);
      says(/calls/)(run);
    },
    { limits: { runCalls: 4 } },
  );
  check('more tokens than the run has', ({ nth }) => ({ output: [read(nth)] }), says(/tokens/), {
    limits: { runTokens: 30_000 },
  });
  check(
    'more money, by telling lies about it',
    ({ nth }) => ({
      output: nth > 3 ? [done] : [read(nth)],
      usage: { input: -1_000_000, cached: 0, output: -1_000_000, reasoning: 0 },
    }),
    (run) => {
      assert.ok(run.state.total.usd >= 0);
      assert.ok(run.calls.length <= maxSteps * attempts);
    },
  );
  check(
    'a plan of hundreds of tasks',
    ({ role, nth }) => {
      if (role === 'gate')
        return { output: [{ type: 'json', value: { route: 'plan', kind: 'edit', files: [] } }] };
      const tasks = Array.from({ length: 500 }, (_, at) => ({
        id: `t${at}`,
        kind: 'edit',
        title: `${nth}`,
        instructions: '',
        files: [],
        dependsOn: [],
        acceptance: '',
      }));
      return { output: [{ type: 'json', value: { summary: 's', tasks } }] };
    },
    (run) => {
      assert.deepEqual(run.state.tasks, []);
      assert.ok(run.calls.filter(({ role }) => role === 'plan').length <= 2);
      says(/60 is the most/)(run);
    },
    { job: { type: 'request', text: 'Do all.' }, ceiling: 'planner' },
  );
  check(
    'a plan whose tasks change what none may change',
    ({ role }) => {
      if (role === 'gate')
        return { output: [{ type: 'json', value: { route: 'plan', kind: 'edit', files: [] } }] };
      const files = [
        '.git/hooks/pre-commit',
        '../x',
        '/etc/passwd',
        '.github/workflows/x.yml',
        'AGENTS.md',
        '.env',
      ];
      const tasks = files.map((file, at) => ({
        id: `t${at}`,
        kind: 'generate',
        title: 't',
        instructions: '',
        files: [file],
        dependsOn: [],
        acceptance: '',
      }));
      return { output: [{ type: 'json', value: { summary: 's', tasks } }] };
    },
    (run) => {
      assert.deepEqual(run.state.tasks, []);
      for (const file of ['.git/hooks', '../x', '/etc', '.github', 'AGENTS.md', '.env'])
        assert.match(JSON.stringify(run.state), new RegExp(`names \\\\"${file.replace('.', '\\.')}`));
    },
    { job: { type: 'request', text: 'Do all.' }, ceiling: 'planner' },
  );
});
