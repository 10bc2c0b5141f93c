import assert from 'node:assert/strict';
import { readArguments, refuseUnheard } from '../../../src/cli/readArguments.ts';
import { UsageError, usage } from '../../../src/cli/usage.ts';

describe('the options of a command', () => {
  const heard = (line: string) => {
    const { name = '', given } = readArguments(line.split(' '));
    refuseUnheard(name, given);
  };
  const takes = (line: string) => it(`${line}: taken`, () => heard(line));
  const refuses = (line: string, reason: RegExp) =>
    it(`${line}: refused`, () =>
      assert.throws(
        () => heard(line),
        (error) => error instanceof UsageError && reason.test(error.message),
      ));

  takes('apply --json');
  takes('context --workspace . --limit 5 --json --query words');
  takes('verify --workspace . --json --server python=pyright');
  takes('run --workspace . --json --apply --budget 1 --ceiling mini --settings a --patch b words');
  takes('fix --workspace . --json --file a --apply --budget 1 --sarif a --patch b');
  takes('resume --sarif a --patch b --apply --budget 1');
  takes('debug --apply --budget 1 words');
  takes('report --json --settings a --workspace .');
  takes('report --csv --settings a --workspace .');
  takes('fix --allow-command a --allow-command b --server a=b --server c=d');
  takes('fix --json --json');

  refuses('fix --file a --file b', /--file is given twice/);
  refuses('fix --workspace a --budget 1 --workspace b', /--workspace is given twice/);
  refuses('run --file a words', /run takes no --file; it is for fix/);
  refuses('verify --settings a', /verify takes no --settings; it is for run, fix/);
  refuses('run --sarif a words', /run takes no --sarif/);
  refuses('report --budget 1', /report takes no --budget/);
  refuses('report --json --csv', /--csv and --json exclude each other/);
  refuses('apply --apply', /apply takes no --apply/);
  refuses('fix --frob', /--frob/);

  it('stand in the help with who takes them', () => {
    assert.match(usage, /\n {2}--sarif FILE {4}the problems found, .* \(fix, resume\)\n/);
    assert.ok(usage.split('\n').every((line) => line.length <= 120));
  });
});
