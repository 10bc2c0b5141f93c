import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

describe("the panel's page on its own", () => {
  it('answers keys and clicks as its host expects', () => {
    const run = spawnSync(process.execPath, ['test/webview/behaviour.mjs'], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /^passed: /m);
  });

  it('has no error and is never wider than the panel, in every state, theme and width', () => {
    const run = spawnSync(process.execPath, ['test/webview/preview.mjs'], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
  });
});
