import assert from 'node:assert/strict';
import type { ModelReply, ModelRequest } from '../../../src/core/model/modelClient.ts';
import { startRun } from '../../../src/core/run/run.ts';
import type { Job, RunEvent } from '../../../src/core/run/state/runEvent.ts';
import { defaultSettings } from '../../../src/core/settings/settings.ts';
import { journalLine, readJournal } from '../../../src/node/journal/journalLines.ts';
import { openSqliteLedger } from '../../../src/node/sqlite/sqliteLedger.ts';
import { errorsWhere, FakeChecker } from '../../unit/support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../unit/support/inMemoryWorkspace.ts';
import type { Random } from '../../unit/support/random.ts';
import { replaceLine, reply, tool } from '../../unit/support/scriptedModel.ts';
import { malform } from './malform.ts';

/** More would be a run that does not come to an end. */
const mostRequests = 80;

/**
 * One run whose answers are malformed more often than not; gives how many were. Rejects where the run fell over, asked
 * without end, miscounted, proposed something that failed its check or lies elsewhere, or wrote a journal that can't be
 * read again.
 */
export async function malformedRun(random: Random): Promise<number> {
  const opened = await openSqliteLedger(':memory:', { now: Date.now });
  if (opened.type === 'unavailable') throw new Error(opened.message);
  const { ledger } = opened;
  try {
    const workspace = new InMemoryWorkspace({ 'a.ts': 'one WRONG\n', 'b.ts': 'one\n', 'c.ts': 'one\n' });
    let bad = 0;
    let asked = 0;
    const lines: string[] = [];
    const good = answers(random.pick(['single_edit', 'plan', 'answer']));
    const state = await startRun(
      random.pick<Job>([{ type: 'request', text: 'Change all' }, { type: 'fixProblems' }]),
      {
        workspace,
        checker: new FakeChecker(workspace, errorsWhere({ WRONG: 'that is wrong' })),
        endpoint: {
          send: async (request) => {
            asked += 1;
            assert.ok(asked <= mostRequests, 'it asks without end');
            const answer = good(request);
            if (answer.type !== 'completed' || random.chance(0.3)) return answer;
            bad += 1;
            return malform(answer, random);
          },
        },
        ledger,
        journal: {
          append: async (_run, event: RunEvent) => void lines.push(journalLine(event)),
          load: async () => ({ runs: [], problems: [] }),
        },
        settings: { ...defaultSettings, startPlansBelowUsd: 100, rerank: random.chance(0.3) },
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
        now: () => 1,
        newId: () => 'r1',
      },
      { signal: new AbortController().signal, onChange: () => {} },
    );
    assert.ok(state.phase.type === 'ended' || state.phase.type === 'paused', state.phase.type);
    assert.ok(Math.abs((await ledger.spentUsd({ run: 'r1' })) - state.total.usd) < 1e-9, 'the spend');
    for (const { verdict, files } of state.proposals) {
      assert.notEqual(verdict.outcome, 'failed');
      for (const { path } of files)
        assert.match(path, /^[\w-]+(\/[\w-]+)*\.\w+$/, 'a place in the workspace');
    }
    const { events, problems } = await readJournal(Buffer.from(lines.join('')));
    assert.deepEqual([events.length, problems], [lines.length, []], 'the journal');
    return bad;
  } finally {
    ledger.close();
  }
}

function answers(route: string): (request: ModelRequest) => ModelReply {
  const json = (value: unknown) => reply(JSON.stringify(value));
  return (request) => {
    switch (request.role) {
      case 'gate':
        return json({ route, kind: 'edit', files: ['a.ts', 'b.ts'] });
      case 'plan': {
        const task = (id: string) => ({
          ...{ id, kind: 'edit', title: id, instructions: `Change ${id}.ts.`, files: [`${id}.ts`] },
          ...{ dependsOn: [], acceptance: 'Done.' },
        });
        return json({ summary: 'All', tasks: ['a', 'b', 'c'].map(task) });
      }
      case 'label': {
        const id = /"id":"([^"]+)"/.exec(JSON.stringify(request.input).replaceAll('\\', ''))?.[1] ?? '';
        return json({ labels: [{ id, category: 'c', rootCause: 'r', effort: 'nano', confidence: 1 }] });
      }
      case 'review':
        return json({
          verdict: 'revise',
          summary: 'S',
          tasks: [{ id: 'b', verdict: 'revise', reason: 'r' }],
        });
      case 'work': {
        const file = /^[abc]$/.test(request.task) ? `${request.task}.ts` : 'a.ts';
        const old = file === 'a.ts' ? 'one WRONG' : 'one';
        return reply(replaceLine(file, old, 'two'), tool('finish', { summary: 'ok' }));
      }
      case 'extract':
        return json({ files: ['1', '2'] });
      case 'answer':
      case 'shadow':
        return reply('It is so [a.ts:1].');
    }
  };
}
