import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/emitter.ts';
import { hunksOf } from '../../src/core/edit/proposal/hunks.ts';
import type { Proposal } from '../../src/core/edit/proposal/proposal.ts';
import { applyEvent, foldEvents } from '../../src/core/run/state/applyEvent.ts';
import type { RunState } from '../../src/core/run/state/runState.ts';
import { markOf } from '../../src/host/proposals/hunkPicks.ts';
import { type DecisionKeeper, Proposals } from '../../src/host/proposals/proposals.ts';
import { passedVerdict } from '../unit/support/passedVerdict.ts';
import { keepFiles, onDisk, sampleFolder, sampleUri, tiercel } from './support/sample.ts';
import { until } from './support/until.ts';

type Change = readonly [path: string, base: string | null, content: string | null];

/** Keeps the decisions on one run in memory. */
class InMemoryRun implements DecisionKeeper {
  state: RunState;

  constructor(changes: readonly Change[]) {
    const start = {
      type: 'run-start',
      run: 'r',
      job: { type: 'fixProblems' },
      time: 0,
      budgetUsd: 1,
      ceiling: 'none',
    };
    const proposal: Proposal = {
      id: 'p',
      run: 'r',
      title: 'A proposal',
      tasks: [],
      tier: 'none',
      files: changes.map(([path, base, content]) => {
        const hunks = hunksOf(base, content);
        return { path, base, content, hunks, decisions: hunks.map(() => 'open' as const) };
      }),
      verdict: passedVerdict,
    };
    const state = foldEvents([
      start as Parameters<typeof foldEvents>[0][number],
      { type: 'proposal', proposal },
    ]);
    assert.ok(state);
    this.state = state;
  }

  entry() {
    return { folder: sampleFolder(), state: this.state };
  }

  async decide(_run: string, decisions: Parameters<DecisionKeeper['decide']>[1]) {
    this.state = decisions.reduce(applyEvent, this.state);
  }

  decisions() {
    return this.state.proposals.flatMap(({ files }) => files.map(({ decisions }) => decisions.join()));
  }

  picks(hunks?: readonly number[]) {
    return this.state.proposals.flatMap(({ id, files }) =>
      files.map((file) => ({
        proposal: id,
        path: file.path,
        marks: file.hunks.filter(({ index }) => hunks?.includes(index) ?? true).map(markOf),
      })),
    );
  }
}

const lines = (count: number, change: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: count }, (_, line) => `${change[line] ?? `line ${line}`}\n`).join('');

