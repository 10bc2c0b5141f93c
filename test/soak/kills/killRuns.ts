import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import esbuild from 'esbuild';
import type { RunState } from '../../../src/core/run/state/runState.ts';
import { createFileJournal } from '../../../src/node/journal/fileJournal.ts';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../../models/endpoint.ts';
import { killScript, taskCount } from './script.ts';

interface ChildEnd {
  readonly points: number;
  readonly madeAt?: number;
  readonly state: RunState;
}

/** Runs that are killed at one point each, and what they come to when they are gone on with. */
export interface KillRuns {
  /** How many points a run has. */
  readonly points: number;
  /** The point at which a batch had been made and nothing said so yet; 0 where there is no batch. */
  readonly madeAt: number;
  /** Rejects where anything was lost, paid for twice or left behind. `torn`: half a line is written before the end. */
  killAt(point: number, torn: boolean): Promise<void>;
  close(): Promise<void>;
}

/** A request of twelve tasks, or problems whose labels are worked on in a batch. */
export type KillJob = 'plan' | 'labels';

/** @param folder where the runs' states go */
export async function createKillRuns(root: string, folder: string, job: KillJob): Promise<KillRuns> {
  const program = path.join(folder, 'child.mjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/soak/kills/childMain.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  const endpoint = await startScriptedEndpoint(killScript, { key: 'right', chunking: 'whole' });
  endpoint.batches.endWhenAsked = true;
  const child = (state: string, point: number, torn: boolean) =>
    runChild([program, job, state, endpoint.url, String(point), torn ? 'torn' : '']);
  const undisturbed = path.join(folder, 'undisturbed');
  const whole = await child(undisturbed, 0, false);
  if (typeof whole === 'string') throw new Error(`the run failed though nobody killed it: ${whole}`);
  const wanted = outcome(whole.state);
  const calls = endpoint.calls.length;
  assert.equal(whole.state.tasks.length, job === 'plan' ? taskCount : 1);
  return {
    points: whole.points,
    madeAt: whole.madeAt ?? 0,
    async killAt(point, torn) {
      const state = path.join(folder, `point-${point}${torn ? '-torn' : ''}`);
      mkdirSync(state);
      const before = endpoint.calls.length;
      const { made } = endpoint.batches;
      const madeBefore = made.length;
      const killed = await child(state, point, torn);
      if (typeof killed !== 'string') {
        // Side by side, the calls of one run come a little differently from those of another.
        assert.ok(killed.points < point, 'the point was passed by');
        return;
      }
      assert.equal(killed, 'SIGKILL');
      const had = await replies(state);
      const open = openCalls(state);
      const sentAgain = endpoint.calls.length;
      const resumed = await child(state, 0, false);
      if (typeof resumed === 'string') throw new Error(`it could not be gone on with: ${resumed}`);
      assert.deepEqual(outcome(resumed.state), wanted);
      assert.equal(made.length - madeBefore, job === 'labels' ? 1 : 0, 'a batch is made once');
      assert.equal(endpoint.batches.files.size, 0, 'nothing of a batch is left at the endpoint');
      assertPaidOnce(endpoint, { before, sentAgain, calls, had, open });
      assertBooked(state, resumed.state);
      assert.deepEqual(readdirSync(path.join(state, 'runs')), ['killed.jsonl']);
      assert.deepEqual(readdirSync(state).sort(), ['ledger.sqlite', 'runs']);
      rmSync(state, { recursive: true, maxRetries: 5 });
    },
    async close() {
      assert.deepEqual(endpoint.violations, []);
      await endpoint.close();
    },
  };
}

/** What it printed, or how it ended without. */
async function runChild(args: readonly string[]): Promise<ChildEnd | string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (...end) => resolve(end));
  });
  if (signal) return signal;
  if (code !== 0) return Buffer.concat(errors).toString();
  return JSON.parse(Buffer.concat(out).toString()) as ChildEnd;
}

/** All that a user gets of a run. */
function outcome({ phase, tasks, proposals }: RunState) {
  return {
    phase: phase.type === 'ended' ? phase.outcome : phase,
    tasks: tasks.map(({ task, state }) => [task.id, state]),
    proposals: proposals
      .map(({ title, tasks: of, files, verdict }) => ({ title, of, files, verdict: verdict.outcome }))
      .sort((a, b) => a.of.join().localeCompare(b.of.join())),
  };
}

/** The requests, by what tells them apart, whose answers the journal held when the process was killed. */
async function replies(state: string): Promise<number> {
  const events = (await createFileJournal(path.join(state, 'runs')).read('killed')) ?? [];
  return events.filter(({ type }) => type === 'reply').length;
}

/** How many calls nobody has booked: sent or about to be, with no answer that was kept. */
function openCalls(state: string): number {
  return Number(query(state, "SELECT count(*) AS n FROM calls WHERE state = 'reserved'")?.n ?? 0);
}

function assertPaidOnce(
  { calls }: ScriptedEndpoint,
  {
    before,
    sentAgain,
    calls: needed,
    had,
    open,
  }: Record<'before' | 'sentAgain' | 'calls' | 'had' | 'open', number>,
): void {
  const sentFirst = sentAgain - before;
  const sentLater = calls.length - sentAgain;
  assert.equal(sentLater, needed - had, 'only what had no answer is asked for');
  assert.ok(sentFirst - had <= open, `${sentFirst - had} answers were lost and ${open} calls were under way`);
  const bodies = calls.slice(before).map(({ body }) => JSON.stringify(body));
  const twice = bodies.length - new Set(bodies).size;
  assert.ok(twice <= open, `${twice} requests were sent twice and ${open} were under way`);
}

function assertBooked(state: string, { total, budgetUsd }: RunState): void {
  const spent = Number(query(state, 'SELECT sum(cost) AS cost FROM calls')?.cost) / 1e9;
  assert.ok(Math.abs(spent - total.usd) < 1e-9, `the ledger has $${spent} and the run says $${total.usd}`);
  assert.ok(spent <= budgetUsd);
}

function query(state: string, sql: string): Record<string, unknown> | undefined {
  const file = path.join(state, 'ledger.sqlite');
  const database = new DatabaseSync(file);
  try {
    return database.prepare(sql).get();
  } catch {
    // It was killed before there were tables.
    return undefined;
  } finally {
    database.close();
  }
}
