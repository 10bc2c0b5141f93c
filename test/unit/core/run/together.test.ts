import assert from 'node:assert/strict';
import type { HunkDecision } from '../../../../src/core/edit/proposal/proposal.ts';
import { proposedFiles } from '../../../../src/core/run/publish/proposedFiles.ts';
import { filesTogether, type Sound, thatFit } from '../../../../src/core/run/publish/together.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';

const base = Array.from({ length: 20 }, (_, at) => `${at + 1}\n`).join('');

describe('what is proposed together with what was proposed before', () => {
  /** What the file comes to, as the words that it then has. */
  const check = (
    title: string,
    {
      now,
      added,
      open,
      decisions,
    }: {
      now: string;
      added: string | undefined;
      open: string;
      decisions: readonly HunkDecision[];
    },
    expected: string,
  ) =>
    it(title, async () => {
      const workspace = new InMemoryWorkspace({ a: now });
      const filesOf = (content: string) => proposedFiles([{ path: 'a', base, content }]);
      const before = filesOf(open).map((file) => ({ ...file, decisions }));
      const parts = added === undefined ? [] : [{ group: [], files: filesOf(added), verdict: passedVerdict }];
      const files = await filesTogether(workspace, parts, [{ group: [], files: before }]);
      assert.deepEqual(
        files.map(({ content }) => content?.match(/[A-Z]+/g)?.join(' ')),
        expected === '' ? [] : [expected],
      );
    });
  const two = base.replace('2\n', 'TWO\n');
  const twoAndEleven = two.replace('11\n', 'ELEVEN\n');
  const twenty = base.replace('20\n', 'TWENTY\n');
  const both = ['open', 'open'] as const;
  check(
    'is in one file with it',
    { now: base, added: twenty, open: twoAndEleven, decisions: both },
    'TWO ELEVEN TWENTY',
  );
  check(
    'has none of what the user did not take of it',
    { now: base, added: twenty, open: twoAndEleven, decisions: ['rejected', 'open'] },
    'ELEVEN TWENTY',
  );
  check(
    'keeps what the file has become since',
    { now: twenty, added: undefined, open: twoAndEleven, decisions: both },
    'TWO ELEVEN TWENTY',
  );
  check(
    'has none of it where it has no place any more',
    { now: base.replace('2\n', 'OTHER\n'), added: undefined, open: two, decisions: ['open'] },
    '',
  );
});

describe('the parts that are proposed together', () => {
  /** Each part is what it makes of one file, on top of the same text or of another. */
  const check = (
    title: string,
    contents: readonly (readonly [base: string, content: string])[],
    expected: { readonly fitting: readonly number[]; readonly others: readonly number[] },
  ) =>
    it(title, async () => {
      const parts = contents.map(
        ([from, content]): Sound => ({
          ...{ group: [], verdict: passedVerdict },
          files: proposedFiles([{ path: 'a', base: from, content }]),
        }),
      );
      const { fitting, others } = await thatFit(parts, new AbortController().signal);
      const numbers = (some: typeof fitting) => some.map((each) => parts.indexOf(each));
      assert.deepEqual({ fitting: numbers(fitting), others: numbers(others) }, expected);
    });
  const two = base.replace('2\n', 'TWO\n');
  const eleven = base.replace('11\n', 'ELEVEN\n');
  const both = [
    [base, two],
    [base, eleven],
  ] as const;
  check('are all where they change other lines', both, { fitting: [0, 1], others: [] });
  check('are without one of the same lines', [...both, [base, base.replace('2\n', 'DEUX\n')]], {
    ...{ fitting: [0, 1], others: [2] },
  });
  check('are without one that is made on another text', [both[0], [two, `${two}21\n`], both[1]], {
    ...{ fitting: [0, 2], others: [1] },
  });
});
