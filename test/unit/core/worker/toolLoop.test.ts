import assert from 'node:assert/strict';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { maxSteps, maxToolOutputTotal } from '../../../../src/core/worker/stopCondition.ts';
import { maxToolOutput } from '../../../../src/core/worker/tools/readTools.ts';
import { runTask } from '../../support/runTask.ts';
import {
  cutOff,
  patchText,
  refused,
  replaceLine,
  reply,
  type Script,
  tool,
} from '../../support/scriptedModel.ts';
import { editTask, type Setting, told, workOn } from './setting.ts';

const fix = () => replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = 2;');
const fixed = 'edited passed src/a.ts="const a = 1;\\nconst b = 2;\\n"';
const finish = (summary = 'Done.') => tool('finish', { summary });
const readA = () => tool('read_file', { path: 'src/a.ts', from: null, to: null });

/** The answers that a request gives to the calls of the reply before it. */
function answers(request: ModelRequest | undefined): readonly { ok: boolean; output: string }[] {
  const input = request?.input ?? [];
  const last = input.findLastIndex((item) => item.type === 'earlier');
  return input
    .slice(last + 1)
    .flatMap((item) => (item.type === 'toolResult' ? [{ ok: item.ok, output: item.output }] : []));
}

describe('work at tier mini', () => {
  const check = async (script: Script, expected: string | RegExp, setting: Setting = {}) => {
    const worked = await workOn(script, setting);
    if (typeof expected === 'string') assert.equal(told(worked.result), expected);
    else assert.match(told(worked.result), expected);
    return worked;
  };
  /** What one call is answered. */
  const answerTo = async (call: ReturnType<typeof tool>, setting: Setting = {}) => {
    const { model } = await workOn([reply(call), reply(finish())], setting);
    const [answer] = answers(model.requests[1]);
    assert.ok(answer);
    return answer;
  };

  it('reads, patches and finishes, each step in a note', async () => {
    const { result, model, notes } = await workOn(
      [reply(readA()), reply(fix()), reply(finish('b is two.'))],
      {
        task: editTask,
      },
    );
    assert.equal(told(result), fixed);
    assert.equal(result.type === 'edited' && result.summary, 'b is two.');
    assert.match(
      answers(model.requests[1])[0]?.output ?? '',
      /^src\/a\.ts lines 1-2 of 2:\n```\nconst a = 1;\nconst b = BROKEN;\n```$/,
    );
    assert.match(
      answers(model.requests[2])[0]?.output ?? '',
      /^Applied: src\/a\.ts\.\nTypeScript 7\.0\.2 finds no errors/,
    );
    assert.deepEqual(notes, ['reads src/a.ts', 'patches src/a.ts', 'TypeScript says: no errors left']);
  });
  it('offers the tools in a fixed order, under the same prefix for every task', async () => {
    const { model } = await workOn([reply(readA()), reply(finish())]);
    const [first, second] = model.requests;
    assert.deepEqual(
      first?.tools.map((each) => (each.type === 'patch' ? 'apply_patch' : each.name)),
      ['read_file', 'search', 'symbols', 'diagnostics', 'apply_patch', 'finish'],
    );
    const other = (await workOn([reply(finish())], { task: editTask })).model.requests[0];
    for (const request of [second, other]) {
      assert.deepEqual(
        [request?.instructions, request?.tools, request?.cacheKey],
        [first.instructions, first.tools, 'work-mini'],
      );
    }
    assert.deepEqual(second?.input.slice(0, 1), first.input, 'a step only adds to what was sent');
  });
  it('ends without a further request once the diagnostics are gone', () => check([reply(fix())], fixed));
  it('says what the language server finds, so that the model can go on', async () => {
    const wrong = replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = WRONG;');
    const right = replaceLine('src/a.ts', 'const b = WRONG;', 'const b = 2;');
    const { model, notes } = await check([reply(wrong), reply(right)], fixed);
    assert.match(
      answers(model.requests[1])[0]?.output ?? '',
      /now finds:\n```\nsrc\/a\.ts:2:11 error ts 2322: Type 'WRONG' does not fit\.\n```$/,
    );
    assert.ok(notes.includes('TypeScript says: 1 error left'));
  });
  it('gives the edit with a failed verdict where the model finishes too soon', () =>
    check(
      [reply(replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = WRONG;'), finish())],
      /^edited failed /,
    ));
  it('checks an unchanged overlay once', async () => {
    const { checker } = await workOn([reply(fix()), reply(tool('diagnostics', {})), reply(finish())], {
      task: editTask,
    });
    assert.equal(checker.checks.length, 1);
  });
  it('answers every call of a reply, the good and the bad', async () => {
    const calls = [
      readA(),
      tool('search', { text: 'other', regex: false }),
      tool('nonsense', {}),
      tool('read_file', { path: 7 }),
    ];
    const { model } = await workOn([reply(...calls), reply(finish())]);
    assert.deepEqual(
      answers(model.requests[1]).map(({ ok }) => ok),
      [true, true, false, false],
    );
  });
  it('refuses a patch in words and goes on', async () => {
    const miss = replaceLine('src/a.ts', 'const c = BROKEN;', 'const c = 2;');
    const { model } = await check([reply(miss), reply(fix())], fixed);
    const [answer] = answers(model.requests[1]);
    assert.equal(answer?.ok, false);
    assert.match(answer.output, /^The patch was not applied: /);
  });
  it('keeps what fits of a patch and asks for the rest alone', async () => {
    const half = patchText(
      [
        '*** Begin Patch',
        '*** Update File: src/a.ts',
        '-const b = BROKEN;',
        '+const b = 2;',
        '@@',
        '-const c = BROKEN;',
        '+const c = 2;',
        '*** End Patch',
      ].join('\n'),
    );
    const { model } = await check([reply(half), reply(finish())], fixed);
    const [answer] = answers(model.requests[1]);
    assert.equal(answer?.ok, false);
    assert.match(
      answer.output,
      /^The patch was applied in part\.\nChange 1 of src\/a\.ts was applied, .*Send only change 2 of src\/a\.ts again\.$/s,
    );
  });
  it('does not take a finish beside a refused patch at its word', () =>
    check([reply(replaceLine('src/a.ts', 'nothing', 'x'), finish()), reply(fix())], fixed));
  it('applies a patch given as plain text', async () => {
    const text = (call: ReturnType<typeof fix>) => (call.type === 'patchText' ? call.text : '');
    await check([reply(text(fix()))], fixed);
    const wrong = replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = WRONG;');
    const right = replaceLine('src/a.ts', 'const b = WRONG;', 'const b = 2;');
    const { model } = await check([reply(text(wrong)), reply(text(right))], fixed);
    assert.match(model.textOf(1), /now finds:/);
  });
  it('takes plain words as the end', async () => {
    await check([reply('a is one.')], 'noEdit: a is one.', { task: runTask({ kind: 'search' }) });
    await check([reply(fix()), reply('That is all.')], fixed, { task: editTask });
    await check([reply('It is in src/a.ts:\n```ts\nconst a = 1;\n```\n')], /^noEdit: It is in/);
  });

  describe('with bad calls', () => {
    const refuses = async (call: ReturnType<typeof tool>, words: RegExp, setting: Setting = {}) => {
      const answer = await answerTo(call, setting);
      assert.equal(answer.ok, false);
      assert.match(answer.output, words);
    };

    it('answers with what is wrong', async () => {
      await refuses(
        tool('read_file', '{"path": "src/a.ts"'),
        /read_file can't be read\. The JSON breaks off/,
      );
      await refuses(tool('read_file', 'src/a.ts'), /can't be read/);
      await refuses(tool('read_file', { path: 7 }), /not valid\. path: /);
      await refuses(tool('read_file', { path: 'src/a.ts', from: -1 }), /not valid\. from: /);
      await refuses(tool('search', { text: '', regex: false }), /not valid\. text: /);
      await refuses(tool('search', { text: '(', regex: true }), /expression is not valid/);
      await refuses(tool('search', { text: '(a+)+$', regex: true }), /repetition inside is not allowed/);
      await refuses(
        tool('delete_file', { command: 'rm -rf /' }),
        /There is no tool "delete_file"\. The tools are read_file, .*apply_patch/,
      );
      await refuses(tool('toString', {}), /There is no tool "toString"/);
      await refuses(tool('read_file', { path: '../secret.txt' }), /leaves the workspace/);
      await refuses(tool('read_file', { path: 'no.ts' }), /does not exist/);
      await refuses(tool('read_file', { path: 'p.png' }), /it is not UTF-8 text/, {
        special: { 'p.png': { type: 'binary' } },
      });
      await refuses(tool('read_file', { path: 'src' }), /src is a folder\. Use search/, {
        special: { src: { type: 'folder' } },
      });
    });
    it('reads arguments that are sound but wrapped or incomplete', async () => {
      assert.ok((await answerTo(tool('read_file', '```json\n{"path": "src/a.ts"}\n```'))).ok);
      assert.ok((await answerTo(tool('diagnostics', ''))).ok);
      assert.ok((await answerTo(tool('search', { text: 'const' }))).ok);
    });
    it('gives up after three steps of nothing else', () =>
      check(
        (_, nth) => reply(tool('nonsense', { nth })),
        /^malformed: No valid tool call, three times\. There is no tool/,
      ));
  });

  it('stops a loop at the third time of the same call', async () => {
    const { model } = await check(
      () => reply(readA()),
      /^noEdit: It stopped in a loop, repeating a call of read_file/,
    );
    assert.equal(model.requests.length, 3);
    const script: Script = (_, nth) => reply(nth === 0 ? fix() : readA());
    await check(script, fixed, { task: editTask });
  });
  it('does not call it a loop to ask again after an edit', async () => {
    const there = () => replaceLine('src/a.ts', 'const a = 1;', 'const a = 3;');
    const back = () => replaceLine('src/a.ts', 'const a = 3;', 'const a = 4;');
    const ask = () => tool('diagnostics', {});
    await check(
      [
        reply(ask()),
        reply(ask()),
        reply(there()),
        reply(ask()),
        reply(ask()),
        reply(back()),
        reply(ask()),
        reply(finish()),
      ],
      /^edited passed .*const a = 4;/,
      { task: editTask },
    );
  });
  it('ends after the most steps, told so before the last', async () => {
    const { model } = await check(
      (_, nth) => reply(tool('search', { text: `word ${nth}`, regex: false })),
      /^noEdit: It used all its steps/,
    );
    assert.equal(model.requests.length, maxSteps);
    assert.match(model.textOf(maxSteps - 1), /This is your last step/);
    assert.doesNotMatch(model.textOf(maxSteps - 2), /This is your last step/);
  });
  it('answers no more reading past the most output, and still takes the patch', async () => {
    const long = `const b = BROKEN;\n${'// filler\n'.repeat(20_000)}`;
    const reads = Array.from({ length: 16 }, (_, at) => tool('read_file', { path: 'long.ts', from: at + 1 }));
    const setting = { files: { 'long.ts': long }, task: runTask({ files: ['long.ts'] }) };
    const patch = replaceLine('long.ts', 'const b = BROKEN;', 'const b = 2;');
    const { model } = await check(
      [reply(...reads), reply(patch), reply(finish())],
      /^edited passed /,
      setting,
    );
    const given = answers(model.requests[1]);
    assert.match(given[0]?.output ?? '', /Too long to show at once: go on with from \d+/);
    assert.match(given.at(-1)?.output ?? '', /^You have read as much as this task allows/);
    const total = given.reduce((sum, { output }) => sum + output.length, 0);
    assert.ok(total < maxToolOutputTotal + maxToolOutput, `${total}`);
  });
  it('never carries out an answer that was cut off', async () => {
    const patch = fix();
    const text = patch.type === 'patchText' ? patch.text : '';
    const { model, checker } = await check([cutOff(text), reply(finish('Nothing.'))], 'noEdit: Nothing.');
    assert.match(model.textOf(1), /cut off before its end, and nothing of it was carried out/);
    assert.equal(checker.checks.length, 0);
    await check([cutOff(text), cutOff(text)], /^malformed: The answers were cut off/);
  });
  it('passes on refusals, faults and budgets', async () => {
    await check([refused('No.')], 'refused: No.');
    await check(
      [reply(readA()), { type: 'overBudget', budget: 'day', limitUsd: 1, spentUsd: 1, neededUsd: 1 }],
      'stopped overBudget',
    );
  });

  describe('writing', () => {
    it('keeps to the files of the task and new ones', async () => {
      const other = replaceLine('src/other.ts', 'const other = 1;', 'const other = 2;');
      const made = patchText(
        '*** Begin Patch\n*** Add File: src/new.ts\n+export const made = 1;\n*** End Patch',
      );
      const { model } = await check(
        [
          reply(other),
          reply(made),
          reply(replaceLine('src/new.ts', 'export const made = 1;', 'export const made = 2;')),
          reply(finish()),
        ],
        'edited passed src/new.ts="export const made = 2;\\n"',
        { task: editTask },
      );
      assert.match(
        answers(model.requests[1])[0]?.output ?? '',
        /src\/other\.ts is not one of this task's files/,
      );
    });
    it('knows a file by the name that a diff gives it', () =>
      check([reply(replaceLine('a/src/a.ts', 'const b = BROKEN;', 'const b = 2;'))], fixed));
    it('does not write the mark of a secret into a file', async () => {
      const mark = replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = "[withheld]";');
      const { model } = await check([reply(mark), reply(finish('Left.'))], 'noEdit: Left.');
      assert.match(answers(model.requests[1])[0]?.output ?? '', /stands for a secret/);
    });
    it('says so when a patch changes nothing', async () => {
      const same = replaceLine('src/a.ts', 'const a = 1;', 'const a = 1;');
      const { model } = await check([reply(same), reply(finish('Left.'))], 'noEdit: Left.');
      assert.equal(answers(model.requests[1])[0]?.ok, false);
    });
    it('tells the model that hiding a problem is no fix', async () => {
      const hide = replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = 0 as any;');
      const mend = replaceLine('src/a.ts', 'const b = 0 as any;', 'const b = 2;');
      const { model } = await check([reply(hide), reply(mend)], fixed);
      assert.match(answers(model.requests[1])[0]?.output ?? '', /only hides the problem/);
    });
  });
});
