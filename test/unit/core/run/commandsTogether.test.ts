import assert from 'node:assert/strict';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import type { Job } from '../../../../src/core/run/state/runEvent.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';

describe('proposals and an allowed command', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  const json = (value: unknown) => reply(JSON.stringify(value));
  const planned = (id: string) => ({
    ...{ id, kind: 'edit', title: id, instructions: `Change ${id}:1:`, acceptance: 'Done.' },
    ...{ files: [id], dependsOn: [] },
  });

  /**
   * Three proposals, each of one file, and a command that fails where all of these are changed. It says which files
   * are.
   *
   * @param first what breaks it until the run, which stands still before the second proposal, is gone on with; where
   *     that is given
   */
  async function run(
    breaking: readonly string[],
    job: Job = { type: 'fixProblems' },
    first?: readonly string[],
  ) {
    let now = first ?? breaking;
    const files = { a: 'ONE\n', b: 'TWO\n', c: 'THREE\n' };
    const workspace = new InMemoryWorkspace(files);
    const ran: string[] = [];
    const commands: NonNullable<RunDeps['commands']> = {
      allowed: () => ['npm test'],
      run: () => Promise.reject(new Error('no worker asks for it')),
      check: async (changes) => {
        ran.push([...changes.keys()].sort().join(''));
        const fails = now.length > 0 && now.every((path) => changes.has(path));
        const outcome = fails ? 'failed' : 'passed';
        return [
          {
            command: ['npm', 'test'],
            exitCode: Number(fails),
            ms: 1,
            outcome,
            before: 'passed',
            summary: ran.at(-1) ?? '',
          },
        ];
      },
    };
    let isDown = false;
    const fault = { kind: 'unreachable', model: 'm', endpoint: 'e', detail: '' } as const;
    const endpoint = new ScriptedModel((request) => {
      if (request.role === 'label') return json({ labels: [] });
      if (request.role === 'gate') return json({ route: 'plan', kind: 'edit', files: [] });
      if (request.role === 'plan') return json({ summary: 's', tasks: Object.keys(files).map(planned) });
      if (request.role === 'review') return json({ verdict: 'accept', summary: 's', tasks: [] });
      const text = request.input.map((item) => (item.type === 'user' ? item.text : '')).join('\n');
      const [path = '', wrong = ''] =
        Object.entries(files).find(([each]) => text.includes(`${each}:1:`)) ?? [];
      if (isDown && path === 'b') return { type: 'fault', fault: { ...fault, tier: request.tier } };
      return reply(replaceLine(path, wrong.trimEnd(), 'right'), tool('finish', { summary: 'ok' }));
    });
    const deps: RunDeps = {
      ...{ workspace, endpoint, ledger: await ledgers.open(), commands },
      checker: new FakeChecker(workspace, errorsWhere({ ONE: 'no one', TWO: 'not two', THREE: 'too many' })),
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: { ...defaultSettings, maxParallel: 1, startPlansBelowUsd: 100 },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    };
    const { signal } = new AbortController();
    const options = { signal, onChange: () => {} };
    isDown = first !== undefined;
    const stood = await startRun(job, deps, options);
    isDown = false;
    now = breaking;
    const { proposals, tasks } = first ? await resumeRun(stood, deps, options) : stood;
    return {
      passed: proposals
        .flatMap((each) => (each.verdict.outcome === 'passed' ? each.files.map(({ path }) => path) : []))
        .join(''),
      failed: tasks
        .filter(({ state }) => state === 'failed')
        .map(({ note }) => /^Together with \d/.exec(note)?.[0] ?? 'Alone'),
      ran: ran.join(' '),
      said: proposals
        .map(({ verdict }) => verdict.commands?.map(({ summary }) => summary).join('+'))
        .join(' '),
    };
  }
  const check = (
    title: string,
    breaking: readonly string[],
    expected: Awaited<ReturnType<typeof run>>,
    job?: Job,
    first?: readonly string[],
  ) => it(title, async () => assert.deepEqual(await run(breaking, job, first), expected));

  check('that pass it all together have it run once', [], {
    passed: 'abc',
    failed: [],
    ran: 'abc',
    said: 'abc abc abc',
  });
  check('of which two break it together are not shown with both', ['a', 'b'], {
    passed: 'ac',
    failed: ['Together with 1'],
    ran: 'abc a ab b ac',
    said: 'a ac',
  });
  check('that break it only all together are not all shown', ['a', 'b', 'c'], {
    passed: 'ab',
    failed: ['Together with 2'],
    ran: 'abc a ab c',
    said: 'a ab',
  });
  check('of which one breaks it alone are shown without that one', ['b'], {
    passed: 'ac',
    failed: ['Alone'],
    ran: 'abc a ab b ac',
    said: 'a ac',
  });

  const request = { type: 'request', text: 'Change it' } as const;
  check(
    'that had it run alone keep what it said then, where all together pass it',
    [],
    { passed: 'abc', failed: [], ran: 'a b c abc', said: 'a b c' },
    request,
  );
  check(
    'that had it run alone do not have it run so again',
    ['a', 'b'],
    { passed: 'ac', failed: ['Together with 1'], ran: 'a b c abc ab ac', said: 'a c' },
    request,
  );

  describe('of which one was proposed before the run stood still', () => {
    const goOn = (
      title: string,
      breaking: readonly string[],
      expected: Awaited<ReturnType<typeof run>>,
      first: readonly string[] = breaking,
    ) => check(title, breaking, expected, undefined, first);

    goOn('have it run on that one too', [], {
      ...{ passed: 'abc', failed: [], ran: 'a abc', said: 'a abc abc' },
    });
    goOn('are not shown where they break it with that one', ['a', 'b'], {
      ...{ passed: 'ac', failed: ['Together with 1'], ran: 'a abc a ab b ac', said: 'a ac' },
    });
    goOn(
      'are shown where that one breaks it alone by now',
      ['a'],
      { passed: 'abc', failed: [], ran: 'a abc a b bc', said: 'a b bc' },
      [],
    );
  });
});
