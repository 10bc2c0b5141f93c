import assert from 'node:assert/strict';
import { describeSent, describeUnsent } from '../../../../src/core/context/describeRequests.ts';
import { SentRequests } from '../../../../src/core/context/sentRequests.ts';
import type { InputItem, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { loopToolsFor } from '../../../../src/core/worker/tools/tools.ts';
import { tool } from '../../support/scriptedModel.ts';

const loopTools = loopToolsFor({ commands: false, userTools: false });

const request = (input: readonly InputItem[], parts: Partial<ModelRequest> = {}): ModelRequest => ({
  run: 'r1',
  task: 't1',
  role: 'work',
  tier: 'mini',
  instructions: 'You work.',
  input,
  tools: loopTools,
  maxOutputTokens: 100,
  cacheKey: 'k',
  ...parts,
});
const first: InputItem = { type: 'user', text: 'Mend ```this```.' };
const call = tool('read_file', { path: 'a.ts' });
const second: readonly InputItem[] = [
  first,
  { type: 'earlier', items: [{ type: 'reasoning', id: 'x' }] },
  { type: 'toolResult', call, ok: true, output: 'the file' },
];

describe('the page of what was sent', () => {
  it('holds a request word for word, in a fence that its text can not close', () => {
    const page = describeUnsent(request([first]));
    assert.match(page, /^Role work, tier mini, at most 100 tokens of answer\./);
    assert.match(page, /### Instructions\n\n```\nYou work\.\n```/);
    assert.match(page, /### Input\n\n````\nMend ```this```\.\n````/);
    for (const each of loopTools) {
      if (each.type === 'function') assert.ok(page.includes(JSON.stringify(each.parameters)), each.name);
    }
  });
  it('tells once what a conversation repeats', () => {
    const page = describeSent([
      { time: 0, request: request([first]) },
      { time: 1_000, request: request(second) },
    ]);
    assert.match(page, /## Request 1 of 2, sent 1970-01-01T00:00:00\.000Z/);
    assert.match(page, /above, and so is the first part of the input\.\n\n### What the model said before/);
    assert.match(page, /### Answer to the call of read_file\n\n```\nthe file\n```$/);
    assert.equal(page.split('You work.').length, 2);
    assert.equal(page.split('Mend ').length, 2);
  });
  it('tells all again where another conversation comes between', () => {
    const page = describeSent([
      { time: 0, request: request([first]) },
      { time: 1, request: request([{ type: 'user', text: 'Another.' }]) },
      { time: 2, request: request(second) },
    ]);
    assert.equal(page.split('Mend ').length, 3);
  });
  it('holds the shape that an answer must have', () => {
    const answer = { name: 'gate', schema: { type: 'object' } };
    assert.match(
      describeUnsent(request([first], { answer })),
      /of the shape "gate"\n\n```\n\{\n {2}"type": "object"/,
    );
  });
});

describe('the requests of a session', () => {
  it('are given by run and task, and of very many the newest', () => {
    const sent = new SentRequests();
    for (let at = 0; at < 500; at++) sent.add(request([first], { task: `t${at % 2}` }), at);
    assert.equal(sent.of('r1').length, 400);
    assert.equal(sent.of('r1', 't1').length, 200);
    assert.equal(sent.of('r1').at(-1)?.time, 499);
    assert.deepEqual(sent.of('r2'), []);
  });
});
