import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { initialState } from '../../src/core/run/state/applyEvent.ts';
import type { RunState } from '../../src/core/run/state/runState.ts';
import { answerChat } from '../../src/host/agents/chatParticipant.ts';
import { Delegate } from '../../src/host/agents/delegate.ts';
import { DelegateTool } from '../../src/host/agents/delegateTools.ts';
import { titleOf } from '../../src/host/runs/jobTitle.ts';
import { heldElsewhere } from '../../src/host/runs/sharedRun.ts';
import { plantedInContext, plantedSecrets } from '../unit/support/plantedSecrets.ts';
import { keepFiles, onDisk, sampleFolder, sampleSources, tiercel } from './support/sample.ts';

const textOf = ({ content }: vscode.LanguageModelToolResult): string =>
  content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
const none = new vscode.CancellationTokenSource().token;

describe('work for other agents', () => {
  let restore: () => Promise<void>;
  beforeEach(async () => {
    restore = await keepFiles(sampleSources);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('tiercel.rejectAll');
    await restore();
  });

  const toolsOfAgents = async () => {
    const { delegate } = await tiercel();
    return { fix: new DelegateTool(delegate, 'fixProblems'), work: new DelegateTool(delegate, 'delegate') };
  };

  it('is offered as tools that say what they need', async () => {
    await tiercel();
    const known = vscode.lm.tools.filter(({ name }) => name.startsWith('tiercel_'));
    assert.deepEqual(known.map(({ name }) => name).sort(), ['tiercel_delegate', 'tiercel_fix_problems']);
    assert.ok(known.every(({ description, inputSchema }) => description.length > 50 && inputSchema));
  });

  it('is confirmed with its worst case, never above what a run may cost', async () => {
    const { fix, work } = await toolsOfAgents();
    const asked = async (tool: DelegateTool, input: object) => {
      const { confirmationMessages } = await tool.prepareInvocation({ input });
      return String(confirmationMessages?.title);
    };
    assert.equal(await asked(fix, {}), 'Let Tiercel do this for at most $0.50?');
    assert.equal(await asked(fix, { budgetUsd: 0.1 }), 'Let Tiercel do this for at most $0.10?');
    assert.equal(await asked(work, { task: 'x', budgetUsd: 100 }), 'Let Tiercel do this for at most $0.50?');
    await assert.rejects(asked(work, {}), /task/);
    await assert.rejects(asked(fix, { file: '../outside.ts' }), /can't be used/);
  });

  it('is called by another agent through the editor, which asks the user first', async () => {
    await tiercel();
    const input = { file: 'sample/src/catalog.ts', budgetUsd: 0.1 };
    const call = vscode.lm.invokeTool(
      'tiercel_fix_problems',
      { input, toolInvocationToken: undefined },
      none,
    );
    assert.match(textOf(await call), /done: 1 of 1 task done/);
    const wrong = { input: { file: 'src/nothing.ts' }, toolInvocationToken: undefined };
    assert.match(
      textOf(await vscode.lm.invokeTool('tiercel_fix_problems', wrong, none)),
      /no src\/nothing\.ts/,
    );
  });

  it('is done in all folders that are open, for no more together than was confirmed', async () => {
    const { runs } = await tiercel();
    const root = await mkdtemp(path.join(tmpdir(), 'tiercel-folder-'));
    const other: vscode.WorkspaceFolder = { uri: vscode.Uri.file(root), name: 'other', index: 1 };
    await writeFile(path.join(root, 'a.json'), '{}');
    const options = { runs, environment: process.env, onFirstModel: () => undefined };
    const delegate = new Delegate({ ...options, folders: () => [sampleFolder(), other] });
    try {
      const { done, refused } = await delegate.run({ type: 'fixProblems' }, 0.3, none);
      assert.equal(refused, undefined);
      assert.deepEqual(
        done.map(({ folder }) => folder.name),
        ['sample', 'other'],
      );
      assert.deepEqual(
        done.map(({ state }) => titleOf(state.job)),
        ['Fix problems in sample', 'Fix problems in other'],
      );
      const [first, second] = done.map(({ state }) => state);
      assert.ok(first && second && first.total.usd > 0);
      assert.equal(first.budgetUsd, 0.3);
      assert.ok(Math.abs(second.budgetUsd - (0.3 - first.total.usd)) < 1e-9);
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it('tells what was done and paid where the next folder is refused', async () => {
    const folders = ['one', 'other'].map((name, index) => ({ ...sampleFolder(), name, index }));
    const begun = { run: 'r', job: { type: 'fixProblems' }, time: 1, budgetUsd: 1, ceiling: 'mini' } as const;
    const state = initialState({ type: 'run-start', ...begun });
    const results = [{ type: 'stopped', state } as const, heldElsewhere];
    const start = async () => results.shift() ?? heldElsewhere;
    const faked = { start, resume: start, cancel: async () => undefined };
    const options = { runs: faked, environment: process.env, onFirstModel: () => undefined };
    const delegate = new Delegate({ ...options, folders: () => folders });
    const { done, refused } = await delegate.run({ type: 'fixProblems' }, 100, none);
    assert.deepEqual(
      done.map(({ folder }) => folder.name),
      ['one'],
    );
    assert.match(refused ?? '', /^Not done in other: Another window/);
  });

  it('tells what a plan has cost where it can not be started', async () => {
    const begun = { run: 'r', job: { type: 'request', text: 'x' }, time: 1, budgetUsd: 1 } as const;
    const reason = { type: 'plan', message: 'The plan waits for you.' } as const;
    const state: RunState = {
      ...initialState({ type: 'run-start', ceiling: 'mini', ...begun }),
      phase: { type: 'paused', reason },
      total: { usd: 0.0113, calls: 2, inputTokens: 4540, cachedTokens: 0, outputTokens: 470 },
    };
    const faked = {
      start: async () => ({ type: 'stopped', state }) as const,
      resume: async () => heldElsewhere,
      cancel: async () => undefined,
    };
    const options = { runs: faked, environment: process.env, onFirstModel: () => undefined };
    const tool = new DelegateTool(new Delegate({ ...options, folders: () => [sampleFolder()] }), 'delegate');
    const text = textOf(await tool.invoke({ input: { task: 'x' }, toolInvocationToken: undefined }, none));
    assert.match(text, /^Tiercel run r stands still: The plan waits for you\. Cost: \$0\.0113\.\n/);
    assert.match(text, /The plan is made and paid for, but not started\. Another window works on this run/);
  });

  it('fixes the problems of a file, writes nothing, and tells how it was checked', async () => {
    const before = await onDisk('src/catalog.ts');
    const { fix } = await toolsOfAgents();
    const options = { input: { file: 'src/catalog.ts', budgetUsd: 0.1 }, toolInvocationToken: undefined };
    const { content } = await fix.invoke(options, none);
    const text = textOf({ content });
    assert.match(text, /done: 1 of 1 task done.*Cost: \$0\.00/s);
    assert.match(text, /Nothing is written yet/);
    assert.match(text, /Checked by TypeScript.* errors before, .* 0 new/);
    assert.match(text, /\+ {2}return product\.unitPrice \* quantity;/);
    assert.equal(await onDisk('src/catalog.ts'), before);
    const { runs } = await tiercel();
    assert.ok((runs.entries()[0]?.state.budgetUsd ?? 1) <= 0.1);
  });

  it('is accepted by itself, and leaves open what others have proposed', async () => {
    const { runs } = await tiercel();
    const { fix } = await toolsOfAgents();
    const propose = async (file: string) => {
      await fix.invoke({ input: { file }, toolInvocationToken: undefined }, none);
      return runs.entries()[0]?.state.run ?? '';
    };
    const [first, second] = [await propose('src/catalog.ts'), await propose('src/orderCsv.ts')];
    await vscode.commands.executeCommand('tiercel.acceptAll', second);
    const decisionsOf = (run: string) =>
      runs.entry(run)?.state.proposals.flatMap(({ files }) => files.flatMap(({ decisions }) => decisions));
    assert.deepEqual([decisionsOf(first), decisionsOf(second)], [['open'], ['accepted']]);
  });

  it('is answered in the chat, with what can be done next', async () => {
    const { runs, delegate } = await tiercel();
    const said: string[] = [];
    const answer = {
      markdown: (text: string | vscode.MarkdownString) =>
        void said.push(typeof text === 'string' ? text : text.value),
      progress: (text: string) => void said.push(`(${text})`),
      button: ({ title }: vscode.Command) => void said.push(`[${title}]`),
      anchor: (_: unknown, title?: string) => void said.push(`<${title}>`),
    };
    const question = { prompt: 'Where is the tax computed?', command: undefined };
    const result = await answerChat(question, answer, none, { delegate, runs });
    assert.equal(result.errorDetails, undefined);
    assert.match(said.join('\n'), /src\/tax\.ts/);
    assert.match(said.join('\n'), /\[Show Panel\]/);
    const empty = await answerChat({ prompt: ' ', command: undefined }, answer, none, { delegate, runs });
    assert.deepEqual(empty, {});
  });

  it('is sent no secret that stands in the chat, and nothing of what was said there before', async () => {
    const { runs, delegate } = await tiercel();
    const answer = { markdown() {}, progress() {}, button() {}, anchor() {} };
    const secrets = [
      ...Object.values(plantedSecrets).map((secret) => ({ text: secret, secrets: [secret] })),
      ...Object.values(plantedInContext),
    ];
    const pasted = secrets.map(({ text }) => text).join('\n');
    const sentFor = async (prompt: string) => {
      const { metadata } = await answerChat({ prompt, command: undefined }, answer, none, { delegate, runs });
      const [run = ''] = (metadata?.runs ?? []) as string[];
      return JSON.stringify(runs.sent.of(run));
    };
    const sent = await sentFor(`Where is the tax computed in the pelican?\n${pasted}`);
    assert.match(sent, /pelican.*\[withheld\]/s);
    for (const { secrets: each } of secrets)
      for (const secret of each) assert.ok(!sent.includes(secret), secret);
    assert.doesNotMatch(await sentFor('Where is the tax computed, then?'), /pelican|\[withheld\]/);
  });
});

describe('the tools of the user', () => {
  it('may be called only when they are allowed, one by one, and until that is taken back', async () => {
    const { tools } = await tiercel();
    const names = () => tools.allowed().map(({ name }) => name);
    assert.deepEqual(names(), []);
    assert.ok(tools.known().some(({ name }) => name === 'test_echo'));
    assert.ok(!tools.known().some(({ name }) => name.startsWith('tiercel_')), 'not its own');
    await tools.set(['test_echo', 'gone']);
    assert.deepEqual(names(), ['test_echo']);
    const { signal } = new AbortController();
    assert.deepEqual(await tools.call('test_echo', { say: 'hello' }, { signal }), {
      ok: true,
      output: '{"say":"hello"}',
    });
    await tools.set([]);
    assert.deepEqual(names(), []);
  });

  it('tell their failures, and are cancelled', async () => {
    const { tools } = await tiercel();
    const { signal } = new AbortController();
    const failed = await tools.call('test_echo', { fail: true }, { signal });
    assert.equal(failed.ok, false);
    await assert.rejects(
      tools.call('test_echo', {}, { signal: AbortSignal.abort(new Error('stop')) }),
      /stop/,
    );
  });
});
