import assert from 'node:assert/strict';
import type { ModelTier, Tier } from '../../../../src/core/model/tier.ts';
import { escalate, type FailedAttempt } from '../../../../src/core/routing/escalate.ts';

describe('escalate', () => {
  const start = { tier: 'nano', reason: 'nano: edit, 1 file' } as const;
  const failed = (tier: Tier, outcome: FailedAttempt['outcome'], isStuck?: true): FailedAttempt => ({
    tier,
    outcome,
    ...(isStuck && { isStuck }),
  });
  const check = (attempts: readonly FailedAttempt[], reason: string | undefined, ceiling: Tier = 'planner') =>
    assert.equal(escalate(attempts, start, ceiling)?.reason, reason);

  it('begins with the route, whatever tier none came to', () => {
    check([], 'nano: edit, 1 file');
    check([failed('none', 'failed')], 'nano: edit, 1 file');
  });
  it('asks each tier twice, up to the top', () => {
    const nano = [failed('none', 'failed'), failed('nano', 'failed'), failed('nano', 'failed')];
    const mini = [...nano, failed('mini', 'failed')];
    check(nano, 'mini: nano did not pass the check');
    check(mini, 'mini: once more, with the evidence');
    check([...mini, failed('mini', 'failed')], 'planner: mini did not pass the check');
    check([failed('planner', 'failed'), failed('planner', 'failed')], undefined);
  });
  it('a failed verdict: once more, then up', () => {
    check([failed('nano', 'failed')], 'nano: once more, with the evidence');
    check([failed('nano', 'failed'), failed('nano', 'failed')], 'mini: nano did not pass the check');
  });
  it('invalid output twice', () =>
    check([failed('nano', 'malformed'), failed('nano', 'malformed')], 'mini: nano gave no valid answer'));
  it('a refusal', () => {
    check([failed('nano', 'refused')], 'nano: once more, with the evidence');
    check([failed('nano', 'refused'), failed('nano', 'refused')], 'mini: nano refused');
  });
  it('a loop, at once', () => check([failed('nano', 'failed', true)], 'mini: nano went in a circle'));
  it('no edit twice', () =>
    check([failed('nano', 'noEdit'), failed('nano', 'noEdit')], 'mini: nano made no edit'));
  it('nothing above the ceiling', () => {
    check([failed('nano', 'failed', true)], undefined, 'nano');
    check([failed('nano', 'failed'), failed('nano', 'failed')], undefined, 'nano');
    check([failed('mini', 'failed'), failed('mini', 'failed')], undefined, 'mini');
  });

  it('ends after two attempts a tier and never goes down, whatever happens', () => {
    const outcomes = ['failed', 'malformed', 'refused', 'noEdit', 'unchecked'] as const;
    for (const from of ['nano', 'mini', 'planner'] as const) {
      for (let seed = 0; seed < 50; seed++) {
        const attempts: FailedAttempt[] = [];
        let last: ModelTier = from;
        for (;;) {
          const next = escalate(attempts, { tier: from, reason: '' }, 'planner');
          if (!next) break;
          assert.ok(
            ['nano', 'mini', 'planner'].indexOf(next.tier) >= ['nano', 'mini', 'planner'].indexOf(last),
          );
          last = next.tier;
          const outcome = outcomes[(seed * 7 + attempts.length * 3) % outcomes.length] ?? 'failed';
          attempts.push(failed(next.tier, outcome, (seed + attempts.length) % 4 === 0 ? true : undefined));
          assert.ok(attempts.length <= 6);
        }
      }
    }
  });
});
