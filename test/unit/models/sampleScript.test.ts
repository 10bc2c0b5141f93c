import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { templateOf } from '../../../src/core/problems/template.ts';
import { gateAnswer, gateRequest } from '../../../src/core/request/gate.ts';
import { labelAnswer, labelRequest } from '../../../src/core/request/label.ts';
import { checkPlan, planAnswer, planRequest } from '../../../src/core/request/plan.ts';
import { reviewAnswer, reviewRequest } from '../../../src/core/request/review.ts';
import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';
import { sampleFixes } from '../../models/sampleFixes.ts';
import { sampleAnswer, sampleQuestion, sampleRequest, sampleTasks } from '../../models/sampleRequest.ts';
import { sampleScript } from '../../models/sampleScript.ts';
import type { ScriptCall, ScriptOutput } from '../../models/script.ts';

const patchAndFinish = [{ type: 'apply_patch' }, { type: 'function', name: 'finish' }];

async function ask(call: Partial<ScriptCall>): Promise<ScriptOutput> {
  const body = { tools: patchAndFinish, input: [{ type: 'message' }] };
  const whole = { role: 'work', tier: 'mini', run: 'r', task: 'fix-1', nth: 0, body, text: '', ...call };
  const [output, ...more] = (await sampleScript(whole)).output ?? [];
  assert.ok(output !== undefined && more.length === 0);
  return output;
}

async function json(role: string, text: string): Promise<unknown> {
  const output = await ask({ role, text });
  assert.equal(output.type, 'json');
  return output.type === 'json' ? output.value : undefined;
}

async function patch(call: Partial<ScriptCall>): Promise<string> {
  const output = await ask(call);
  return output.type === 'patch' ? output.patch : output.type;
}

const textOf = (request: { readonly input: readonly unknown[] }) =>
  request.input.map((item) => (item as { readonly text: string }).text).join('\n');
const diagnostics: readonly Diagnostic[] = sampleFixes.flatMap((fix) =>
  fix.diagnostics.map(({ path, code, message }) => ({
    path,
    code: String(code),
    message,
    severity: 'error' as const,
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  })),
);

describe('sampleScript', () => {
  const checkRoute = async (request: string, route: string) =>
    assert.equal(
      gateAnswer.parse(await json('gate', textOf(gateRequest('r', request, 'src/tax.ts')))).route,
      route,
    );

  it('routes the request it knows to a plan, and all else to an answer', async () => {
    await checkRoute(sampleRequest, 'plan');
    await checkRoute(sampleQuestion, 'answer');
    await checkRoute('Rewrite it all in another language.', 'answer');
  });
  it('plans by the rules', async () => {
    const plan = planAnswer.parse(await json('plan', textOf(planRequest('r', sampleRequest, '', []))));
    assert.deepEqual(
      checkPlan(plan, () => true),
      [],
    );
    assert.deepEqual(
      plan.tasks.map(({ id, dependsOn }) => [id, dependsOn]),
      [
        ['discount-first', []],
        ['discount-row', []],
        ['discount-test', ['discount-first']],
      ],
    );
  });
  it('labels each diagnostic, with one cause for the two that belong together', async () => {
    const item = (id: string, example: Diagnostic) => ({
      id,
      example,
      template: templateOf(example),
      count: 1,
    });
    const items = diagnostics.map((diagnostic, n) => item(`d${n}`, diagnostic));
    const unknown = { ...diagnostics[0], message: 'Something else.' } as Diagnostic;
    const text = textOf(labelRequest('r', [...items, item('x', unknown)]));
    const { labels } = labelAnswer.parse(await json('label', text));
    assert.deepEqual(
      labels.map(({ id }) => id),
      [...items.map(({ id }) => id), 'x'],
    );
    assert.equal(new Set(labels.map(({ rootCause }) => rootCause)).size, sampleFixes.length + 1);
  });
  it('accepts the tasks that a review names', async () => {
    const task = { title: 't', instructions: 'i', diff: '', verdict: '' };
    const text = textOf(
      reviewRequest('r', sampleRequest, [
        { id: 'discount-row', ...task },
        { id: 'fix-3', ...task },
      ]),
    );
    const { verdict, tasks } = reviewAnswer.parse(await json('review', text));
    assert.deepEqual([verdict, tasks.map(({ id }) => id)], ['accept', ['discount-row', 'fix-3']]);
  });

  for (const fix of sampleFixes) {
    for (const { path, message } of fix.diagnostics) {
      it(`answers "${message}" with the patch for: ${fix.rootCause}`, async () => {
        const others = diagnostics.map((each) => `${each.path} still there: ${each.message}`).join('\n');
        const text = `fix ${path}:1:1 error: ${message}\n${others}`;
        assert.equal(await patch({ text }), fix.patch);
        assert.equal(await patch({ text, tier: 'nano', nth: 0 }), fix.wrongAtNano?.[0] ?? fix.patch);
        assert.equal(await patch({ text, tier: 'nano', nth: 5 }), fix.wrongAtNano?.[1] ?? fix.patch);
      });
    }
  }
  for (const task of sampleTasks) {
    it(`works on "${task.title}", by its id or its title`, async () => {
      assert.equal(await patch({ task: task.id }), task.patch);
      assert.equal(await patch({ task: 'other', text: `Task: ${task.title}` }), task.patch);
    });
  }
  it('finishes after its patch was answered', async () => {
    const input = [{ type: 'message' }, { type: 'apply_patch_call_output' }];
    const output = await ask({ task: 'discount-row', body: { tools: patchAndFinish, input } });
    assert.equal(output.type === 'tool' && output.name, 'finish');
  });
  it('answers the question with places that are true', async () => {
    const output = await ask({ role: 'answer', text: sampleQuestion });
    assert.deepEqual(output, { type: 'text', text: sampleAnswer });
    const places = [...sampleAnswer.matchAll(/`(\w+)` \((\S+):(\d+)\)/g)];
    assert.equal(places.length, 2);
    for (const [, name = '', file, line] of places) {
      const text = readFileSync(`test/fixtures/sample/${file}`, 'utf8').split('\n')[Number(line) - 1];
      assert.ok(text?.startsWith(`export function ${name}(`), `${file}:${line} is ${text}`);
    }
  });
  it('says that it is scripted where it knows no answer', async () => {
    for (const role of ['work', 'plan', 'answer', 'other']) {
      const output = await ask({ role, text: 'Sing a song.' });
      assert.match(output.type === 'text' ? output.text : output.type, /scripted model/);
    }
  });
});
