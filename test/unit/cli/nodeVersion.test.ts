import assert from 'node:assert/strict';
import { tooOldNode } from '../../../src/cli/nodeVersion.ts';

describe('the Node that tiercel runs on', () => {
  const check = (version: string, isTooOld: boolean) =>
    it(`${version} ${isTooOld ? 'is too old' : 'will do'}`, () =>
      assert.equal(tooOldNode(version)?.includes(`this is Node ${version}`) ?? false, isTooOld));
  check('18.20.8', true);
  check('20.20.2', true);
  check('22.12.0', true);
  check('22.13.0', false);
  check('24.1.0', false);
  check('26.0.0-nightly2026', false);
});
