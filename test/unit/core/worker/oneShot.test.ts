import assert from 'node:assert/strict';
import {
  cutOff,
  patchText,
  refused,
  replaceLine,
  reply,
  type Script,
  tool,
} from '../../support/scriptedModel.ts';
import { brokenTask, type Setting, told, workOn } from './setting.ts';

const fix = replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = 2;');
const fixed = 'edited passed src/a.ts="const a = 1;\\nconst b = 2;\\n"';

const nano = (script: Script, setting: Setting = {}) => workOn(script, { tier: 'nano', ...setting });

describe('work at tier nano', () => {
  const check = async (script: Script, expected: string | RegExp, setting: Setting = {}) => {
    const { result } = await nano(script, setting);
    if (typeof expected === 'string') assert.equal(told(result), expected);
    else assert.match(told(result), expected);
  };

  it('asks once, with nothing but the patch tool, and has the patch checked', async () => {
    const { result, model, notes } = await nano([reply(fix)]);
    assert.equal(told(result), fixed);
    const [request] = model.requests;
    assert.equal(model.requests.length, 1);
    assert.deepEqual(
      [
        request?.role,
        request?.tier,
        request?.cacheKey,
        request?.toolChoice,
        request?.tools,
        request?.maxOutputTokens,
      ],
      ['work', 'nano', 'work-nano', 'patch', [{ type: 'patch' }], 2_000],
    );
    assert.deepEqual(notes, ['asks for a patch', 'patches src/a.ts', 'TypeScript says: no errors left']);
  });
  it('takes a patch as operations, and one in plain text', async () => {
    const operation = {
      type: 'update_file',
      path: './src/a.ts',
      diff: '@@\n-const b = BROKEN;\n+const b = 2;\n',
    } as const;
    await check([reply({ type: 'patchOperation', callId: 'c', operation })], fixed);
    await check([reply(fix.type === 'patchText' ? fix.text : '')], fixed);
  });
  it('gives the edit with a failed verdict where the check fails', () =>
    check([reply(replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = WRONG;'))], /^edited failed /));
  it('fails an edit that only hides the problem', async () => {
    const hide = replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = (0 as any);');
    const { result, notes } = await nano([reply(hide)]);
    assert.match(told(result), /^edited failed /);
    assert.match(result.type === 'edited' ? result.summary : '', /only hides the problem/);
    assert.ok(notes.includes('the edit only hides the problem'));
  });
  it('says in words why a patch does not apply', async () => {
    await check(
      [reply(replaceLine('src/a.ts', 'const c = BROKEN;', 'x'))],
      /^malformed: The patch was not applied: .*src\/a\.ts/s,
    );
    await check([reply(patchText('*** Begin Patch\n*** Upd'))], /^malformed: .{20}/);
    await check(
      [reply(replaceLine('../a.ts', 'a', 'b'))],
      /^malformed: "\.\.\/a\.ts" can't be written: the path leaves/,
    );
    await check(
      [reply(replaceLine('.vscode/tasks.json', 'a', 'b'))],
      /^malformed: \.vscode\/tasks\.json can't be written/,
    );
    await check([reply(tool('run_command', { command: 'ls' }))], /^malformed: /);
    await check([reply('')], /^malformed: The answer holds no patch/);
  });
  it('applies a patch whole or not at all', async () => {
    const half = patchText(
      [
        '*** Begin Patch',
        '*** Update File: src/a.ts',
        '@@',
        '-const b = BROKEN;',
        '+const b = 2;',
        '*** Update File: .git/config',
        '@@',
        '-x',
        '+y',
        '*** End Patch',
      ].join('\n'),
    );
    const { result, checker, overlay } = await nano([reply(half)]);
    assert.match(told(result), /^malformed: \.git\/config/);
    assert.deepEqual([checker.checks.length, overlay.changes().size], [0, 0]);
  });
  it('will not delete the file that the problem is in', () =>
    check(
      [reply(patchText('*** Begin Patch\n*** Delete File: src/a.ts\n*** End Patch'))],
      /^malformed: .*can't be deleted/,
    ));
  it('passes on what is no answer', async () => {
    await check([reply('I would need to see src/b.ts.')], 'noEdit: I would need to see src/b.ts.');
    await check([refused('No.')], 'refused: No.');
    await check([cutOff('*** Begin Patch')], /^malformed: The answer was cut off/);
    await check(
      [{ type: 'overBudget', budget: 'run', limitUsd: 1, spentUsd: 1, neededUsd: 1 }],
      'stopped overBudget',
    );
    const fault = { kind: 'server', tier: 'nano', model: 'm', endpoint: 'e', detail: '' } as const;
    await check([{ type: 'fault', fault }], 'stopped fault');
  });
  it('shows the next attempt what came of the last', async () => {
    const first = await nano([reply(replaceLine('src/a.ts', 'const b = BROKEN;', 'const b = WRONG;'))]);
    assert.ok(first.result.type === 'edited');
    const { verdict, changes } = first.result;
    const evidence = [{ tier: 'nano', note: 'It broke something else.', verdict, changes }] as const;
    const { model } = await nano([reply(fix)], { evidence });
    const text = model.textOf(0);
    for (const part of [
      'It broke something else.',
      '+const b = WRONG;',
      "new: src/a.ts:2:11 error ts 2322: Type 'WRONG'",
    ]) {
      assert.ok(text.includes(part), part);
    }
  });
  it('leaves the overlay of the order alone and works on top of it', async () => {
    const written = { 'src/other.ts': 'const other = 2;\n' };
    const { result, overlay, checker } = await nano([reply(fix)], { written });
    assert.equal(told(result), fixed, 'changes are those of this task alone');
    assert.deepEqual([...overlay.changes().keys()], ['src/other.ts']);
    assert.deepEqual([...(checker.checks[0]?.keys() ?? [])].sort(), ['src/a.ts', 'src/other.ts']);
  });
  it('rejects with the reason when it is cancelled', async () => {
    const reason = new Error('cancelled');
    await assert.rejects(nano([reply(fix)], { signal: AbortSignal.abort(reason) }), reason);
    const later = new AbortController();
    const script = () => {
      later.abort(reason);
      return reply(fix);
    };
    await assert.rejects(nano(script, { signal: later.signal, task: brokenTask }), reason);
  });
});
