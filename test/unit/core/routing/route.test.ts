import assert from 'node:assert/strict';
import type { Tier } from '../../../../src/core/model/tier.ts';
import { nextAttempt } from '../../../../src/core/routing/escalate.ts';
import { route, type Signals } from '../../../../src/core/routing/route.ts';

describe('route', () => {
  const check = (signals: Partial<Signals>, ceiling: Tier, tier: Tier, reason: string) =>
    assert.deepEqual(route({ kind: 'edit', files: 1, ...signals }, ceiling), { tier, reason });

  it('goes by the kind of the task', () => {
    check({ kind: 'simple_edit' }, 'planner', 'nano', 'nano: simple_edit, 1 file');
    check({ kind: 'edit' }, 'planner', 'mini', 'mini: edit, 1 file');
    check({ kind: 'debug', files: 2 }, 'planner', 'mini', 'mini: debug, 2 files');
    check({ kind: 'plan' }, 'planner', 'planner', 'planner: plan, 1 file');
  });
  it('lets a label decide over the kind', () => {
    check({ kind: 'edit', effort: 'nano' }, 'planner', 'nano', 'nano: edit, labelled nano, 1 file');
    check({ kind: 'simple_edit', effort: 'none' }, 'planner', 'nano', 'nano: simple_edit, 1 file');
  });
  it('gives work over many files to a tier that can look around', () => {
    check(
      { kind: 'simple_edit', files: 3 },
      'planner',
      'mini',
      'mini: simple_edit, too many files for nano, 3 files',
    );
  });
  it('never goes above the ceiling, and says so', () => {
    check({ kind: 'plan' }, 'mini', 'mini', 'mini: plan, 1 file, held at the ceiling instead of planner');
    check({ kind: 'simple_edit' }, 'none', 'none', 'the ceiling in the settings allows no model');
  });
});

describe('nextAttempt', () => {
  const check = (failed: Tier[], ceiling: Tier, expected: Tier | undefined) =>
    assert.equal(nextAttempt(failed, 'nano', ceiling), expected);

  it('starts where the task was routed, whatever tier none came to', () => {
    check([], 'planner', 'nano');
    check(['none'], 'planner', 'nano');
  });
  it('asks the same tier once more, then one tier up', () => {
    check(['nano'], 'planner', 'nano');
    check(['none', 'nano', 'nano'], 'planner', 'mini');
    check(['nano', 'nano', 'mini'], 'planner', 'mini');
    check(['nano', 'nano', 'mini', 'mini'], 'planner', 'planner');
  });
  it('ends at the ceiling and at the top', () => {
    check(['nano', 'nano'], 'nano', undefined);
    check(['nano', 'nano', 'mini', 'mini'], 'mini', undefined);
    check(['planner', 'planner'], 'planner', undefined);
  });
});
