import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { createFileJournal, type FileJournal } from '../../../../src/node/journal/fileJournal.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';
import { TemporaryLedgers } from '../ledger/temporaryLedger.ts';

const names = ['a', 'b', 'c', 'd'];
const task = (id: string) => ({
  id,
  kind: 'edit',
  title: `Task ${id}`,
  instructions: `Change ${id}.ts.`,
  files: [`${id}.ts`],
  dependsOn: [],
  acceptance: 'Done.',
});

/** A disk that a run's journal is on, which can be full. */
class Disk {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  fill(): void {
    renameSync(this.#file, `${this.#file}.kept`);
    // Linux has a device that takes nothing; elsewhere a folder takes no line either.
    if (existsSync('/dev/full')) symlinkSync('/dev/full', this.#file);
    else mkdirSync(this.#file);
  }

  empty(): void {
    rmSync(this.#file, { recursive: true });
    renameSync(`${this.#file}.kept`, this.#file);
  }
}

describe('a run whose disk is full', () => {
  let files: TemporaryLedgers;
  let ledger: RunDeps['ledger'];
  let runs: string;
  beforeEach(async () => {
    files = new TemporaryLedgers();
    ledger = await files.open();
    runs = path.join(files.folder, 'runs');
  });
  afterEach(() => files.dispose());

  /** Runs until it stands still; the disk is full from when this asks on. */
  async function until(isFull: (request: ModelRequest) => boolean) {
    const disk = new Disk(path.join(runs, 'r1.jsonl'));
    const workspace = new InMemoryWorkspace(Object.fromEntries(names.map((name) => [`${name}.ts`, 'one\n'])));
    let wasFull = false;
    const endpoint = new ScriptedModel((request) => {
      if (!wasFull && isFull(request)) {
        wasFull = true;
        disk.fill();
      }
      switch (request.role) {
        case 'gate':
          return reply(JSON.stringify({ route: 'plan', kind: 'edit', files: [] }));
        case 'plan':
          return reply(JSON.stringify({ summary: 'All', tasks: names.map(task) }));
        case 'review':
          return reply(JSON.stringify({ verdict: 'accept', summary: 'Good.', tasks: [] }));
        default:
          return reply(replaceLine(`${request.task}.ts`, 'one', 'two'), tool('finish', { summary: 'ok' }));
      }
    });
    const depsWith = (journal: FileJournal): RunDeps => ({
      workspace,
      checker: new FakeChecker(workspace, errorsWhere({ WRONG: 'that is wrong' })),
      endpoint,
      ledger,
      journal,
      settings: { ...defaultSettings, startPlansBelowUsd: 100 },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    });
    const options = { signal: new AbortController().signal, onChange: () => {} };
    const journal = createFileJournal(runs);
    const state = await startRun({ type: 'request', text: 'Change all' }, depsWith(journal), options);
    const goOn = async (with_: FileJournal): Promise<RunState> => {
      const kept = foldEvents((await with_.read('r1')) ?? []);
      assert.ok(kept);
      return resumeRun(kept, depsWith(with_), options);
    };
    return { state, endpoint, disk, journal, goOn };
  }

  it('is not blamed where something else may not be used', async () => {
    const denied = Object.assign(new Error("EACCES: permission denied, scandir '/lib'"), {
      ...{ code: 'EACCES', syscall: 'scandir' },
    });
    const { state } = await until(() => {
      throw denied;
    });
    assert.ok(state.phase.type === 'paused' && state.phase.reason.type === 'fault');
    assert.equal(
      state.phase.reason.message,
      "The system stands in the way of the run (EACCES: permission denied, scandir '/lib'), so it does not go on. Fix that, then resume.",
    );
  });

  const proposed = (state: RunState) =>
    state.proposals.flatMap(({ files: of }) => of.map((file) => file.path));
  /** Gate, plan, four tasks, review. */
  const needed = 7;

  for (const [title, isFull] of [
    ['at its plan', ({ role }) => role === 'plan'],
    ['at a task', ({ task: id }) => id === 'b'],
    ['at its review', ({ role }) => role === 'review'],
  ] satisfies readonly (readonly [string, (request: ModelRequest) => boolean])[]) {
    it(`${title} stands still, and in the same window pays for nothing again`, async () => {
      const { state, endpoint, disk, journal, goOn } = await until(isFull);
      const { phase } = state;
      assert.ok(phase.type === 'paused' && phase.reason.type === 'fault' && phase.reason.fault === 'disk');
      assert.match(phase.reason.message, /can't be kept on disk \((ENOSPC|EISDIR)/);
      disk.empty();
      const end = await goOn(journal);
      assert.equal(end.phase.type, 'ended');
      assert.deepEqual(proposed(end).sort(), ['a.ts', 'b.ts', 'c.ts', 'd.ts']);
      assert.equal(endpoint.requests.length, needed);
      assert.ok(Math.abs((await ledger.spentUsd({ run: 'r1' })) - end.total.usd) < 1e-9);
    });
    it(`${title} comes back as the disk has it after a restart`, async () => {
      const { disk, goOn } = await until(isFull);
      disk.empty();
      const end = await goOn(createFileJournal(runs));
      assert.equal(end.phase.type, 'ended');
      assert.deepEqual(proposed(end).sort(), ['a.ts', 'b.ts', 'c.ts', 'd.ts']);
      assert.ok(Math.abs((await ledger.spentUsd({ run: 'r1' })) - end.total.usd) < 1e-9);
    });
  }
});
