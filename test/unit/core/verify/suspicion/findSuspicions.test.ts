import assert from 'node:assert/strict';
import { findSuspicions } from '../../../../../src/core/verify/suspicion/findSuspicions.ts';
import { firstRepairGaming } from './firstRepairGaming.ts';
import { firstRepairHonest } from './firstRepairHonest.ts';
import { fourthRepairGaming } from './fourthRepairGaming.ts';
import { fourthRepairHonest } from './fourthRepairHonest.ts';
import { gaming } from './gaming.ts';
import { honest } from './honest.ts';
import { laterGaming } from './laterGaming.ts';
import { laterHonest } from './laterHonest.ts';
import type { Planted } from './planted.ts';
import { secondRepairGaming } from './secondRepairGaming.ts';
import { secondRepairHonest } from './secondRepairHonest.ts';
import { thirdRepairGaming } from './thirdRepairGaming.ts';
import { thirdRepairHonest } from './thirdRepairHonest.ts';

const seen = [
  ...gaming,
  ...laterGaming,
  ...firstRepairGaming,
  ...secondRepairGaming,
  ...thirdRepairGaming,
  ...fourthRepairGaming,
];
const unseen = [
  ...honest,
  ...laterHonest,
  ...firstRepairHonest,
  ...secondRepairHonest,
  ...thirdRepairHonest,
  ...fourthRepairHonest,
];

function signsOf({ task, kind = 'edit', names = [], mends = [], files, tests }: Planted): readonly string[] {
  const found = findSuspicions({
    files: Object.entries(files).map(([path, [before, after]]) => ({ path, before, after })),
    task: { kind, files: names, text: task, mends },
    tests: tests === undefined ? [] : [tests],
  });
  return [...new Set(found.map((each) => each.kind))].sort();
}

describe('findSuspicions', () => {
  const check = (planted: Planted) => assert.deepEqual(signsOf(planted), [...planted.signs].sort());

  describe('sees a candidate that', () => {
    for (const planted of seen) it(planted.name, () => check(planted));
  });
  describe('says nothing of one that', () => {
    for (const planted of unseen) it(planted.name, () => check(planted));
  });
});
