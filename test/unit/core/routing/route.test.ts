import assert from 'node:assert/strict';
import type { Tier } from '../../../../src/core/model/tier.ts';
import { route, type Signals } from '../../../../src/core/routing/route.ts';

describe('route', () => {
  const check = (signals: Partial<Signals>, reason: string, ceiling: Tier = 'planner') => {
    const [tier] = reason.split(':');
    assert.deepEqual(route({ kind: 'edit', files: 1, ...signals }, ceiling), { tier, reason });
  };

  describe('sends what the published guidance names where it says', () => {
    it('classification', () => check({ kind: 'classify' }, 'nano: classify, 1 file'));
    it('extraction', () => check({ kind: 'extract' }, 'nano: extract, 1 file'));
    it('ranking', () => check({ kind: 'rank' }, 'nano: rank, 1 file'));
    it('labels', () => check({ kind: 'label' }, 'nano: label, 1 file'));
    it('an edit of one line', () =>
      check({ kind: 'simple_edit', lines: 1 }, 'nano: simple_edit, 1 line, 1 file'));
    it('an edit of five lines', () =>
      check({ kind: 'simple_edit', lines: 5 }, 'nano: simple_edit, 5 lines, 1 file'));
    it('an edit of six lines', () =>
      check({ kind: 'simple_edit', lines: 6 }, 'mini: simple_edit, more than 5 lines, 6 lines, 1 file'));
    it('targeted edits', () => check({ kind: 'edit', files: 2 }, 'mini: edit, 2 files'));
    it('search', () => check({ kind: 'search', files: 0 }, 'mini: search, 0 files'));
    it('summaries', () => check({ kind: 'summarize' }, 'mini: summarize, 1 file'));
    it('front-end code', () => check({ kind: 'generate' }, 'mini: generate, 1 file'));
    it('debugging', () => check({ kind: 'debug', runsCommand: true }, 'mini: debug, 1 file'));
    it('mending a unit test', () => check({ kind: 'test', runsCommand: true }, 'mini: test, 1 file'));
    it('a small edit that has to make a command pass', () =>
      check({ kind: 'simple_edit', runsCommand: true }, 'mini: simple_edit, runs commands, 1 file'));
    it('screenshots', () => check({ kind: 'screenshot', images: true }, 'mini: screenshot, 1 file'));
    it('a small edit with an image', () =>
      check({ kind: 'simple_edit', images: true }, 'mini: simple_edit, with images, 1 file'));
    it('review of one file', () => check({ kind: 'review_file' }, 'mini: review_file, 1 file'));
    it('long context', () =>
      check({ contextTokens: 128_001 }, 'planner: edit, context past 128k tokens, 1 file'));
    it('context that mini takes', () => check({ contextTokens: 128_000 }, 'mini: edit, 1 file'));
    it('more than a nano is shown', () =>
      check(
        { kind: 'simple_edit', tooMuchFor: 'nano' },
        'mini: simple_edit, more to see than nano is shown, 1 file',
      ));
    it('more than its model takes', () =>
      check({ tooMuchFor: 'mini' }, 'planner: edit, more to see than its model takes, 1 file'));
    it('design across files', () => check({ files: 9 }, 'planner: edit, design across files, 9 files'));
    it('risky actions', () =>
      check({ risk: 'the CI configuration' }, 'planner: edit, risky: the CI configuration, 1 file'));
    it('planning', () => check({ kind: 'plan' }, 'planner: plan, 1 file'));
    it('review of all', () => check({ kind: 'review', files: 2 }, 'planner: review, 2 files'));
  });

  describe('with images', () => {
    const seen = (by: readonly Tier[], ceiling: Tier = 'planner', oneTier?: 'nano' | 'mini') =>
      route({ kind: 'edit', files: 1, images: true }, ceiling, {
        oneTier,
        sees: (tier) => by.includes(tier),
      });

    it('goes no lower than a tier that sees them', () => {
      assert.equal(seen(['nano', 'mini']).reason, 'mini: edit, 1 file');
      assert.equal(seen(['nano', 'planner']).reason, "planner: edit, mini can't see images, 1 file");
    });
    it('goes to no model where none below the ceiling sees them, and says so', () => {
      assert.deepEqual(seen(['nano', 'planner'], 'mini'), {
        tier: 'none',
        reason: 'no tier from mini up to the ceiling can see images',
      });
      assert.deepEqual(seen(['mini'], 'planner', 'nano'), {
        tier: 'none',
        reason: "the nano tier, which is set for everything, can't see images",
      });
    });
    it('needs no eyes where there are none', () =>
      assert.equal(route({ kind: 'screenshot', files: 1 }, 'planner', { sees: () => false }).tier, 'mini'));
  });

  it('lets a label decide over the kind', () => {
    check({ kind: 'edit', effort: 'nano' }, 'nano: edit, labelled nano, 1 file');
    check({ kind: 'simple_edit', effort: 'none' }, 'nano: simple_edit, 1 file');
  });
  it('gives work over many files to a tier that can look around', () =>
    check({ kind: 'simple_edit', files: 3 }, 'mini: simple_edit, too many files for nano, 3 files'));
  it('lets nano repeat in more files what has been done in one', () => {
    check({ kind: 'simple_edit', files: 5, repeats: true }, 'nano: simple_edit, 5 files');
    check(
      { kind: 'simple_edit', files: 6, repeats: true },
      'mini: simple_edit, too many files for nano, 6 files',
    );
  });
  it('never goes above the ceiling, and says so', () => {
    check({ kind: 'plan' }, 'mini: plan, 1 file, held at the ceiling instead of planner', 'mini');
    assert.deepEqual(route({ kind: 'simple_edit', files: 1 }, 'none'), {
      tier: 'none',
      reason: 'the ceiling in the settings allows no model',
    });
  });
  it('gives everything to the one tier that the user wants, below the ceiling', () => {
    const one = (signals: Partial<Signals>, oneTier: 'nano' | 'planner', ceiling: Tier = 'planner') =>
      route({ kind: 'edit', files: 1, ...signals }, ceiling, { oneTier }).reason;
    assert.equal(one({ kind: 'classify' }, 'planner'), 'planner: classify, one tier for everything, 1 file');
    assert.equal(one({ contextTokens: 200_000 }, 'nano'), 'nano: edit, one tier for everything, 1 file');
    assert.equal(
      one({}, 'planner', 'mini'),
      'mini: edit, one tier for everything, 1 file, held at the ceiling instead of planner',
    );
  });
});
