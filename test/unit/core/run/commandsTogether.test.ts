import assert from 'node:assert/strict';
import { startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { replaceLine, reply, ScriptedModel } from '../../support/scriptedModel.ts';

describe('proposals and an allowed command', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  /** Three proposals, each of one file, and a command that fails where all of these are changed. */
  async function run(breaking: readonly string[]) {
    const files = { a: 'ONE\n', b: 'TWO\n', c: 'THREE\n' };
    const workspace = new InMemoryWorkspace(files);
    const ran: string[] = [];
    const commands: NonNullable<RunDeps['commands']> = {
      allowed: () => ['npm test'],
      run: () => Promise.reject(new Error('no worker asks for it')),
      check: async (changes) => {
        ran.push([...changes.keys()].sort().join(''));
        const fails = breaking.length > 0 && breaking.every((path) => changes.has(path));
        const outcome = fails ? 'failed' : 'passed';
        return [
          {
            command: ['npm', 'test'],
            exitCode: Number(fails),
            ms: 1,
            outcome,
            before: 'passed',
            summary: '',
          },
        ];
      },
    };
    const endpoint = new ScriptedModel((request) => {
      if (request.role === 'label') return reply(JSON.stringify({ labels: [] }));
      const text = request.input.map((item) => (item.type === 'user' ? item.text : '')).join('\n');
      const [path = '', wrong = ''] =
        Object.entries(files).find(([each]) => text.includes(`${each}:1:`)) ?? [];
      return reply(replaceLine(path, wrong.trimEnd(), 'right'));
    });
    const deps: RunDeps = {
      ...{ workspace, endpoint, ledger: await ledgers.open(), commands },
      checker: new FakeChecker(workspace, errorsWhere({ ONE: 'no one', TWO: 'not two', THREE: 'too many' })),
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: { ...defaultSettings, maxParallel: 1 },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    };
    const { signal } = new AbortController();
    const { proposals, tasks } = await startRun({ type: 'fixProblems' }, deps, {
      signal,
      onChange: () => {},
    });
    return {
      passed: proposals
        .flatMap((each) => (each.verdict.outcome === 'passed' ? each.files.map(({ path }) => path) : []))
        .join(''),
      failed: tasks
        .filter(({ state }) => state === 'failed')
        .map(({ note }) => /^Together with \d/.exec(note)?.[0] ?? 'Alone'),
      ran: ran.join(' '),
    };
  }
  const check = (title: string, breaking: readonly string[], expected: Awaited<ReturnType<typeof run>>) =>
    it(title, async () => assert.deepEqual(await run(breaking), expected));

  check('that pass it all together have it run once', [], { passed: 'abc', failed: [], ran: 'abc' });
  check('of which two break it together are not shown with both', ['a', 'b'], {
    passed: 'ac',
    failed: ['Together with 1'],
    ran: 'abc a ab b ac',
  });
  check('that break it only all together are not all shown', ['a', 'b', 'c'], {
    passed: 'ab',
    failed: ['Together with 2'],
    ran: 'abc a ab c',
  });
  check('of which one breaks it alone are shown without that one', ['b'], {
    passed: 'ac',
    failed: ['Alone'],
    ran: 'abc a ab b ac',
  });
});
