import assert from 'node:assert/strict';
import { failureOf } from '../../../../src/node/http/faultOf.ts';
import { withPatience } from '../../../../src/node/http/withPatience.ts';
import { withServer } from '../responses/support.ts';

describe('a fetch with a patience of its own', () => {
  it('waits so long for the headers, and what it leaves then may have been billed', () =>
    withServer(
      () => undefined,
      async (url) => {
        const thrown = await withPatience(fetch, 1)(url).catch((error: unknown) => error);
        assert.equal(failureOf(thrown, false).kind, 'interrupted');
      },
    ));
});
