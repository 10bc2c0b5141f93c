import assert from 'node:assert/strict';
import type { ModelTier, Tier } from '../../../../src/core/model/tier.ts';
import type { AttemptRow } from '../../../../src/core/routing/attempts.ts';
import { passRates, rateOf } from '../../../../src/core/routing/passRates.ts';
import { route } from '../../../../src/core/routing/route.ts';
import type { TaskKind } from '../../../../src/core/routing/taskKind.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { attemptRows } from './history.ts';

const { tiers } = defaultSettings;
const quiet = { qualityBar: 0.8, explore: 0, random: 0.5 };

function routed(
  kind: TaskKind,
  history: readonly (readonly AttemptRow[])[],
  more: {
    readonly explore?: number;
    readonly random?: number;
    readonly ceiling?: Tier;
    readonly files?: number;
  } = {},
) {
  const stats = passRates(history.flat());
  const { ceiling = 'planner', files = 1, ...rest } = more;
  const learning = {
    ...quiet,
    ...rest,
    statsOf: (of: TaskKind, tier: ModelTier) => rateOf(stats, of, tier, tiers),
  };
  return route({ kind, files }, ceiling, { learning });
}

describe('a route that has learned', () => {
  const check = (
    kind: TaskKind,
    history: readonly (readonly AttemptRow[])[],
    reason: string,
    more: Parameters<typeof routed>[2] = {},
  ) => assert.equal(routed(kind, history, more).reason, reason);

  it('goes by the table while too little was seen', () => {
    check('edit', [], 'mini: edit, 1 file');
    check('edit', [attemptRows(9, 9)], 'mini: edit, 1 file');
    check('simple_edit', [attemptRows(0, 9, { kind: 'simple_edit' })], 'nano: simple_edit, 1 file');
  });
  it('starts at the cheapest tier whose lower bound meets the bar', () => {
    check('edit', [attemptRows(16, 16)], 'nano: edit, passed 16 of 16 here, 1 file');
    check('edit', [attemptRows(15, 15)], 'mini: edit, 1 file');
    check('edit', [attemptRows(16, 17)], 'mini: edit, 1 file');
    check(
      'edit',
      [attemptRows(48, 50), attemptRows(50, 50, { tier: 'mini' })],
      'nano: edit, passed 48 of 50 here, 1 file',
    );
  });
  it('keeps to the kind and the model of the tier', () => {
    check('generate', [attemptRows(50, 50)], 'mini: generate, 1 file');
    check('edit', [attemptRows(50, 50, { model: 'an older one' })], 'mini: edit, 1 file');
  });
  it('never goes below what the means of a tier and the rules allow', () => {
    check('debug', [attemptRows(50, 50, { kind: 'debug' })], 'mini: debug, 1 file');
    check('edit', [attemptRows(50, 50)], 'mini: edit, 3 files', { files: 3 });
  });
  it('goes a tier up where the upper bound is below the bar', () => {
    const bad = attemptRows(5, 10, { kind: 'simple_edit' });
    check('simple_edit', [bad], 'mini: simple_edit, nano passed 5 of 10 here, 1 file');
    check('simple_edit', [attemptRows(6, 10, { kind: 'simple_edit' })], 'nano: simple_edit, 1 file');
  });
  it('passes over a tier that is known to be bad too, up to the ceiling', () => {
    const nano = attemptRows(2, 20, { kind: 'simple_edit' });
    const mini = attemptRows(2, 20, { kind: 'simple_edit', tier: 'mini' });
    check('simple_edit', [nano, mini], 'planner: simple_edit, nano passed 2 of 20 here, 1 file');
    check('simple_edit', [nano, mini], 'nano: simple_edit, 1 file', { ceiling: 'mini' });
    check('simple_edit', [nano], 'nano: simple_edit, 1 file', { ceiling: 'nano' });
  });
  it('takes several candidates where they are cheaper than the tier above, and enough', () => {
    const nano = attemptRows(24, 40, { kind: 'simple_edit', usd: 0.001 });
    const mini = (usd: number) => attemptRows(20, 20, { kind: 'simple_edit', tier: 'mini', usd });
    assert.deepEqual(routed('simple_edit', [nano, mini(0.01)]), {
      tier: 'nano',
      candidates: 3,
      reason: 'nano: simple_edit, 3 candidates, since passed 24 of 40 here, 1 file',
    });
    check('simple_edit', [nano, mini(0.003)], 'mini: simple_edit, nano passed 24 of 40 here, 1 file');
    check('simple_edit', [nano], 'mini: simple_edit, nano passed 24 of 40 here, 1 file');
  });
  it('counts what failed in any way, and not what nothing could check', () => {
    check('edit', [attemptRows(16, 116, {}, 'unchecked')], 'nano: edit, passed 16 of 16 here, 1 file');
    check('edit', [attemptRows(16, 20, {}, 'invalid')], 'mini: edit, 1 file');
    check('edit', [attemptRows(16, 20, {}, 'refused')], 'mini: edit, 1 file');
  });
  it('leaves out attempts with evidence and races of candidates that the user has not set', () => {
    check('edit', [attemptRows(50, 50, { escalated: true })], 'mini: edit, 1 file');
    check('edit', [attemptRows(50, 50, { candidates: 3 })], 'mini: edit, 1 file');
  });

  describe('tries a tier lower', () => {
    const good = attemptRows(30, 30, { tier: 'mini' });
    const explored = 'nano: edit, tried a tier lower to learn, 1 file';
    it('for the share that is set', () => {
      check('edit', [good], explored, { explore: 0.05, random: 0.049 });
      check('edit', [good], 'mini: edit, 1 file', { explore: 0.05, random: 0.05 });
      check('edit', [good], 'mini: edit, 1 file', { explore: 0, random: 0 });
    });
    it('only where the tier itself does well', () =>
      check('edit', [], 'mini: edit, 1 file', { explore: 1, random: 0 }));
    it('not where that is known to be bad, or can not do it', () => {
      check('edit', [good, attemptRows(2, 10)], 'mini: edit, 1 file', { explore: 1, random: 0 });
      const debug = attemptRows(30, 30, { kind: 'debug', tier: 'mini' });
      check('debug', [debug], 'mini: debug, 1 file', { explore: 1, random: 0 });
    });
  });
});
