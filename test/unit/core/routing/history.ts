import type { AttemptResult, AttemptRow } from '../../../../src/core/routing/attempts.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';

/** An attempt with only what a test cares about filled in. */
export function attemptRow(parts: Partial<AttemptRow> = {}): AttemptRow {
  const tier = parts.tier ?? 'nano';
  return {
    time: 1,
    run: 'r1',
    task: 't1',
    kind: 'edit',
    tier,
    model: defaultSettings.tiers[tier].model,
    result: 'passed',
    usd: 0.001,
    ms: 1_000,
    lines: 2,
    candidates: 1,
    escalated: false,
    shadow: false,
    ...parts,
  };
}

/** Attempts at as many tasks: so many passed, and the rest came to `other`. */
export function attemptRows(
  passed: number,
  of: number,
  parts: Partial<AttemptRow> = {},
  other: AttemptResult = 'failed',
): readonly AttemptRow[] {
  return Array.from({ length: of }, (_, at) =>
    attemptRow({ task: `t${at}`, result: at < passed ? 'passed' : other, ...parts }),
  );
}
