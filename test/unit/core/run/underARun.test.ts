import assert from 'node:assert/strict';
import { acceptHunks } from '../../../../src/core/edit/proposal/accept.ts';
import type { ProposedFile } from '../../../../src/core/edit/proposal/proposal.ts';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { replaceLine, reply, tool } from '../../support/scriptedModel.ts';
import { gate, learningRun } from './learningRun.ts';

describe('a branch that is switched under a run', () => {
  let ledgers: TemporaryLedgers;
  let ledger: Ledger;
  beforeEach(async () => {
    ledgers = new TemporaryLedgers();
    ledger = await ledgers.open();
  });
  afterEach(() => ledgers.dispose());

  /** What a run proposes while whose worker writes the file became another. */
  async function proposed(other: string | undefined): Promise<readonly ProposedFile[]> {
    const run = learningRun(ledger, ({ role }) => {
      if (role === 'gate') return gate('edit');
      if (other === undefined) run.workspace.files.delete('a.ts');
      else run.workspace.files.set('a.ts', other);
      return reply(replaceLine('a.ts', 'one', 'two'), tool('finish', { summary: 'ok' }));
    });
    const { proposals } = await run.start();
    return proposals.flatMap(({ files }) => files);
  }
  const accept = (file: ProposedFile, now: string | null) =>
    acceptHunks(
      file,
      now,
      file.hunks.map(({ index }) => index),
    );

  const check = (title: string, other: string, expected: string | undefined) =>
    it(title, async () => {
      const files = await proposed(other);
      if (expected !== undefined) assert.equal(files.length, 1);
      for (const file of files) {
        const result = accept(file, other);
        assert.equal(result.type === 'content' ? result.content : undefined, expected);
      }
    });
  check('changes nothing for a file that is the same there', 'one\n', 'two\n');
  check('keeps what that branch has elsewhere in the file', 'one\n\n\n\n\nthere\n', 'two\n\n\n\n\nthere\n');
  check('has nothing put into a file whose lines are others there', 'uno\n', undefined);
  it('brings no file back that is not there', async () => {
    for (const file of await proposed(undefined)) assert.notEqual(accept(file, null).type, 'content');
  });
});