describe('accepting and rejecting hunks', () => {
  let restore: () => Promise<void>;
  let first = '';
  let second = '';
  let tests = 0;

  beforeEach(async () => {
    await tiercel();
    // New names each time: VS Code keeps the text of a file for a while after its editor is closed.
    tests += 1;
    first = `notes/${tests}/first.txt`;
    second = `notes/${tests}/second.txt`;
    restore = await keepFiles([first, second, '.vscode/tasks.json']);
    await vscode.workspace.fs.writeFile(sampleUri(first), new TextEncoder().encode(lines(40)));
  });
  const made: Proposals[] = [];
  const logged = new Emitter<string>();
  afterEach(() => {
    for (const proposals of made.splice(0)) proposals.dispose();
    return restore();
  });

  function accept(run: InMemoryRun, hunks?: readonly number[], yes = true) {
    const asked: string[] = [];
    const proposals = new Proposals({
      runs: run,
      log: { warn: (message) => logged.fire(message) },
      confirmProtected: async (files) => {
        asked.push(...files);
        return yes;
      },
    });
    made.push(proposals);
    return proposals.accept('r', run.picks(hunks)).then((result) => ({ result, asked }));
  }

  const twoHunks = (): Change => [first, lines(40), lines(40, { 2: 'two', 30: 'thirty' })];

  it('writes the picked hunk and no other', async () => {
    const run = new InMemoryRun([twoHunks()]);
    await accept(run, [1]);
    assert.equal(await onDisk(first), lines(40, { 30: 'thirty' }));
    assert.deepEqual(run.decisions(), ['open,accepted']);
    await accept(run, [0]);
    assert.equal(await onDisk(first), lines(40, { 2: 'two', 30: 'thirty' }));
  });

  it('is on the disk before it is shown as accepted', async () => {
    const run = new InMemoryRun([twoHunks()]);
    let found: string | undefined;
    const decide = run.decide.bind(run);
    run.decide = async (id, decisions) => {
      found = await onDisk(first);
      await decide(id, decisions);
    };
    await accept(run);
    assert.equal(found, lines(40, { 2: 'two', 30: 'thirty' }));
  });

  it('writes a hunk once', async () => {
    const run = new InMemoryRun([twoHunks()]);
    await accept(run, [1]);
    assert.deepEqual((await accept(run, [1])).result, { accepted: 0, stale: [] });
    assert.equal(await onDisk(first), lines(40, { 30: 'thirty' }));
  });

  it('creates a file, and one undo takes it and the rest back', async () => {
    const run = new InMemoryRun([
      [second, null, 'new\n'],
      [first, lines(40), lines(40, { 2: 'two' })],
    ]);
    const { result } = await accept(run);
    assert.deepEqual(result, { accepted: 2, stale: [] });
    assert.equal(await onDisk(second), 'new\n');
    await vscode.window.showTextDocument(sampleUri(first));
    await vscode.commands.executeCommand('undo');
    const document = await vscode.workspace.openTextDocument(sampleUri(first));
    assert.equal(document.getText(), lines(40));
    assert.equal(await onDisk(second), undefined);
  });

  it('leaves an undo as it is where it can not be kept, and logs it', async () => {
    const run = new InMemoryRun([[first, lines(40), lines(40, { 3: 'new' })]]);
    await accept(run);
    run.decide = async () => {
      throw new Error('the disk is full');
    };
    await vscode.window.showTextDocument(sampleUri(first));
    const told = new Promise<string>((resolve) => {
      const listener = logged.event((message) => {
        listener.dispose();
        resolve(message);
      });
    });
    await vscode.commands.executeCommand('undo');
    assert.equal(await told, 'What was undone could not be kept: the disk is full');
    assert.equal((await vscode.workspace.openTextDocument(sampleUri(first))).getText(), lines(40));
    assert.deepEqual(run.decisions(), ['accepted']);
  });

  it('opens the hunks again when the accept is undone, and closes them when it is redone', async () => {
    const run = new InMemoryRun([twoHunks()]);
    await accept(run);
    await vscode.window.showTextDocument(sampleUri(first));
    await vscode.commands.executeCommand('undo');
    const decided = (decisions: string) =>
      until(
        vscode.workspace.onDidChangeTextDocument,
        () => run.decisions().join() === decisions || undefined,
      );
    await decided('open,open');
    await vscode.commands.executeCommand('redo');
    await decided('accepted,accepted');
  });

  it('deletes a file', async () => {
    const run = new InMemoryRun([[first, lines(40), null]]);
    await accept(run);
    assert.equal(await onDisk(first), undefined);
  });

  it('goes by the unsaved text, and leaves it unsaved', async () => {
    const editor = await vscode.window.showTextDocument(sampleUri(first));
    await editor.edit((edit) => edit.insert(new vscode.Position(20, 0), 'typed\n'));
    await accept(new InMemoryRun([twoHunks()]));
    const text = editor.document.getText();
    assert.ok(text.includes('two\n') && text.includes('thirty\n') && text.includes('typed\n'), text);
    assert.equal(editor.document.isDirty, true);
    assert.equal(await onDisk(first), lines(40));
  });

  it('marks what has lost its place as stale, and takes the rest', async () => {
    await vscode.workspace.fs.writeFile(
      sampleUri(first),
      new TextEncoder().encode(lines(40, { 2: 'changed by someone' })),
    );
    const run = new InMemoryRun([twoHunks()]);
    const { result } = await accept(run);
    assert.equal(result.accepted, 1);
    assert.deepEqual(run.decisions(), ['stale,accepted']);
    assert.match(result.stale[0]?.reason ?? '', /first\.txt/);
    assert.equal(await onDisk(first), lines(40, { 2: 'changed by someone', 30: 'thirty' }));
  });

  it('does not create a file that has come to exist', async () => {
    await vscode.workspace.fs.writeFile(sampleUri(second), new TextEncoder().encode('of the user\n'));
    const run = new InMemoryRun([[second, null, 'new\n']]);
    await accept(run);
    assert.deepEqual(run.decisions(), ['stale']);
    assert.equal(await onDisk(second), 'of the user\n');
  });

  describe('when a file is not what it was', () => {
    it('does not bring one back that was deleted', async () => {
      await rm(sampleUri(first).fsPath);
      const run = new InMemoryRun([twoHunks()]);
      const { result } = await accept(run);
      assert.deepEqual([result.accepted, run.decisions()], [0, ['stale,stale']]);
      assert.match(result.stale[0]?.reason ?? '', /first\.txt/);
      assert.equal(await onDisk(first), undefined);
    });
    it('leaves one alone that was renamed', async () => {
      const rename = new vscode.WorkspaceEdit();
      rename.renameFile(sampleUri(first), sampleUri(second));
      await vscode.workspace.applyEdit(rename);
      const run = new InMemoryRun([twoHunks()]);
      await accept(run);
      assert.deepEqual(run.decisions(), ['stale,stale']);
      assert.deepEqual([await onDisk(first), await onDisk(second)], [undefined, lines(40)]);
    });
    it('says of one that can not be written that it is not saved, and loses no text', async () => {
      await chmod(sampleUri(first).fsPath, 0o444);
      const run = new InMemoryRun([twoHunks()]);
      const { result } = await accept(run, [1]);
      const wanted = lines(40, { 30: 'thirty' });
      // Who may write everything may write this too.
      const isSaved = (await onDisk(first)) === wanted;
      assert.equal(result.failure === undefined, isSaved, result.failure);
      if (!isSaved) assert.match(result.failure ?? '', /not saved: .*first\.txt/);
      const document = await vscode.workspace.openTextDocument(sampleUri(first));
      assert.equal(document.getText(), wanted);
      assert.deepEqual(run.decisions(), ['open,accepted']);
      await chmod(sampleUri(first).fsPath, 0o644);
    });
    it('keeps what a formatter makes of it on save, as accepted', async () => {
      const onSave = vscode.workspace.getConfiguration('editor', { languageId: 'plaintext' });
      await onSave.update('formatOnSave', true, vscode.ConfigurationTarget.Global, true);
      const formatter = vscode.languages.registerDocumentFormattingEditProvider('plaintext', {
        provideDocumentFormattingEdits: (document) => [
          vscode.TextEdit.insert(document.lineAt(0).range.start, 'formatted '),
        ],
      });
      try {
        const run = new InMemoryRun([twoHunks()]);
        const { result } = await accept(run);
        assert.deepEqual([result, run.decisions()], [{ accepted: 2, stale: [] }, ['accepted,accepted']]);
        assert.equal(await onDisk(first), `formatted ${lines(40, { 2: 'two', 30: 'thirty' })}`);
      } finally {
        formatter.dispose();
        await onSave.update('formatOnSave', undefined, vscode.ConfigurationTarget.Global, true);
      }
    });
  });

  describe('in two windows', () => {
    const inserted = `${lines(20)}new\n${lines(40).slice(lines(20).length)}`;
    it('writes once what both accept', async () => {
      await accept(new InMemoryRun([[first, lines(40), inserted]]));
      const other = new InMemoryRun([[first, lines(40), inserted]]);
      await accept(other);
      assert.equal(await onDisk(first), inserted);
    });
    it('writes of two proposals that overlap only the first', async () => {
      await accept(new InMemoryRun([[first, lines(40), lines(40, { 2: 'two' })]]));
      const other = new InMemoryRun([[first, lines(40), lines(40, { 2: 'deux', 30: 'trente' })]]);
      await accept(other);
      assert.deepEqual(other.decisions(), ['stale,accepted']);
      assert.equal(await onDisk(first), lines(40, { 2: 'two', 30: 'trente' }));
    });
  });

  it('writes nothing outside of the workspace', async () => {
    const run = new InMemoryRun([['../outside.txt', null, 'new\n']]);
    const { result } = await accept(run);
    assert.equal(result.accepted, 0);
    assert.equal(await onDisk('../outside.txt'), undefined);
  });

  it('asks before it changes what runs by itself, of a hostile workspace or not', async () => {
    const script: Change = [first.replace('first.txt', 'package.json'), null, '{"scripts":{"prepare":"x"}}'];
    for (const change of [script, ['AGENTS.md', null, 'Obey.\n'] as const]) {
      const run = new InMemoryRun([change]);
      assert.deepEqual((await accept(run, undefined, false)).asked, [change[0]]);
      assert.equal(await onDisk(change[0]), undefined);
      assert.deepEqual(run.decisions(), ['open']);
    }
  });

  it('looks again: a hostile workspace may have put a link where a file was', async function () {
    if (process.platform === 'win32') this.skip();
    const outside = path.join(tmpdir(), `tiercel-outside-${process.pid}.txt`);
    await writeFile(outside, lines(40));
    const target = sampleUri(second).fsPath;
    try {
      for (const to of [outside, sampleUri('.git/config').fsPath, '/nowhere/at/all']) {
        await mkdir(path.dirname(target), { recursive: true });
        await rm(target, { force: true });
        await symlink(to, target);
        const run = new InMemoryRun([[second, lines(40), lines(40, { 2: 'stolen' })]]);
        const { result } = await accept(run);
        assert.equal(result.accepted, 0);
        assert.match(result.stale[0]?.reason ?? '', /lies outside the workspace/);
      }
      assert.equal(await readFile(outside, 'utf8'), lines(40));
    } finally {
      await rm(target, { force: true });
      await rm(outside, { force: true });
    }
  });

  it('writes all that is accepted for one file, by whatever names', async function () {
    if (process.platform === 'win32') this.skip();
    const link = first.replace('first', 'link');
    await symlink(path.basename(first), sampleUri(link).fsPath);
    try {
      const run = new InMemoryRun([
        [first, lines(40), lines(40, { 2: 'two' })],
        [link, lines(40), lines(40, { 30: 'thirty' })],
      ]);
      const { result } = await accept(run);
      assert.deepEqual([result.failure, run.decisions()], [undefined, ['accepted', 'accepted']]);
      assert.equal(await onDisk(first), lines(40, { 2: 'two', 30: 'thirty' }));
    } finally {
      await rm(sampleUri(link).fsPath, { force: true });
    }
  });

  it('asks before it writes what can run by itself, and takes no for an answer', async () => {
    const run = new InMemoryRun([
      ['.vscode/tasks.json', null, '{}\n'],
      [first, lines(40), lines(40, { 2: 'two' })],
    ]);
    const { asked } = await accept(run, undefined, false);
    assert.deepEqual(asked, ['.vscode/tasks.json']);
    assert.equal(await onDisk('.vscode/tasks.json'), undefined);
    assert.deepEqual(run.decisions(), ['open', 'accepted']);
    await accept(run);
    assert.equal(await onDisk('.vscode/tasks.json'), '{}\n');
  });

  it('keeps line endings as the file has them', async () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    await vscode.workspace.fs.writeFile(sampleUri(first), new TextEncoder().encode(crlf(lines(40))));
    await accept(new InMemoryRun([[first, crlf(lines(40)), crlf(lines(40, { 2: 'two' }))]]));
    assert.equal(await onDisk(first), crlf(lines(40, { 2: 'two' })));
  });

  describe('keeps a file as it is', () => {
    const utf8 = (text: string) => Buffer.from(text);
    const check = (title: string, before: string, after: string, toBytes: (text: string) => Buffer = utf8) =>
      it(title, async () => {
        await writeFile(sampleUri(first).fsPath, toBytes(before));
        const read = await vscode.workspace.openTextDocument(sampleUri(first));
        const proposed = after.replace(/^\ufeff/, '');
        const base = before.replace(/^\ufeff/, '');
        assert.equal(read.lineCount > 1, true);
        const { result } = await accept(new InMemoryRun([[first, base, proposed]]));
        assert.deepEqual(result, { accepted: 1, stale: [] });
        assert.deepEqual(await readFile(sampleUri(first).fsPath), toBytes(after));
      });
    check('with CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n');
    check('with mixed line ends', 'a\r\nb\nc\r\nd\n', 'a\r\nB\nc\r\nd\n');
    check('with a carriage return within a line', 'a\rb\nc\n', 'a\rb\nC\n');
    check('without a last line end', 'a\nb', 'A\nb');
    check('with a byte-order mark', '\ufeffa\nb\n', '\ufeffA\nb\n');
    check('in UTF-16', '\ufeffa\nb\u00e9\n', '\ufeffA\nb\u00e9\n', (text) => Buffer.from(text, 'utf16le'));
    it('in an encoding that the editor was told', async () => {
      const latin1 = (text: string) => Buffer.from(text, 'latin1');
      await writeFile(sampleUri(first).fsPath, latin1('caf\u00e9\nb\n'));
      await vscode.workspace.openTextDocument(sampleUri(first), { encoding: 'iso88591' });
      await accept(new InMemoryRun([[first, 'caf\u00e9\nb\n', 'caf\u00e9\nth\u00e9\n']]));
      assert.deepEqual(await readFile(sampleUri(first).fsPath), latin1('caf\u00e9\nth\u00e9\n'));
    });
    it('where the editor can not tell its encoding', async () => {
      const bytes = Buffer.from('caf\u00e9\nb\nc\nd\n', 'latin1');
      await writeFile(sampleUri(first).fsPath, bytes);
      const { result } = await accept(
        new InMemoryRun([[first, 'caf\ufffd\nb\nc\nd\n', 'caf\ufffd\nb\nc\nD\n']]),
      );
      assert.match(result.stale[0]?.reason ?? '', /encoding/);
      assert.deepEqual(await readFile(sampleUri(first).fsPath), bytes);
    });
    it('with mixed line ends, until the accept is undone', async () => {
      await writeFile(sampleUri(first).fsPath, 'a\r\nb\nc\r\n');
      const editor = await vscode.window.showTextDocument(sampleUri(first));
      const before = editor.document.getText();
      const run = new InMemoryRun([[first, before, before.replace('b', 'B')]]);
      await accept(run);
      assert.equal(await onDisk(first), 'a\r\nB\nc\r\n');
      await until(
        vscode.workspace.onDidChangeTextDocument,
        () => editor.document.getText() !== before || undefined,
      );
      await vscode.commands.executeCommand('undo');
      await until(
        vscode.workspace.onDidChangeTextDocument,
        () => run.decisions().join() === 'open' || undefined,
      );
    });
    it('with the permission to run', async () => {
      const { fsPath } = sampleUri(first);
      await chmod(fsPath, 0o755);
      await accept(new InMemoryRun([twoHunks()]));
      assert.equal((await stat(fsPath)).mode & 0o777, 0o755);
    });
  });
});
