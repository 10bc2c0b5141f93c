import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

describe("the panel's page on its own", function () {
  // Dozens of states and audits each: what they take on a busy machine is no reason to fail.
  this.timeout(600_000);

  it('answers keys and clicks as its host expects', () => {
    const run = spawnSync(process.execPath, ['test/webview/behaviour.mjs'], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /^passed: /m);
  });

  it('has no error, fits the panel and keeps nobody out, in every state and theme', () => {
    const run = spawnSync(process.execPath, ['test/webview/preview.mjs', '--no-pictures'], {
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stdout + run.stderr);
  });
});
