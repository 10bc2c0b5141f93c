import assert from 'node:assert/strict';
import { acceptHunks } from '../../../../src/core/edit/proposal/accept.ts';
import type { ProposedFile } from '../../../../src/core/edit/proposal/proposal.ts';
import { publish } from '../../../../src/core/run/publish/publish.ts';
import type { Session } from '../../../../src/core/run/session/session.ts';
import { overlayFor } from '../../../../src/core/run/session/taskOverlay.ts';
import { applyEvent, foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { FileChange, RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { Commands } from '../../../../src/core/verify/commands/commands.ts';
import { type CheckRule, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';
import { Random } from '../../support/random.ts';
import { errorAt, runTask } from '../../support/runTask.ts';
import { seed, seeded } from '../../support/seed.ts';

const count = 300;
const files = ['p', 'q'] as const;
const base = Array.from({ length: 24 }, (_, at) => `l${at}\n`).join('');

/** A run that stands still twice, with a user who decides on what is proposed by then. */
class RandomRun {
  readonly #random: Random;
  readonly #workspace = new InMemoryWorkspace(Object.fromEntries(files.map((path) => [path, base])));
  readonly #session: Session;
  readonly #rejected = new Set<string>();
  #proposed = new Set<string>();
  #state = foldEvents([
    { type: 'run-start', run: 'r', job: { type: 'fixProblems' }, time: 1, budgetUsd: 1, ceiling: 'mini' },
  ]);

  constructor(random: Random) {
    this.#random = random;
    const anyTask = (chance: number) => (random.chance(chance) ? `T${random.below(6)}x` : 'nothing');
    const [bad, failing, leaning, needed] = [anyTask(0.4), anyTask(0.3), anyTask(0.8), anyTask(1)];
    const rule: CheckRule = (path, own, all) => {
      const isAlone = leaning !== needed && !files.some((file) => all(file)?.includes(needed));
      const wrong = [bad, ...(isAlone ? [leaning] : [])];
      return wrong.flatMap((word) => (own.includes(word) ? [errorAt(path, own, word, 'is wrong')] : []));
    };
    const commands: Pick<Commands, 'allowed' | 'check'> = {
      allowed: () => ['npm test'],
      check: async (changes) => {
        const outcome = [...changes.values()].some((text) => text?.includes(failing)) ? 'failed' : 'passed';
        return [{ command: ['npm', 'test'], exitCode: 0, ms: 1, outcome, before: 'passed', summary: '' }];
      },
    };
    const workspace = this.#workspace;
    this.#session = {
      ...{ state: () => this.#known(), signal: new AbortController().signal },
      emit: async (event: RunEvent) => this.#fold(event),
      deps: { workspace, checker: new FakeChecker(workspace, rule), commands },
    } as unknown as Session;
  }

  async go(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      for (let left = this.#random.below(3); left >= 0; left -= 1) await this.#work();
      this.#proposed = new Set();
      await publish(this.#session);
      this.#assertSound();
      this.#decide();
      this.#edit();
    }
  }

  #known() {
    return this.#state ?? assert.fail();
  }

  #fold(event: RunEvent): void {
    if (event.type === 'proposal') this.#proposed.add(event.proposal.id);
    this.#state = applyEvent(this.#known(), event);
  }

  /** A task writes lines that nobody else has written into what it goes on with. */
  async #work(): Promise<void> {
    const random = this.#random;
    const { tasks } = this.#known();
    const id = `t${tasks.length}`;
    const dependsOn = tasks.flatMap(({ task }) => (random.chance(0.4) ? [task.id] : []));
    const group = random.chance(0.5) && { group: { id: `g${random.below(3)}`, title: 'g' } };
    this.#fold({ type: 'tasks-added', tasks: [runTask({ id, dependsOn, ...group })] });
    const overlay = await overlayFor(this.#session.deps, this.#known(), id, { signal: this.#session.signal });
    const changes: FileChange[] = [];
    for (const path of random.chance(0.3) ? files : [files[random.below(files.length)] ?? 'p']) {
      const file = await overlay.read(path);
      if (file.type !== 'text') throw new Error(`${path} is ${file.type}`);
      const lines = file.text.split('\n');
      for (let left = random.below(2); left >= 0; left -= 1)
        lines[random.below(lines.length - 1)] = `T${tasks.length}x${path}${left}`;
      changes.push({ path, base: file.text, content: lines.join('\n') });
    }
    const attempt = { task: id, attempt: 0, tier: 'nano' } as const;
    this.#fold({ type: 'attempt-start', ...attempt, reason: '' });
    this.#fold({ type: 'attempt-end', ...attempt, outcome: 'passed', note: '', verdict: passedVerdict });
    this.#fold({ type: 'task-end', task: id, outcome: 'done', tier: 'nano', changes, note: '' });
  }

  #assertSound(): void {
    const { tasks, proposals } = this.#known();
    for (const { task, state } of tasks)
      assert.ok(
        state === 'failed' || proposals.some((each) => each.tasks.includes(task.id)),
        `${task.id} is lost`,
      );
    for (const { id, verdict, files: of } of proposals.filter((each) => this.#proposed.has(each.id)))
      for (const file of of) {
        // What has no place any more is said to have none.
        if (verdict.outcome !== 'passed') continue;
        assert.equal(this.#accept(file, openOf(file)).type, 'content', `${id} fits`);
        const added =
          file.content?.split('\n').filter((line) => !file.base?.split('\n').includes(line)) ?? [];
        assert.deepEqual(
          added.filter((line) => this.#rejected.has(line)),
          [],
          `${id} has nothing that was rejected`,
        );
      }
  }

  #decide(): void {
    for (const { id, files: of } of this.#known().proposals)
      for (const file of of) {
        const hunks = openOf(file).filter(() => this.#random.chance(0.3));
        if (hunks.length === 0) continue;
        const accepted = this.#random.chance(0.5) && this.#accept(file, hunks);
        const decided = { type: 'hunks-decided', proposal: id, path: file.path, hunks } as const;
        if (accepted && accepted.type === 'content') {
          this.#workspace.files.set(file.path, accepted.content ?? '');
          this.#fold({ ...decided, decision: 'accepted' });
        } else {
          this.#fold({ ...decided, decision: 'rejected' });
          const lines = hunks.flatMap((index) => file.hunks[index]?.lines ?? []);
          for (const { type, text } of lines) if (type === 'added') this.#rejected.add(text.trimEnd());
        }
      }
  }

  /** The user writes lines by hand. */
  #edit(): void {
    for (const path of files) {
      if (!this.#random.chance(0.2)) continue;
      const lines = (this.#workspace.files.get(path) ?? '').split('\n');
      lines[this.#random.below(lines.length - 1)] = `U${this.#known().tasks.length}${path}`;
      this.#workspace.files.set(path, lines.join('\n'));
    }
  }

  #accept(file: ProposedFile, hunks: readonly number[]) {
    return acceptHunks(file, this.#workspace.files.get(file.path) ?? null, hunks);
  }
}

const openOf = ({ hunks, decisions }: ProposedFile) =>
  hunks.flatMap(({ index }) => (decisions[index] === 'open' ? [index] : []));

describe('whatever is worked on and decided', () => {
  it(
    seeded(`what is proposed of ${count} runs fits, has nothing that was rejected, and nothing is lost`),
    async () => {
      for (let at = 0; at < count; at += 1) await new RandomRun(new Random(seed + at)).go();
    },
  );
});
