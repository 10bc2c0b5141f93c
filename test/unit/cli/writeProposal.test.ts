import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeProposal } from '../../../src/cli/writeProposal.ts';
import { hunksOf } from '../../../src/core/edit/hunks.ts';
import type { Proposal } from '../../../src/core/edit/proposal.ts';

function proposal(changes: Record<string, readonly [base: string | null, content: string | null]>): Proposal {
  return {
    id: 'r/t',
    run: 'r',
    title: 't',
    tasks: ['t'],
    tier: 'mini',
    files: Object.entries(changes).map(([file, [base, content]]) => {
      const hunks = hunksOf(base, content);
      return { path: file, base, content, hunks, decisions: hunks.map(() => 'open' as const) };
    }),
    verdict: {
      outcome: 'passed',
      fixed: [],
      introduced: [],
      remaining: [],
      checked: [],
      notChecked: [],
      servers: [],
      ms: 0,
    },
  };
}

describe('writing a proposal', () => {
  let folder: string;
  const root = () => path.join(folder, 'root');
  const read = (file: string) => readFileSync(path.join(root(), file), 'utf8');
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-write-'));
    mkdirSync(path.join(root(), '.git'), { recursive: true });
    mkdirSync(path.join(folder, 'elsewhere'));
    writeFileSync(path.join(root(), 'a.ts'), 'one\n');
    writeFileSync(path.join(root(), 'old.ts'), 'old\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('changes, makes and deletes files', async () => {
    const wanted = proposal({
      'a.ts': ['one\n', 'two\n'],
      'new/b.ts': [null, 'b\n'],
      'old.ts': ['old\n', null],
    });
    assert.deepEqual(await writeProposal(root(), wanted), []);
    assert.deepEqual([read('a.ts'), read('new/b.ts')], ['two\n', 'b\n']);
    assert.ok(!existsSync(path.join(root(), 'old.ts')));
  });

  const refuses = (title: string, link: readonly [target: string, name: string], file: string) =>
    it(`writes none of it where ${title}`, async () => {
      const [target, name] = link;
      symlinkSync(target, path.join(root(), name));
      const wanted = proposal({ 'a.ts': ['one\n', 'two\n'], [file]: [null, 'x\n'] });
      const [reason = ''] = await writeProposal(root(), wanted);
      assert.ok(reason.startsWith(`${file} can't be written`), reason);
      assert.equal(read('a.ts'), 'one\n');
      assert.ok(!existsSync(path.join(root(), file)));
    });
  refuses('a link leads out of the workspace', ['../elsewhere', 'out'], 'out/b.ts');
  refuses('a link leads to a file outside that is not there', ['../elsewhere/b.ts', 'b.ts'], 'b.ts');
  refuses('a link leads into the repository', ['.git', 'g'], 'g/b.ts');

  it('writes none of it where a file has changed meanwhile', async () => {
    const wanted = proposal({ 'a.ts': ['one\n', 'two\n'], 'old.ts': ['older\n', null] });
    assert.match((await writeProposal(root(), wanted)).join(), /old\.ts has changed meanwhile/);
    assert.equal(read('a.ts'), 'one\n');
  });
});
