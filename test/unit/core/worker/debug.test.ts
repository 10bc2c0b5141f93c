import assert from 'node:assert/strict';
import { passesWhen } from '../../support/fakeScratch.ts';
import { runTask } from '../../support/runTask.ts';
import { replaceLine, reply, type Script, tool } from '../../support/scriptedModel.ts';
import { type Setting, told, workOn } from './setting.ts';

const files = { 'src/a.ts': 'const a = 1;\nconst b = 1;\n' };
const debugTask = runTask({ kind: 'debug', title: 'Make npm test pass', check: 'npm test' });
const setB = (from: string, to: string) => replaceLine('src/a.ts', `const b = ${from};`, `const b = ${to};`);
const finish = tool('finish', { summary: 'Done.' });
const run = (command: string) => tool('run_command', { command });

describe('a worker that debugs', () => {
  const npmTest = { 'npm test': passesWhen('src/a.ts', 'const b = 2;') };
  const debug = (script: Script, setting: Setting = {}) =>
    workOn(script, { files, task: debugTask, commands: npmTest, ...setting });
  const commandsOf = ({ result }: Awaited<ReturnType<typeof workOn>>) =>
    result.type === 'edited'
      ? result.verdict.commands?.map(({ outcome, before }) => `${before} → ${outcome}`)
      : [];

  it('is shown the failure, and is done when what failed passes', async () => {
    const worked = await debug([reply(setB('1', '2'))]);
    assert.equal(told(worked.result), 'edited passed src/a.ts="const a = 1;\\nconst b = 2;\\n"');
    assert.deepEqual(commandsOf(worked), ['failed → passed']);
    assert.match(worked.model.textOf(0), /npm test fails now \(exit code 1, 1\.2 s\):\n```\nnot ok 1 - sums/);
    assert.deepEqual(worked.notes, [
      'runs npm test',
      'patches src/a.ts',
      'TypeScript says: no errors left',
      'runs npm test',
      'runs npm test',
    ]);
    assert.equal(worked.scratch.runs.length, 2, 'once before and once after: the verdict runs nothing again');
  });
  it('is told what the command had to do without', async () => {
    const uncopied = [{ path: 'data.bin', reason: 'EACCES' }];
    const lacking = async () => ({ exitCode: 1, prints: 'no data', uncopied });
    const { model } = await debug([reply(finish), reply(finish)], { commands: { 'npm test': lacking } });
    assert.match(model.textOf(0), /```\nno data\n```\nIt ran without data\.bin \(EACCES\)\./);
  });
  it('is told what still fails after a patch, and goes on', async () => {
    const worked = await debug([reply(setB('1', '3')), reply(setB('3', '2'))]);
    assert.match(
      worked.model.textOf(1),
      /npm test fails with your edits .*\n```\nnot ok 1 - sums\nError: expected const b = 2;, found const b = 3;/,
    );
    assert.match(told(worked.result), /^edited passed/);
  });
  it('is not believed when it says that it is done', async () => {
    const worked = await debug([reply(setB('1', '3'), finish), reply(finish)]);
    assert.match(worked.model.textOf(1), /It is not done yet\. npm test fails/);
    assert.match(told(worked.result), /^edited failed/);
    assert.deepEqual(commandsOf(worked), ['failed → failed']);
  });
  it('ends after the same failure three times, and says so', async () => {
    const { result } = await debug([reply(setB('1', '3')), reply(setB('3', '4'))]);
    assert.equal(result.type === 'edited' && result.isStuck, true);
    assert.match(told(result), /^edited failed/);
    assert.match(
      result.type === 'edited' ? result.summary : '',
      /The same failure came 3 times: not ok 1 - sums/,
    );
  });
  it('goes on while it fails in other ways', async () => {
    const named = { 'npm test': passesWhen('src/a.ts', "const b = 'end';") };
    const ways = ["'x'", "'y'", "'z'", "'end'"];
    const script = ways.map((way, at) => reply(setB(ways[at - 1] ?? '1', way)));
    assert.match(told((await debug(script, { commands: named })).result), /^edited passed/);
  });
  it('runs nothing on an edit that a server objects to', async () => {
    const worked = await debug([reply(setB('1', 'WRONG')), reply(setB('WRONG', '2'))]);
    assert.equal(worked.scratch.runs.length, 2);
    assert.match(told(worked.result), /^edited passed/);
  });
  it('may run what is allowed by itself, word by word', async () => {
    const worked = await debug([reply(run('npm test -- --watch'), run('npm test')), reply(setB('1', '2'))]);
    const text = worked.model.textOf(1);
    assert.match(text, /The user has not allowed that command\. Allowed, word by word: "npm test"/);
    assert.match(text, /npm test fails with your edits/);
    assert.equal(worked.scratch.runs.length, 2, 'it was known how it fails');
  });
  it('is offered commands only where some are allowed', async () => {
    const offered = async (setting: Setting) => {
      const { model } = await debug([reply(finish)], setting);
      const [request] = model.requests;
      const names = request?.tools.map((each) => (each.type === 'patch' ? 'apply_patch' : each.name));
      return [names?.includes('run_command'), request?.cacheKey];
    };
    assert.deepEqual(await offered({}), [true, 'work-mini-commands']);
    assert.deepEqual(await offered({ commands: {} }), [false, 'work-mini']);
  });
  it('may leave what another cause keeps failing, but not as verified', async () => {
    const task = runTask({ kind: 'debug', files: ['src/a.ts'] });
    const worked = await debug([reply(setB('1', '3'), finish), reply(finish)], { task });
    assert.match(told(worked.result), /^edited unchecked/);
  });
});

describe('a worker that edits where commands are allowed', () => {
  const edit = (commands: NonNullable<Setting['commands']>) =>
    workOn([reply(setB('1', '3'), finish)], { files, task: runTask({ files: ['src/a.ts'] }), commands });
  it('fails when it breaks one', async () => {
    const { result } = await edit({ 'npm test': passesWhen('src/a.ts', 'const b = 1;') });
    assert.match(told(result), /^edited failed/);
  });
  it('does not fail for what failed before', async () => {
    const { result } = await edit({ 'npm test': passesWhen('src/a.ts', 'const b = 2;') });
    assert.match(told(result), /^edited passed/);
  });
});
