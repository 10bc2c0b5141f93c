import assert from 'node:assert/strict';
import { guardRequests } from '../../../../src/core/context/withhold/guardRequests.ts';
import type { InputItem, ModelClient, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { metadataOf } from '../../../../src/node/http/requestMarks.ts';
import { plantedSecrets } from '../../support/plantedSecrets.ts';

const secret = plantedSecrets.github;
const request = (input: readonly InputItem[]): ModelRequest => ({
  ...{ run: 'r', task: `t-${secret}`, role: 'work', tier: 'mini', instructions: 'Do.', input, tools: [] },
  ...{ maxOutputTokens: 1, cacheKey: 'k' },
});

describe('the gate before a request leaves', () => {
  const sent: ModelRequest[] = [];
  const client: ModelClient = {
    async send(each) {
      sent.push(each);
      return {
        type: 'fault',
        fault: { kind: 'server', tier: 'mini', model: 'm', endpoint: 'e', detail: '' },
      };
    },
  };
  const never = { signal: new AbortController().signal };
  beforeEach(() => {
    sent.length = 0;
  });

  it('says the same of the same text each time, so that what is cached by its beginning stays so', async () => {
    const guarded = guardRequests(client);
    const first: InputItem = { type: 'user', text: `The token is ${secret}.` };
    await guarded.send(request([first]), never);
    await guarded.send(request([first, { type: 'user', text: 'More.' }]), never);
    await guardRequests(client).send(request([{ ...first }]), never);
    const [one, two, three] = sent.map(({ input }) => input[0]);
    assert.deepEqual(one, { type: 'user', text: 'The token is [withheld].' });
    assert.deepEqual([two, three], [one, one]);
  });

  it("leaves a model's own words to the byte", async () => {
    const items = [{ type: 'reasoning', encrypted_content: secret }];
    await guardRequests(client).send(request([{ type: 'earlier', items }]), never);
    assert.deepEqual(sent[0]?.input, [{ type: 'earlier', items }]);
  });

  it("takes the name of a task as a model's word", () =>
    assert.equal(metadataOf(request([])).tiercel_task, 't-[withheld]'));
});
