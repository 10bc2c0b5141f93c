import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeProposal } from '../../../src/cli/writeProposal.ts';
import type { Proposal } from '../../../src/core/edit/proposal/proposal.ts';
import type { ScriptOutput } from '../../models/script.ts';
import { attack, HostileFolder, notesOf, patchOf, runAgainst, stolen } from './attackedRun.ts';

/** What is looked at is no longer what is used: each line changes the disk in between. */
describe('a file that becomes another between check and use', function () {
  this.timeout(20_000);
  let folder: HostileFolder;
  beforeEach(() => {
    folder = new HostileFolder();
  });
  afterEach(() => folder.dispose());

  const at = (file: string) => join(folder.root, file);
  const link = (file: string, target: string) => () => {
    rmSync(at(file), { recursive: true, force: true });
    folder.link(file, target);
  };
  const text = (file: string, content: string | Buffer) => () => writeFileSync(at(file), content);

  const change = (file: string, line: string) => patchOf(`*** Update File: ${file}\n@@\n-${line}\n+stolen`);
  const read = (file: string): ScriptOutput => ({
    type: 'tool',
    name: 'read_file',
    arguments: { path: file, from: null, to: null },
  });
  const done: ScriptOutput = { type: 'tool', name: 'finish', arguments: { summary: 'Done.' } };

  /** What a worker has proposed in good order. */
  let proposal: Proposal;
  before(async () => {
    const calm = new HostileFolder();
    const [proposed] = (await attack([], calm)).state.proposals;
    calm.dispose();
    assert.ok(proposed);
    proposal = proposed;
  });

  describe('while a worker works', () => {
    const check = (name: string, meanwhile: () => void, call: ScriptOutput) =>
      it(name, async () => {
        let untouched = '';
        const run = await runAgainst(({ nth }) => {
          if (nth === 0) return { output: [read('src/b.ts')] };
          if (nth > 1) return { output: [done] };
          meanwhile();
          untouched = folder.fingerprint();
          return { output: [call] };
        }, folder);
        assert.deepEqual(run.state.proposals, []);
        assert.match(
          notesOf(run).join('\n'),
          /was refused: .*(outside the workspace|leads outside|is a file)/,
        );
        assert.equal(folder.fingerprint(), untouched);
        for (const { body } of run.calls) assert.ok(!JSON.stringify(body).includes(stolen));
      });
    const outside = '../../elsewhere/secret.ts';
    check('a link out of the workspace, read', link('src/b.ts', outside), read('src/b.ts'));
    check('a link out of the workspace, written', link('src/b.ts', outside), change('src/b.ts', 'anything'));
    check('a link to git, written', link('src/b.ts', '../.git/config'), change('src/b.ts', '[core]'));
    check('a link to secrets, read', link('src/b.ts', '../.env'), read('src/b.ts'));
    check('a link to an excluded file, read', link('src/b.ts', '../private/plan.md'), read('src/b.ts'));
    check('its folder a link, read', link('src', '../elsewhere'), read('src/secret.ts'));
    check('its folder a link, written', link('src', '../elsewhere'), change('src/secret.ts', 'anything'));
    check(
      'its folder a link, a new file',
      link('src', '.git/hooks'),
      patchOf('*** Add File: src/pre-commit\n+stolen'),
    );
  });

  describe('between proposal and acceptance', () => {
    const check = (name: string, meanwhile: () => void, reason: RegExp) =>
      it(name, async () => {
        meanwhile();
        const untouched = folder.fingerprint();
        assert.match((await writeProposal(folder.root, proposal)).join('\n'), reason);
        assert.equal(folder.fingerprint(), untouched);
      });
    check('a link out of the workspace', link('src/a.ts', '../../elsewhere/secret.ts'), /link leads/);
    check('a link to an absolute place', link('src/a.ts', '/etc/passwd'), /link leads/);
    check('a link to nowhere', link('src/a.ts', '../../elsewhere/new.ts'), /link leads/);
    check('a link to itself', link('src/a.ts', 'a.ts'), /link leads/);
    check('a link to git', link('src/a.ts', '../.git/config'), /link leads/);
    check('a link to a hook that is not there', link('src/a.ts', '../.git/hooks/pre-commit'), /link leads/);
    check('a link to the editor’s settings', link('src/a.ts', '../.vscode/settings.json'), /link leads/);
    check('a link to secrets', link('src/a.ts', '../.env'), /link leads/);
    check('a link to an excluded file', link('src/a.ts', '../private/plan.md'), /link leads/);
    check('a link to another file', link('src/a.ts', 'b.ts'), /has changed meanwhile/);
    check('a folder that is a link out of the workspace', link('src', '../elsewhere'), /link leads/);
    check('a folder that is a link to git', link('src', '.git'), /link leads/);
    check(
      'a folder that is a file',
      () => {
        rmSync(at('src'), { recursive: true });
        text('src', '')();
      },
      /gone/,
    );
    check(
      'a folder',
      () => {
        rmSync(at('src/a.ts'));
        mkdirSync(at('src/a.ts'));
      },
      /it is a folder/,
    );
    check('a file that is gone', () => rmSync(at('src/a.ts')), /gone/);
    check('a file under another name', () => renameSync(at('src/a.ts'), at('src/c.ts')), /gone/);
    check('other text', text('src/a.ts', 'something else\n'), /has changed meanwhile/);
    check('bytes that are no text', text('src/a.ts', Buffer.from([0, 1, 255])), /not UTF-8/);
  });

  describe('what needs the own yes of the user is not written without one', () => {
    const check = (name: string, path: string, base: string | null, content: string | null, reason: RegExp) =>
      it(name, async () => {
        const [file] = proposal.files;
        assert.ok(file);
        const untouched = folder.fingerprint();
        // As a journal of another version may have it, or one that someone has written into.
        const tampered = { ...proposal, files: [{ ...file, path, base, content }] };
        assert.match((await writeProposal(folder.root, tampered)).join('\n'), reason);
        assert.equal(folder.fingerprint(), untouched);
      });
    check('a task of the editor', '.vscode/tasks.json', null, '{}', /needs your own yes/);
    check('a setting that is there', '.vscode/settings.json', '{}\n', '{"a":1}\n', /needs your own yes/);
    check('a hook', '.git/hooks/pre-commit', null, 'stolen', /needs your own yes/);
    check(
      'a workflow that is deleted',
      '.github/workflows/test.yml',
      'on: push\n',
      null,
      /needs your own yes/,
    );
    check('what models are told', 'AGENTS.md', 'Be kind.\n', 'Be unkind.\n', /needs your own yes/);
    check('a secret', '.env', `PASSWORD=${stolen}\n`, 'PASSWORD=x\n', /needs your own yes/);
    check(
      'a script',
      'package.json',
      '{"scripts":{}}',
      '{"scripts":{"postinstall":"stolen"}}',
      /needs your own yes/,
    );
    check('a way out', '../elsewhere/secret.ts', `${stolen}\n`, 'x\n', /link leads/);
    check('an absolute way out', '/tmp/stolen.ts', null, 'x\n', /link leads/);
    check('a way out by a link', 'linked/out/stolen.ts', null, 'x\n', /link leads/);
  });
});
