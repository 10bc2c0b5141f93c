import assert from 'node:assert/strict';
import type { PanelState } from '../../../src/protocol/panel.ts';
import { canFixProblems, canRequest } from '../../../src/webview/model/request.ts';

describe('what can be started', () => {
  const check = (
    workspace: PanelState['workspace'],
    model: 'ready' | 'missing',
    expected: { request: boolean; fix: boolean },
  ) => {
    const panel: PanelState = {
      workspace,
      model:
        model === 'ready'
          ? { type: 'ready', scripted: false, endpoint: '' }
          : { type: 'missing', what: 'There is no key.' },
      tiers: [],
      ceiling: 'planner',
      deleted: [],
      todayUsd: 0,
      dayBudgetUsd: 5,
      runs: [],
    };
    const request = canRequest(panel);
    const fix = canFixProblems(panel);
    assert.deepEqual({ request: request.type === 'ready', fix: fix.type === 'ready' }, expected);
    for (const each of [request, fix]) if (each.type === 'blocked') assert.notEqual(each.reason, '');
  };

  it('is all with a model', () => check('ready', 'ready', { request: true, fix: true }));
  it('is fixing alone without one', () => check('ready', 'missing', { request: false, fix: true }));
  it('is nothing without a folder, files or trust', () => {
    check('empty', 'ready', { request: false, fix: false });
    check('none', 'ready', { request: false, fix: false });
    check('untrusted', 'ready', { request: false, fix: false });
  });
});
